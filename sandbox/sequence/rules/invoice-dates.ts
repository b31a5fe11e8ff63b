import { addDays, dayOf } from '../dates.ts'
import type { Invoice } from '../model/invoice.ts'
import type { Session } from '../world.ts'
import { calculate } from './totals.ts'

/** Works the invoice out anew; the customer's present tax status counts until finalise. */
export function recalculate(session: Session, invoice: Invoice): void {
  const { account, switches, now } = session
  const status = account.customers[invoice.customerId]?.taxStatus ?? 'TAXED'
  calculate(invoice, invoice.customerTaxStatus ?? status, switches().taxRounding)
  invoice.calculatedAt = now().toISOString()
  moveDueDate(invoice)
}

/** A calculated due date follows the issue date; a draft's, the accounting date. */
export function moveDueDate(invoice: Invoice): void {
  if (invoice.dueDateSource === 'MANUAL') return
  const { issueDate, accountingDate, paymentTermDays } = invoice
  invoice.dueDate = addDays(issueDate ?? accountingDate, paymentTermDays ?? 0)
}

/** A fixed due date clears the terms; without one the terms count again. */
export function setDueDate(invoice: Invoice, dueDate: string | null, termDays: number): void {
  invoice.dueDate = dueDate
  invoice.dueDateSource = dueDate === null ? 'CALCULATED' : 'MANUAL'
  invoice.paymentTermDays = dueDate === null ? termDays : null
  moveDueDate(invoice)
}

/** The accounting date by the account's preference, until an issue date is known. */
export function firstAccountingDate(session: Session, periodEnd: string | undefined): string {
  const today = dayOf(session.now())
  const byPeriod = session.switches().accountingDateFrom === 'endOfBillingPeriod'
  return byPeriod ? (periodEnd ?? today) : today
}

/** Sets the issue date to today, and what follows from it. */
export function issueToday(session: Session, invoice: Invoice): void {
  invoice.issueDate = dayOf(session.now())
  if (session.switches().accountingDateFrom === 'issueDate') {
    invoice.accountingDate = invoice.issueDate
  }
  moveDueDate(invoice)
}

/** Marks a change: the time of change grows with each, even within one millisecond. */
export function touch({ now }: Session, invoice: Invoice): void {
  const at = Math.max(now().getTime(), Date.parse(invoice.updatedAt) + 1)
  invoice.updatedAt = new Date(at).toISOString()
}
