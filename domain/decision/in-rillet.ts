import { voidProblems } from '../dates.ts'
import { causes } from '../ids.ts'
import type { Problem } from '../model.ts'
import { dateChangeRefused, paymentStatusDiffers } from '../problems.ts'
import {
  followsSequence,
  isAhead,
  ownStatuses,
  type Settlement,
  settle,
  stateBySequence,
  statusToWrite,
} from '../settlement.ts'
import { bookedDates, movedFields } from './booked-date.ts'
import { askedDay, byRule, closedPeriodStep, unanswered } from './closed-period.ts'
import { differences } from './differences.ts'
import type { RestStep, Situation, Source, Step } from './situation.ts'
import { voided } from './voided.ts'
import { keptFor, refusedWish, wished } from './wished.ts'

/** The invoice is in Rillet: what Sequence changes is carried there, what is paid there is told to Sequence. */
export function inRillet(situation: Situation, source: Source): Step {
  const { recorded, rillet, asked } = situation
  const { rilletId } = recorded
  if (rilletId !== null && !recorded.verified) {
    return { do: 'adopt', rilletId, byPerson: asked.adopt === rilletId }
  }
  if (source.facts.status === 'VOIDED' && asked.undoesVoids) return voided(situation, source)
  return (
    wished(situation, source) ??
    carried(situation, source) ??
    (rillet.unread ? { do: 'readRemote' } : null) ??
    told(situation, source) ??
    rest(situation, source)
  )
}

/** Dates and number that moved in Sequence, but for each that a person accepted as Rillet has it. */
function carried(situation: Situation, source: Source): Step | null {
  const { asked, recorded, tried } = situation
  const moved = movedFields(source.facts, recorded)
  if (moved.length === 0 || recorded.scope === 'AR_ONLY') return null
  if (tried.update === undefined) {
    if (questionOf(situation, source) !== null) return null
    return { do: 'update', force: false, why: `${moved.join(', ')} changed in Sequence` }
  }
  const { accountingDate: date } = bookedDates(source.facts, recorded)
  const closed = { problems: tried.update, date, choice: asked.choice, tried: tried.openDay }
  const step = closedPeriodStep(source.context.settings, closed)
  return step?.do === 'openDay' ? step : null
}

/** What a person has not said yet about moved dates that touch a closed day. */
function questionOf(situation: Situation, source: Source): Problem | null {
  const { asked, recorded } = situation
  if (recorded.remote === null || movedFields(source.facts, recorded).length === 0) return null
  const { accountingDate } = bookedDates(source.facts, recorded)
  const dates = [recorded.remote.invoiceDate, accountingDate]
  const { askedDay } = recorded
  return unanswered(source.context.settings, { dates, askedDay, asked })
}

/** What keeps Rillet's dates as they are: its refusal, or a question; Rillet's words are kept beside the invoice. */
function heldDates(situation: Situation, source: Source): Problem[] {
  const { tried } = situation
  const question = tried.update === undefined ? questionOf(situation, source) : null
  if (question !== null) return [dateChangeRefused(''), question]
  return byRule(source.context.settings, tried.update ?? [])
}

/** Sequence's payment status follows Rillet's ledger, unless a payment link's provider decides. */
function told(situation: Situation, source: Source): Step | null {
  const { facts, context } = source
  const { asked, recorded, tried } = situation
  if (tried.status !== undefined || followsSequence(facts, context.settings)) return null
  const { target, paid } = settlementOf(situation, source)
  const current = facts.paymentStatus
  const force = asked.followLedger && isAhead(current, target)
  const status = force ? target : statusToWrite({ target, current, own: ownStatuses(recorded) })
  if (status === null) return null
  const why = `Rillet shows ${paid} of ${totalOf(situation, source)} paid or credited`
  return { do: 'setPaymentStatus', target: status, force, why }
}

const totalOf = ({ recorded }: Situation, { facts }: Source) =>
  recorded.remote?.total ?? facts.grossTotal

/** What Rillet's rows say; nobody has paid what this run made just now. */
const settlementOf = (situation: Situation, source: Source): Settlement =>
  situation.rillet.settlement ??
  settle({ total: totalOf(situation, source), payments: [], credits: [] })

/** Refused updates hold it, differences are a person's; else it stands where the payments put it. */
function rest(situation: Situation, source: Source): RestStep {
  const { facts, context } = source
  const { tried } = situation
  const drift = driftOf(situation, source)
  const held = [
    ...heldDates(situation, source),
    ...(tried.status ?? []),
    ...keptFor(situation, source),
  ]
  if (held.length > 0) {
    const waitsFor = askedDay(held) === null ? [] : [causes.settings]
    return { do: 'hold', step: 'awaitPayment', problems: [...held, ...drift], causes: waitsFor }
  }
  const settlement = settlementOf(situation, source)
  const isMuted = followsSequence(facts, context.settings)
  const state = isMuted ? stateBySequence(facts.paymentStatus) : settlement.state
  if (drift.length > 0) {
    const waits = tried.delete?.some(({ code }) => code === 'period_closed') === true
    const next = waits
      ? 'it is deleted and made again once the period is open in Rillet'
      : 'it is compared again when either side changes'
    return { do: 'stand', state: 'drift', problems: [...refusedWish(situation), ...drift], next }
  }
  const note =
    isMuted && facts.paymentStatus === 'PAID' && settlement.state !== 'paid'
      ? `Paid by ${facts.paymentLink} in Sequence; ${settlement.open} ${facts.currency} is open in Rillet: reconcile it there.`
      : undefined
  if (state === 'paid' && facts.paymentStatus === 'PAID') {
    return { do: 'close', state: 'paid', problems: [], ...(note === undefined ? {} : { note }) }
  }
  return {
    do: 'stand',
    state: state === 'paid' ? 'partially_paid' : state,
    problems: [],
    next: isMuted ? 'it follows Sequence' : 'it follows the payments in Rillet',
  }
}

/** What only a person can decide: the two sides say different things. */
const driftOf = (situation: Situation, source: Source): Problem[] => [
  ...(situation.asked.undoesVoids ? [] : voidProblems(source.facts)),
  ...differences(situation, source),
  ...statusDrift(situation, source),
]

/** Paid in Sequence by somebody else than us, and not in Rillet. */
export function statusDrift(situation: Situation, source: Source): Problem[] {
  const { facts, context } = source
  if (!situation.asked.comparesStatus || followsSequence(facts, context.settings)) return []
  const { target } = settlementOf(situation, source)
  const { paymentStatus } = facts
  if (!isAhead(paymentStatus, target)) return []
  return situation.recorded.accepted?.paymentStatus === paymentStatus
    ? []
    : [paymentStatusDiffers(paymentStatus, target)]
}
