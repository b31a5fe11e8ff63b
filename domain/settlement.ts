import type { Decimal, InvoiceFacts, Settings, SourcePaymentStatus } from './model.ts'
import { compare, isNegative, isZero, subtract, sum } from './money.ts'

/** A payment row of Rillet, in the invoice's currency. */
export type PaymentRow = { id: string; status: string; amount: Decimal }

/** What Sequence is told: its own words for how far an invoice is paid. */
export type PaymentTarget = 'UNPAID' | 'PARTIALLY_PAID' | 'PAID'

type Written = {
  /** The status that Sequence took from us last. */
  writtenPaymentStatus: string | null
  /** The one that was sent last, while it is not known whether Sequence took it. */
  intendedPaymentStatus: string | null
}

/** The payment statuses that are ours if Sequence shows them; words that we never write are none. */
export const ownStatuses = (written: Written): PaymentTarget[] =>
  [written.writtenPaymentStatus, written.intendedPaymentStatus].filter(isTarget)

const isTarget = (status: string | null): status is PaymentTarget =>
  status === 'UNPAID' || status === 'PARTIALLY_PAID' || status === 'PAID'

type SettledState = 'synced' | 'partially_paid' | 'paid'

export type Settlement = {
  state: SettledState
  target: PaymentTarget
  /** Payments that are not failed, and credits, together. */
  paid: Decimal
  /** What is left of the total; never negative. */
  open: Decimal
}

/**
 * How far an invoice is settled, by its payments and credit applications alone: every row that is not FAILED
 * counts, an UNCLEARED one too. A total of zero is settled. A status says nothing here.
 */
export function settle({ total, payments, credits }: SettleInput): Settlement {
  const counted = payments.filter(({ status }) => status !== 'FAILED').map(({ amount }) => amount)
  const paid = sum([...counted, ...credits])
  const rest = subtract(total, paid)
  const open = isNegative(rest) ? '0' : rest
  if (isZero(open)) return { state: 'paid', target: 'PAID', paid, open }
  if (compare(paid, '0') > 0)
    return { state: 'partially_paid', target: 'PARTIALLY_PAID', paid, open }
  return { state: 'synced', target: 'UNPAID', paid, open }
}

export type SettleInput = {
  total: Decimal
  payments: readonly PaymentRow[]
  credits: readonly Decimal[]
}

/** True when Sequence collects this invoice by a payment link, so that Rillet's payments are only recorded. */
export const followsSequence = (
  { paymentLink }: Pick<InvoiceFacts, 'paymentLink'>,
  { mutingPaymentLinks }: Pick<Settings, 'mutingPaymentLinks'>,
): boolean => paymentLink !== null && mutingPaymentLinks.includes(paymentLink)

/** The state of an invoice that follows Sequence. */
export function stateBySequence(paymentStatus: SourcePaymentStatus): SettledState {
  if (paymentStatus === 'PAID') return 'paid'
  return paymentStatus === 'PARTIALLY_PAID' ? 'partially_paid' : 'synced'
}

/**
 * The payment status to write to Sequence, or null to leave it: never what stands there already, and a step
 * back (a payment deleted in Rillet) only from a status that the sync wrote itself, one of `own`.
 */
export function statusToWrite({ target, current, own }: StatusQuestion): PaymentTarget | null {
  if (target === current) return null
  const isOurs = own.some((status) => status === current)
  return isForward(current, target) || isOurs ? target : null
}

export type StatusQuestion = {
  target: PaymentTarget
  current: SourcePaymentStatus
  own: readonly PaymentTarget[]
}

/**
 * What Sequence is told once the invoice is not in Rillet any more, nor are its payments: null unless a status of
 * ours says otherwise there, and no payment link's provider decides.
 */
export const statusOnceGone = (
  facts: Pick<InvoiceFacts, 'paymentLink' | 'paymentStatus'>,
  settings: Pick<Settings, 'mutingPaymentLinks'>,
  written: Written,
): PaymentTarget | null =>
  followsSequence(facts, settings)
    ? null
    : statusToWrite({
        target: 'UNPAID',
        current: facts.paymentStatus,
        own: ownStatuses(written),
      })

const ranks: Record<string, number> = { UNPAID: 0, PARTIALLY_PAID: 1, PAID: 2 }

/** A word we do not rank, UNCOLLECTIBLE too, is a person's: only money that came in goes over it. */
const isForward = (current: string, target: PaymentTarget) =>
  (ranks[target] ?? 0) > (ranks[current] ?? 0)

/** True when Sequence says more is paid than Rillet's rows do; words we do not rank are never ahead. */
export const isAhead = (current: SourcePaymentStatus, target: PaymentTarget): boolean =>
  (ranks[current] ?? 0) > (ranks[target] ?? 0)
