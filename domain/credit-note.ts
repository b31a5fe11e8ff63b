import type { Credit } from './credit.ts'
import type { Decimal, IsoDate, SourceInvoice, SourceLine, SourceStatus } from './model.ts'
import { add, compare, equal, smallest, subtract, sum } from './money.ts'

/** One Sequence credit note as read, whole. Amounts count as credit, whichever sign Sequence gives them. */
export type SourceCreditNote = {
  id: string
  status: SourceStatus
  number: string | null
  /** The invoice that it credits; null when it stands alone. */
  invoiceId: string | null
  currency: string
  /** Null while nothing dates it. */
  date: IsoDate | null
  customerId: string
  customerName: string
  customerTaxStatus: SourceInvoice['customerTaxStatus']
  netTotal: Decimal
  totalTax: Decimal
  grossTotal: Decimal
  /** What Sequence has set off against invoices. */
  applications: Application[]
  lines: SourceLine[]
}

export type Application = { invoiceId: string; amount: Decimal }
/**
 * `rilletId`: the Rillet invoice that it was set off against; null: none was there; left out: not known. An amount of
 * zero: it may have been, by a try that did not come to its end.
 */
export type Applied = Application & { rilletId?: string | null }

/**
 * The same amounts against the same invoices, in whatever order and parts. One that is made anew in Rillet, or was not
 * there then, is another one; one that is not there now can wait.
 */
export function isSameSetOff(before: readonly Applied[], wanted: readonly Applied[]): boolean {
  const now = byInvoice(wanted)
  return (
    before.every(({ invoiceId }) => now.some((one) => one.invoiceId === invoiceId)) &&
    now.every(({ invoiceId, amount, rilletId }) => {
      const were = before.filter((one) => one.invoiceId === invoiceId)
      return (
        were.length > 0 &&
        equal(sum(were.map((was) => was.amount)), amount) &&
        were.every(
          (was) => was.rilletId === undefined || (rilletId ?? was.rilletId) === was.rilletId,
        )
      )
    })
  )
}

/** One an invoice: Sequence lists every step, one that takes back as a negative amount. What comes to nothing is none. */
function byInvoice<T extends Application>(applications: readonly T[]): T[] {
  const all = new Map<string, T>()
  for (const one of applications) {
    const before = all.get(one.invoiceId)
    all.set(one.invoiceId, before ? { ...before, amount: add(before.amount, one.amount) } : one)
  }
  return [...all.values()].filter(({ amount }) => compare(amount, '0') > 0)
}

type SetOff = {
  wanted: readonly Applied[]
  /** What of the wanted amounts is set off. */
  total: Decimal
  /** What of the memo is not applied. */
  left: Decimal
  currency: string
}

/** What is to be said when less is set off than Sequence has; null when it is all. */
export function remarkOn({ wanted, total, left, currency }: SetOff): string | null {
  const asked = sum(wanted.map(({ amount }) => amount))
  const short = subtract(asked, total)
  if (compare(short, '0') <= 0) return null
  const absent = sum(wanted.filter(({ rilletId }) => rilletId === null).map(({ amount }) => amount))
  const reasons = [
    ...(compare(absent, short) < 0 ? ['no more was open in Rillet'] : []),
    ...(compare(absent, '0') > 0
      ? [`${absent} ${currency} is for an invoice that is not in Rillet`]
      : []),
  ]
  const credit = smallest([short, left])
  const rest =
    compare(credit, '0') > 0
      ? `${credit} ${currency} stays as the customer’s credit.`
      : 'The rest of the credit memo is used otherwise there.'
  return `${total} ${currency} of ${asked} is set off: ${reasons.join(', and ')}. ${rest}`
}

export const creditNoteStates = [
  'waiting',
  'blocked',
  'in_doubt',
  'synced',
  'voided',
  'excluded',
] as const
export type CreditNoteState = (typeof creditNoteStates)[number]

/**
 * Which invoices the credit is set off against in Rillet: as Sequence has done it; before it has, the invoice
 * that the note names, with all of it. How far each is open is Rillet's to say.
 */
export const wantedApplications = (note: SourceCreditNote): Application[] => {
  if (note.applications.length > 0) return byInvoice(note.applications)
  return note.invoiceId === null ? [] : [{ invoiceId: note.invoiceId, amount: note.grossTotal }]
}

/** The note as a credit of `date`. */
export const creditOfNote = (note: SourceCreditNote, date: IsoDate, url: string): Credit => ({
  id: note.id,
  number: note.number,
  date,
  currency: note.currency,
  customerId: note.customerId,
  customerTaxStatus: note.customerTaxStatus,
  netTotal: note.netTotal,
  totalTax: note.totalTax,
  grossTotal: note.grossTotal,
  lines: note.lines,
  roundings: '1',
  url,
})
