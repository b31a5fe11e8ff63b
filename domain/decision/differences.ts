import { unmovableDates } from '../dates.ts'
import type { Problem } from '../model.ts'
import { bookedDates } from './booked-date.ts'
import type { Situation, Source } from './situation.ts'

/** What the two systems say differently of the document itself, as far as it is read. */
export const differences = (situation: Situation, source: Source): Problem[] => [
  ...(situation.recorded.scope === 'AR_ONLY' ? fixedDates(situation, source) : []),
  ...situation.recorded.changes,
  ...situation.rillet.edits,
]

/** Rillet updates no invoice of this scope. */
function fixedDates({ recorded }: Situation, { facts }: Source): Problem[] {
  const { remote } = recorded
  return remote === null ? [] : unmovableDates(bookedDates(facts, recorded), remote)
}
