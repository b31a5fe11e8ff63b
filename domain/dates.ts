import { numberInMemo } from './memo.ts'
import type { InvoiceFacts, IsoDate, Period, Problem, Scope } from './model.ts'
import { equal } from './money.ts'
import { rilletEdited, sourceChangedAfterSync, sourceVoidedAfterSync } from './problems.ts'
import type {
  AnsweredInvoice,
  AnsweredItem,
  AnsweredReference,
  AnsweredRevenue,
  RrInvoiceUpdate,
} from './wire.ts'

/** What Rillet holds of an invoice, as far as the two sides can be compared without its lines. */
export type RemoteInvoice = {
  invoiceDate: IsoDate
  dueDate: IsoDate
  /** Ours: in FULL it begins the memo, since Rillet numbers the invoice itself. */
  invoiceNumber: string
  /** FULL: Rillet's own number. */
  assignedNumber?: string
  total: string
  currency: string
}

export type RemoteDates = Pick<RemoteInvoice, 'invoiceDate' | 'dueDate' | 'invoiceNumber'>

/** Rillet's invoice reduced to what is compared; `scope` null is as for revenue recognition. */
export const remoteOf = (invoice: AnsweredInvoice, scope: Scope | null = null): RemoteInvoice => ({
  invoiceDate: invoice.invoice_date,
  dueDate: invoice.due_date,
  ...(scope === 'FULL'
    ? { invoiceNumber: numberInMemo(invoice.memo), assignedNumber: invoice.invoice_number }
    : { invoiceNumber: invoice.invoice_number }),
  total: invoice.total.amount,
  currency: invoice.total.currency,
})

export type DateField = 'invoice date' | 'due date' | 'invoice number'
export type SourceDates = Pick<InvoiceFacts, 'accountingDate' | 'dueDate' | 'invoiceNumber'>

/** Which of the fields that Rillet lets us change differ. What Sequence does not say, Rillet keeps. */
export function changedDates(source: SourceDates, remote: RemoteInvoice): DateField[] {
  const wanted = wantedDates(source, remote)
  const fields: DateField[] = []
  if (wanted.invoiceDate !== remote.invoiceDate) fields.push('invoice date')
  if (wanted.dueDate !== remote.dueDate) fields.push('due date')
  if (wanted.invoiceNumber !== remote.invoiceNumber) fields.push('invoice number')
  return fields
}

/** Dates and a number that differ, where they cannot be carried into Rillet: they are for a person. */
export function unmovableDates(source: SourceDates, remote: RemoteInvoice): Problem[] {
  const wanted = wantedDates(source, remote)
  return changedDates(source, remote).map((field) => {
    const key = keyOf[field]
    return sourceChangedAfterSync(field, wanted[key], remote[key])
  })
}

const keyOf = {
  'invoice date': 'invoiceDate',
  'due date': 'dueDate',
  'invoice number': 'invoiceNumber',
} as const

/** Amounts cannot be changed in Rillet: a total or currency that moved in Sequence is for a person. */
export function changedAmounts(
  { grossTotal, currency }: Pick<InvoiceFacts, 'grossTotal' | 'currency'>,
  remote: RemoteInvoice,
): Problem[] {
  if (currency === remote.currency && equal(grossTotal, remote.total)) return []
  const [ours, theirs] = [`${grossTotal} ${currency}`, `${remote.total} ${remote.currency}`]
  return [sourceChangedAfterSync('total', ours, theirs)]
}

/** A void in Sequence does not undo what is booked in Rillet: that is for a person. */
export const voidProblems = ({ status }: Pick<InvoiceFacts, 'status'>): Problem[] =>
  status === 'VOIDED' ? [sourceVoidedAfterSync()] : []

/** Dates and number as Rillet's users left them, who made these `edits`. */
export function editedDates(remote: RemoteInvoice, edits: readonly Problem[]): RemoteDates {
  const now = (field: DateField): string =>
    edits.find(({ params }) => params['field'] === field)?.params['theirs'] ?? remote[keyOf[field]]
  return {
    invoiceDate: now('invoice date'),
    dueDate: now('due date'),
    invoiceNumber: now('invoice number'),
  }
}

/** What Rillet's users changed since `verified`, the state that the sync last saw to be right. */
export function rilletEdits(verified: RemoteInvoice, now: RemoteInvoice): Problem[] {
  const total = `${now.total} ${now.currency}`
  const sameTotal = verified.currency === now.currency && equal(verified.total, now.total)
  return [
    ...edited('invoice date', verified.invoiceDate, now.invoiceDate),
    ...edited('due date', verified.dueDate, now.dueDate),
    ...edited('invoice number', verified.invoiceNumber, now.invoiceNumber),
    ...(sameTotal ? [] : [rilletEdited('total', `${verified.total} ${verified.currency}`, total)]),
  ]
}

/**
 * The body that carries changed dates into an invoice booked for revenue recognition: read, merge, write.
 * Rillet's PUT replaces everything, so every line, its revenue, fields and all references are repeated. `undated`:
 * Sequence's lines without a service period. Rillet gives them the invoice's day, with which they move.
 */
export function dateUpdate(
  source: SourceDates,
  rillet: AnsweredInvoice,
  undated: ReadonlySet<string>,
): RrInvoiceUpdate {
  const wanted = wantedDates(source, remoteOf(rillet))
  return {
    scope: 'REVENUE_RECOGNITION_ONLY',
    invoice_date: wanted.invoiceDate,
    due_date: wanted.dueDate,
    invoice_number: wanted.invoiceNumber,
    items: rillet.items.map((item) =>
      keptItem(isUndated(item, rillet.invoice_date, undated) ? withoutPeriod(item) : item),
    ),
    external_references: (rillet.external_references ?? []).map(keptReference),
    ...(rillet.exchange_rate ? { exchange_rate: rillet.exchange_rate } : {}),
  }
}

export const wantedDates = (source: SourceDates, remote: RemoteInvoice) => ({
  invoiceDate: source.accountingDate,
  dueDate: source.dueDate ?? remote.dueDate,
  invoiceNumber: source.invoiceNumber ?? remote.invoiceNumber,
})

/** True when it has the invoice's day for want of a service period, and nobody gave it another one in Rillet. */
function isUndated(
  { external_references: references, revenue }: AnsweredItem,
  day: IsoDate,
  undated: ReadonlySet<string>,
): boolean {
  const isOurs = references?.some(({ id }) => undated.has(id)) ?? false
  return isOurs && isDay(revenue?.period, day)
}

/** True of a period of that day alone. */
export const isDay = (period: Period | null | undefined, day: IsoDate): boolean =>
  period?.start === day && period.end === day

const withoutPeriod = (item: AnsweredItem): AnsweredItem => ({
  ...item,
  revenue: item.revenue && { ...item.revenue, period: undefined },
})

/** Without the read-only fields: product, quantity and amounts cannot change. */
const keptItem = ({ id, description, revenue, fields }: AnsweredItem) => ({
  id,
  description,
  ...(revenue ? { revenue: keptRevenue(revenue) } : {}),
  ...(fields ? { fields } : {}),
})

export const keptRevenue = ({ period, pattern, account_code }: AnsweredRevenue) => ({
  ...(period ? { period } : {}),
  ...(pattern ? { pattern } : {}),
  ...(account_code ? { account_code } : {}),
})

export const keptReference = ({ type, id, url }: AnsweredReference) => ({
  type,
  id,
  ...(url ? { url } : {}),
})

/** Rillet says by now what Sequence does: our own update, whose answer was lost, or as good as that. */
export const isAsWanted = (
  { params: { field, theirs } }: Problem,
  { accountingDate, dueDate, invoiceNumber }: SourceDates,
): boolean => {
  switch (field) {
    case 'invoice date':
      return theirs === accountingDate
    case 'due date':
      return theirs === dueDate
    case 'invoice number':
      return theirs === invoiceNumber
    default:
      return false
  }
}

const edited = (field: DateField, ours: string, theirs: string): Problem[] =>
  ours === theirs ? [] : [rilletEdited(field, ours, theirs)]
