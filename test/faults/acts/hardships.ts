import { playAll } from '../campaign.ts'
import { diskFull } from '../hardships/disk-full.ts'
import type { Hardship } from '../hardships/hardship.ts'
import { secretsChanged } from '../hardships/secrets-changed.ts'
import { storageLocked } from '../hardships/storage-locked.ts'
import { temporalSlow } from '../hardships/temporal-slow.ts'
import type { Violation } from '../oracle/ledger.ts'
import { canLimitDisk } from '../stage/small-disk.ts'
import { inJudgedTheatre } from '../theatre.ts'

const hardships: [string, Hardship][] = [
  ['Temporal is slow', temporalSlow],
  ['the inbox is locked', storageLocked],
  ['webhook tokens change', secretsChanged],
  ['the disk is full', diskFull],
]
const scenarios = 16
/** Apart from those of the other parts. */
const firstSeed = 5_000_001
/** For the programs, the cluster and what is written in a few minutes. */
const diskBytes = 700_000_000

/** What lasts, one after the other, each while scenarios are played; the oracle judges the whole. */
export async function playHardships(say: (line: string) => void): Promise<Violation[]> {
  const isLimited = canLimitDisk()
  if (!isLimited) say('not played: a full disk, which takes Linux and root')
  const disk = isLimited ? { diskBytes } : {}
  return inJudgedTheatre({ accounts: 8, throughProxy: true, say, ...disk }, async (theatre) => {
    const found: Violation[] = []
    for (const [index, [name, hardship]] of hardships.entries()) {
      if (hardship === diskFull && !isLimited) continue
      const first = firstSeed + index * scenarios
      const seeds = Array.from({ length: scenarios }, (_, place) => first + place)
      say(`${name}: ${scenarios} scenarios`)
      const problems = await hardship(theatre, () => playAll(theatre, seeds), say)
      found.push(...problems.map((what): Violation => ({ rule: 'final state', what, seed: null })))
    }
    return found
  })
}
