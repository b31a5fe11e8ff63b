import type { Violation } from '../oracle/ledger.ts'
import { inTheatre } from '../theatre.ts'
import { playHintStorm } from './hint-storm.ts'
import { playShuffled } from './shuffled.ts'

const orders = 2_000

/** Webhooks in 2,000 orders, each three times; then twelve thousand hints to one invoice. */
export async function playLots(say: (line: string) => void): Promise<Violation[]> {
  const seeds = Array.from({ length: orders }, (_, index) => index + 1)
  return inTheatre({ accounts: 1, say }, async (theatre) => {
    say(`webhooks in ${orders} orders`)
    const misfits = await playShuffled(theatre, { seeds, say })
    const storm = await playHintStorm(theatre, { say })
    return [...misfits, ...storm]
  })
}
