import { isEcho, type Version } from './echo.ts'
import type { Decimal, InvoiceState, IsoDate, IsoInstant } from './model.ts'
import { equal, subtract } from './money.ts'
import { isPutAway } from './states.ts'
import type { RilletMoney } from './wire.ts'

export const sweepKinds = ['changes', 'full', 'sequence'] as const
/** `changes`: what moved in Rillet since the last time; `full`: all of Rillet; `sequence`: all of Sequence. */
export type SweepKind = (typeof sweepKinds)[number]

/** What each sweep does, in this order. */
export const sweepParts = {
  changes: ['rilletInvoices', 'rilletPayments', 'findings'],
  full: ['rilletInvoices', 'rilletAbsences', 'findings', 'rilletCustomers', 'customerAbsences'],
  sequence: [
    'sequenceInvoices',
    'sequenceAbsences',
    'sequenceCreditNotes',
    'sequenceCustomers',
    'sequenceContacts',
  ],
} as const satisfies Record<SweepKind, readonly string[]>
export type SweepPart = (typeof sweepParts)[SweepKind][number]

/** An invoice as Postgres holds it, as far as a list can contradict it. */
export type Held = {
  state: InvoiceState
  /** Of Rillet's invoice, as last read; null when it never was. */
  remoteVersion: Version
  /** Payments and credits as last read. */
  paid: Decimal | null
}

/** A row of Rillet's list of invoices. `edited`: it says something else than when it was last found right. */
export type ListedInvoice = {
  total: RilletMoney
  amount_due: RilletMoney
  updated_at: IsoInstant
  edited: boolean
}

/**
 * What Rillet's list says that we do not hold: `payment` when another amount is settled, `changed` when
 * it was edited after we last read it; null when nothing is new. What waits for a person may say by now
 * what it said when it was found right: an edit that is taken back is news to it.
 */
export function remoteDifference(held: Held, listed: ListedInvoice): 'changed' | 'payment' | null {
  if (isPutAway(held.state)) return null
  const mayMatter = listed.edited || waitsForPerson(held.state)
  if (mayMatter && !isEcho(held.remoteVersion, listed.updated_at)) return 'changed'
  return equal(settledOf(listed), held.paid ?? '0') ? null : 'payment'
}

/** A difference may be what it waits for: on its own, or beside a refusal that blocks it. */
const waitsForPerson = (state: InvoiceState): boolean => state === 'drift' || state === 'blocked'

/** What is settled of it by Rillet's own account: payments and credits. */
export const settledOf = ({ total, amount_due }: Pick<ListedInvoice, 'total' | 'amount_due'>) =>
  subtract(total.amount, amount_due.amount)

/** A payment row as we hold it or as Rillet lists it. */
export type PaymentFacts = { status: string; amount: Decimal; date: IsoDate | null }

/** `held` null: we have never seen it, or took it for deleted. */
export const paymentDiffers = (held: PaymentFacts | null, listed: PaymentFacts): boolean =>
  held === null ||
  held.status !== listed.status ||
  held.date !== listed.date ||
  !equal(held.amount, listed.amount)

export const dayOf = (at: Date): IsoDate => at.toISOString().slice(0, 10)

/** That many days later, or earlier when negative. */
export function daysAfter(day: IsoDate, days: number): IsoDate {
  const date = new Date(`${day}T00:00:00.000Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return dayOf(date)
}
