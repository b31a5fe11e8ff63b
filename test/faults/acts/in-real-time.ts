import type { Violation } from '../oracle/ledger.ts'
import { playRealTimeBudget } from '../real-time-budget.ts'
import { inJudgedTheatre, realTime } from '../theatre.ts'
import { playKeyRevoked } from './key-revoked.ts'

/** What is promised in seconds and minutes, with nothing scaled: one after the other, lest one slows the other's seconds. */
export async function playInRealTime(say: (line: string) => void): Promise<Violation[]> {
  say('in real time: a key that is revoked, and 500 invoices at once')
  const key = await inJudgedTheatre({ accounts: 1, pace: realTime, say }, playKeyRevoked)
  const budget = await playRealTimeBudget(say)
  say(`500 at once: ${JSON.stringify(budget.figures)}`)
  const wrong = budget.wrong.map(
    (what): Violation => ({ rule: 'calls within the budget', what, seed: null }),
  )
  return [...wrong, ...key]
}
