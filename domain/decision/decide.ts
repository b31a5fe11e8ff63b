import { isPutAway } from '../states.ts'
import { beforeRillet } from './before-rillet.ts'
import { inRillet } from './in-rillet.ts'
import type { Situation, Step } from './situation.ts'

/**
 * The one decision: what Sequence says, what Rillet says and what we recorded make the next step. Whatever
 * woke the run (a webhook, a sweep, a button, a timer) asks the same question, so that a hint that is
 * lost, doubled, late or out of order changes nothing but when it is asked.
 */
export function decide(situation: Situation): Step {
  const { state, source, recorded, asked } = situation
  if (asked.exclude) return { do: 'close', state: 'excluded', problems: [] }
  if (asked.bookedElsewhere) {
    return { do: 'close', state: 'excluded', problems: [], note: 'Booked elsewhere.' }
  }
  if (isPutAway(state) && !asked.wanted) return { do: 'stay' }
  if (source === null) return { do: 'readSource' }
  return recorded.rilletId === null ? beforeRillet(situation, source) : inRillet(situation, source)
}
