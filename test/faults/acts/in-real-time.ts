import type { Violation } from '../oracle/ledger.ts'
import { playRealTimeBudget } from '../real-time-budget.ts'
import { inJudgedTheatre, realTime } from '../theatre.ts'
import { playKeyRevoked } from './key-revoked.ts'

/** What is promised in seconds and minutes, with nothing scaled; they mostly wait, so side by side. */
export async function playInRealTime(say: (line: string) => void): Promise<Violation[]> {
  say('in real time: 500 invoices at once, and a key that is revoked')
  const [budget, key] = await Promise.all([
    playRealTimeBudget(say),
    inJudgedTheatre({ accounts: 1, pace: realTime, say }, playKeyRevoked),
  ])
  say(`500 at once: ${JSON.stringify(budget.figures)}`)
  const wrong = budget.wrong.map(
    (what): Violation => ({ rule: 'calls within the budget', what, seed: null }),
  )
  return [...wrong, ...key]
}
