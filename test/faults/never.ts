import { pointNames } from './plan-faults.ts'
import type { Strike } from './stage/arming.ts'
import { type FailPoint, failPointNames } from './stage/fail-points.ts'
import type { Tally } from './tally.ts'

/** The fail points at which no process was killed. */
export function unkilledAt(strikes: Strike[]): FailPoint[] {
  const kills = strikes.filter(({ action }) => action === 'kill')
  return failPointNames.filter((name) => !kills.some(({ point }) => point === name))
}

/** What did not happen of all that can, in words; a whole run leaves nothing out. */
export const neverHappened = (tally: Tally, strikes: Strike[]): string[] => [
  ...tally.missing(),
  ...pointNames.filter((name) => !tally.points().has(name)).map((name) => `a fault at ${name}`),
  ...unkilledAt(strikes).map((name) => `a process killed at “${name}”`),
]
