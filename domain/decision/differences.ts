import { unmovableDates } from '../dates.ts'
import type { Problem } from '../model.ts'
import { bookedDates } from './booked-date.ts'
import type { Situation, Source } from './situation.ts'

/** What the two systems say differently of the document itself, as far as it is read. */
export const differences = (situation: Situation, source: Source): Problem[] => [
  ...(isWithheld(situation) ? heldDates(situation, source) : []),
  ...situation.recorded.changes,
  ...situation.rillet.edits,
]

/** Rillet updates no invoice of this scope, or its users edited this one, which nothing is written over. */
const isWithheld = ({ recorded, rillet, asked }: Situation): boolean =>
  recorded.scope === 'AR_ONLY' || (rillet.edits.length > 0 && asked.showsWithheld)

function heldDates({ recorded }: Situation, { facts }: Source): Problem[] {
  const { remote } = recorded
  return remote === null ? [] : unmovableDates(bookedDates(facts, recorded), remote)
}
