import { causes } from '../ids.ts'
import type { Problem } from '../model.ts'
import { sourceVoidedAfterSync, voidRefused } from '../problems.ts'
import type { Situation, Source, Step } from './situation.ts'

/**
 * Voided in Sequence, booked in Rillet: deleted there; where that is refused, credited if the settings
 * say so, else held with the choices that a person has. Rillet's refusal is the truth.
 */
export function voided(situation: Situation, { context }: Source): Step {
  const { recorded, rillet, asked, tried } = situation
  if (recorded.undone !== null) return done(recorded.undone)
  if (recorded.accepted?.voided === true) return done('Left booked in Rillet by a person.')
  if (rillet.unread && rillet.hinted) return { do: 'readRemote' }
  if (asked.choice === 'leave') return { do: 'accept', why: 'a person leaves it booked in Rillet' }

  const { voidPolicy } = context.settings
  const mayDelete = voidPolicy !== 'ask' || asked.choice === 'deleteInRillet'
  const isRefused = tried.delete !== undefined
  const mayCredit =
    recorded.voidCredit ||
    asked.choice === 'creditDifference' ||
    (voidPolicy === 'deleteOrCredit' && isRefused)
  if (mayCredit && tried.credit === undefined) {
    return { do: 'credit', whole: true, why: 'voided in Sequence' }
  }
  if (mayDelete && !isRefused && !mayCredit) {
    return { do: 'delete', reason: 'voided', why: 'voided in Sequence' }
  }
  const problems = [...held(tried.delete), ...(tried.credit ?? [])]
  return { do: 'hold', step: 'awaitPayment', problems, causes: [causes.settings] }
}

const held = (refusal: Problem[] | undefined): Problem[] =>
  refusal === undefined ? [sourceVoidedAfterSync()] : [voidRefused(), ...refusal]

const done = (note: string): Step => ({ do: 'close', state: 'voided', problems: [], note })
