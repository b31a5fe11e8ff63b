import { dayOf } from '../dates.ts'
import type { CreditNote } from '../model/credit-note.ts'
import { badRequest } from '../refusal.ts'
import { requireMove } from '../rules/invoice-lifecycle.ts'
import { money } from '../rules/money.ts'
import { calculate } from '../rules/totals.ts'
import { parse } from '../wire/parse.ts'
import { existing, type Session } from '../world.ts'
import { CreateCreditNote, UpdateCreditNote } from './credit-note-schema.ts'
import { getCustomer } from './customers.ts'
import { announceCreditNote } from './events.ts'
import { getInvoice } from './invoices.ts'
import { taxIdOf } from './tax-registrations.ts'

/** Body of `POST /credit-notes`: a draft, for an invoice or standing alone. */
export function createCreditNote(session: Session, body: unknown): CreditNote {
  const { invoiceId, ...asked } = parse(session, CreateCreditNote, body)
  const customer = getCustomer(session, asked.customerId)
  const invoice = typeof invoiceId === 'string' ? getInvoice(session, invoiceId) : undefined
  if (invoice && invoice.customerId !== customer.id) throw badRequest('another customer’s invoice')
  if (invoice && invoice.currency !== asked.currency) {
    throw badRequest('currency differs from the invoice’s', 'currency')
  }
  const billed = customer.contacts.filter((contact) => contact.billingPreference !== 'NONE')
  const zero = money('0', asked.currency)
  const note: CreditNote = {
    id: session.newId(),
    status: 'DRAFT',
    invoiceId: invoice?.id ?? null,
    currency: asked.currency,
    creditNoteNumber: null,
    issueDate: null,
    sentOn: null,
    accountingDate: asked.accountingDate ?? dayOf(session.now()),
    billingPeriodStart: asked.billingPeriodStart ?? null,
    billingPeriodEnd: asked.billingPeriodEnd ?? null,
    purchaseOrderNumber: asked.purchaseOrderNumber ?? null,
    customerId: customer.id,
    customerEmails: asked.customerEmails ?? billed.map(({ email }) => email),
    customerLegalCompanyName: asked.customerLegalCompanyName ?? customer.legalName,
    customerBillingAddress: asked.customerBillingAddress ?? customer.address,
    customerShippingAddress: asked.customerShippingAddress ?? customer.address,
    customerTaxId: asked.customerTaxId ?? taxIdOf(session, customer.id),
    memo: asked.memo ?? null,
    metadata: asked.metadata ?? [],
    generateCashCreditGrant: 'DISABLED',
    balance: null,
    balanceVersion: 0,
    applications: [],
    createdAt: session.now().toISOString(),
    netTotal: zero,
    totalTax: zero,
    grossTotal: zero,
    groups: [],
    lines: [],
  }
  session.account.creditNotes[note.id] = note
  invoice?.creditNoteIds.push(note.id)
  announceCreditNote(session, note, { verb: 'CREATED', types: ['CREDIT_NOTE_CREATED'] })
  return note
}

export function updateCreditNote(session: Session, id: string, body: unknown): CreditNote {
  const note = getCreditNote(session, id)
  const { settings, ...asked } = parse(session, UpdateCreditNote, body)
  requireMove('edit', note.status)
  Object.assign(note, asked, settings)
  announceCreditNote(session, note, { verb: 'UPDATED', types: ['CREDIT_NOTE_UPDATED'] })
  return note
}

export function deleteCreditNote(session: Session, id: string): CreditNote {
  const note = getCreditNote(session, id)
  requireMove('delete', note.status)
  delete session.account.creditNotes[id]
  const invoice = note.invoiceId === null ? undefined : session.account.invoices[note.invoiceId]
  if (invoice) invoice.creditNoteIds = invoice.creditNoteIds.filter((noteId) => noteId !== id)
  announceCreditNote(session, note, { verb: 'DELETED', types: [] })
  return note
}

export const getCreditNote = (session: Session, id: string): CreditNote =>
  existing(session, session.account.creditNotes, id, 'credit note')

/** A credit note whose lines may still change. */
export function editableCreditNote(session: Session, id: string): CreditNote {
  const note = getCreditNote(session, id)
  requireMove('change lines', note.status)
  return note
}

export function recalculateCreditNote({ account, switches }: Session, note: CreditNote): void {
  const taxStatus = account.customers[note.customerId]?.taxStatus ?? 'TAXED'
  calculate(note, taxStatus, switches().taxRounding)
}
