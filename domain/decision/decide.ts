import { causes } from '../ids.ts'
import { isPutAway } from '../states.ts'
import { beforeRillet } from './before-rillet.ts'
import { inRillet } from './in-rillet.ts'
import type { OpenMemo, Situation, Step } from './situation.ts'

/**
 * The one decision: what Sequence says, what Rillet says and what we recorded make the next step. Whatever
 * woke the run (a webhook, a sweep, a button, a timer) asks the same question, so that a hint that is
 * lost, doubled, late or out of order changes nothing but when it is asked.
 */
export function decide(situation: Situation): Step {
  const { state, source, recorded, asked } = situation
  const isPut = isPutAway(state) && !asked.wanted
  if (recorded.openMemo !== null && recorded.rilletId !== null && !isPut) {
    return memoFirst(situation, recorded.openMemo)
  }
  if (asked.exclude) return { do: 'close', state: 'excluded', problems: [] }
  if (asked.bookedElsewhere) {
    return { do: 'close', state: 'excluded', problems: [], note: 'Booked elsewhere.' }
  }
  if (isPut) return { do: 'stay' }
  if (source === null) return { do: 'readSource' }
  return recorded.rilletId === null ? beforeRillet(situation, source) : inRillet(situation, source)
}

/** What was begun in Rillet is brought to its end before anything else is done, whatever was asked for since. */
function memoFirst({ source, rillet, tried }: Situation, { of }: OpenMemo): Step {
  if (source === null) return { do: 'readSource' }
  if (tried.credit === undefined) {
    return { do: 'credit', whole: of === 'void', why: 'a credit memo was begun' }
  }
  // The invoice may be gone.
  if (rillet.unread) return { do: 'readRemote' }
  return { do: 'hold', step: 'awaitPayment', problems: tried.credit, causes: [causes.settings] }
}
