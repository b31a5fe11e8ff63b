import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../support/http.ts'
import { playAll } from './campaign.ts'
import { createDice } from './dice.ts'
import type { ProcessFault } from './kinds.ts'
import { faultTable, worst } from './report.ts'
import { keptSeeds } from './seeds.ts'
import { startStorms } from './storms.ts'
import { openTheatre, type Theatre } from './theatre.ts'

// A slice of `npm run test:faults`: the same scenarios and the same oracle, on processes that are
// killed meanwhile. FAULTS_SEED and FAULTS_SCENARIOS choose another slice.
const first = Number(process.env['FAULTS_SEED'] ?? 1)
const count = Number(process.env['FAULTS_SCENARIOS'] ?? 200)

const kinds: ProcessFault[] = [
  'worker killed',
  'api killed at a fail point',
  'Temporal killed',
  'worker killed at a fail point',
  'Postgres killed',
]

/** Of every call to a vendor. */
const startToCloseMs = 30_000

let theatre: Theatre

beforeAll(async () => {
  theatre = await openTheatre({ accounts: 16 })
}, 300_000)
afterAll(() => theatre.close())

test(`${count} seeded scenarios leave the books right, whatever breaks`, {
  timeout: 900_000,
}, async () => {
  const { stage, tally, oracle, actors } = theatre
  const dice = createDice(first)
  const storms = startStorms(
    { stage, tally, dice },
    { everyMs: { least: 4_000, most: 8_000 }, kinds, once: true },
  )
  const seeds = [...keptSeeds(), ...Array.from({ length: count }, (_, index) => first + index)]
  const outcomes = await playAll({ ...theatre, stopsAtFirst: true }, seeds)
  await storms.stop()
  await oracle.conclude(actors)
  console.log(faultTable(tally))
  expect(worst(oracle.violations())).toBe('')
  expect(outcomes).toHaveLength(seeds.length)
  expect(tally.total('worker killed') + tally.total('Postgres killed')).toBeGreaterThan(0)
})

test('an activity that Temporal runs twice sends once: its worker frozen, or lost, after it had sent', {
  timeout: 300_000,
}, async () => {
  const { stage, pool } = theatre
  const actor = await pool.take()
  const point = 'answered, not recorded'
  const frozen = stage.arming.strike(['worker-1'], { point, hit: 1, action: 'freeze' }, 90_000)
  const killed = stage.arming.strike(['worker-2'], { point, hit: 1, action: 'kill' }, 90_000)
  const ids = await Promise.all([actor.draft(), actor.draft(), actor.draft()])
  for (const id of ids) await actor.finalize(id)

  const { pid } = (await frozen)!
  await pause(startToCloseMs + 1_000)
  process.kill(pid, 'SIGCONT')
  expect(await killed).not.toBeNull()
  for (const id of ids) await actor.until(id, 'synced', 120_000)

  const { requests } = await stage.rillet.get('/_sandbox/requests?method=POST&limit=50000')
  for (const id of ids) {
    const sent = requests.filter(
      ({ path, body }: Json) => path === '/invoices' && JSON.stringify(body).includes(id),
    )
    expect(sent).toHaveLength(1)
    expect(await actor.booked(id)).toHaveLength(1)
  }
  pool.giveBack(actor)
})
