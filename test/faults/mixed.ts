import { setTimeout as pause } from 'node:timers/promises'
import { createDice } from './dice.ts'
import { planOf } from './plan.ts'
import { type Outcome, patienceMs, playScenario } from './scenario.ts'
import { startStorms } from './storms.ts'
import type { Theatre } from './theatre.ts'

const everyMs = 1_200
/** When so many are under way, the next ones wait. */
const mostAtOnce = 32

export type Mixed = { seed: number; minutes: number; onOutcome: (outcome: Outcome) => void }

/**
 * Three accounts under steady load for so long, all of them shared by many scenarios at once, while something
 * breaks every few seconds: calls, deliveries, processes, servers.
 */
export async function playMixed(theatre: Theatre, { seed, minutes, onOutcome }: Mixed) {
  const dice = createDice(seed)
  const { stage, tally, oracle, actors } = theatre
  const storms = startStorms({ stage, tally, dice }, { everyMs: { least: 1_000, most: 5_000 } })
  const end = Date.now() + minutes * 60_000
  // While things go on breaking, nothing need come to its end; once they stop, everything must.
  let calmMs = Number.POSITIVE_INFINITY
  const run = { ...theatre, isTooLate: () => Date.now() > calmMs + patienceMs }
  const playing = new Set<Promise<void>>()
  const outcomes: Outcome[] = []
  for (let number = seed; Date.now() < end; number += 1) {
    await pause(everyMs)
    if (playing.size >= mostAtOnce) continue
    const actor = dice.pick(actors.slice(0, 3))
    const scenario = playScenario(run, planOf(number), actor)
      .catch((error: unknown) => failed(number, actor.id, error))
      .then((outcome) => {
        outcomes.push(outcome)
        onOutcome(outcome)
        playing.delete(scenario)
      })
    playing.add(scenario)
  }
  await storms.stop()
  calmMs = Date.now()
  await Promise.all(playing)
  await oracle.judge(outcomes)
  return outcomes
}

export const failed = (seed: number, accountId: string, error: unknown): Outcome => ({
  seed,
  accountId,
  organizationId: '',
  invoices: [],
  failures: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  ms: 0,
})
