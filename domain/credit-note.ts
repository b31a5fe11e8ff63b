import type { Credit } from './credit.ts'
import type { Decimal, IsoDate, SourceInvoice, SourceLine, SourceStatus } from './model.ts'

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
/** `rilletId`: the Rillet invoice that it was set off against; null: none was there; left out: not known. */
export type Applied = Application & { rilletId?: string | null }

/**
 * The same amounts against the same invoices. One that is made anew in Rillet, or was not there then, is another
 * one; one that is not there now can wait.
 */
export const isSameSetOff = (before: readonly Applied[], wanted: readonly Applied[]): boolean =>
  before.length === wanted.length &&
  wanted.every(({ invoiceId, amount, rilletId }, index) => {
    const was = before[index]
    return (
      was?.invoiceId === invoiceId &&
      was.amount === amount &&
      (was.rilletId === undefined || (rilletId ?? was.rilletId) === was.rilletId)
    )
  })

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
  if (note.applications.length > 0) return note.applications
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
