import type { CreditNote } from '../model/credit-note.ts'
import type { Customer } from '../model/customer.ts'
import type { Invoice } from '../model/invoice.ts'
import type { NotificationType } from '../wire/enums.ts'
import type { Session, VendorEvent } from '../world.ts'
import { recordActivity } from './activity-logs.ts'
import { viewCreditNote } from './credit-note-view.ts'
import { viewCustomer } from './customer-view.ts'
import { viewInvoice, viewListedInvoice } from './invoice-view.ts'

/** Notes the deed and tells the webhooks. */
export function announceCustomer(
  session: Session,
  customer: Customer,
  deed: 'CREATED' | 'UPDATED' | 'ARCHIVED',
): void {
  const type = `CUSTOMER_${deed}` as const
  record(session, type, deed, 'CUSTOMER', customer.id)
  publish(session, type, 'Customer', viewCustomer(customer))
}

type Told<T> = { verb: string; types: T[] }

/** Notes what was done to an invoice and publishes the events that tell of it, in that order. */
export function announceInvoice(
  session: Session,
  invoice: Invoice,
  { verb, types }: Told<Extract<NotificationType, `INVOICE_${string}`>>,
): void {
  record(session, `INVOICE_${verb}`, verb, 'INVOICE', invoice.id)
  const resourceType = session.switches().webhookResourceType
  const view = resourceType === 'Invoice' ? viewListedInvoice : viewInvoice
  for (const type of types) publish(session, type, resourceType, view(session, invoice))
}

export function announceCreditNote(
  session: Session,
  note: CreditNote,
  { verb, types }: Told<Extract<NotificationType, `CREDIT_NOTE_${string}`>>,
): void {
  record(session, `CREDIT_NOTE_${verb}`, verb, 'CREDIT_NOTE', note.id)
  for (const type of types) publish(session, type, 'CreditNote', viewCreditNote(session, note))
}

function record(session: Session, activityType: string, verb: string, of: string, id: string) {
  recordActivity(session, { activityType, verb, entityType: of, entityId: id })
}

function publish(
  session: Session,
  type: NotificationType,
  resourceType: string,
  resource: VendorEvent['resource'],
): void {
  session.publish(session.account, { type, resourceType, resource })
}
