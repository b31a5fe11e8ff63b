import type { Invoice } from '../model/invoice.ts'
import { badRequest } from '../refusal.ts'
import { firstAccountingDate, recalculate, setDueDate } from '../rules/invoice-dates.ts'
import { money } from '../rules/money.ts'
import { parse } from '../wire/parse.ts'
import { existing, type Session } from '../world.ts'
import { getCustomer } from './customers.ts'
import { announceInvoice } from './events.ts'
import { CreateInvoice } from './invoice-schema.ts'
import { taxIdOf } from './tax-registrations.ts'

/** Body of `POST /invoices`: a draft without lines. */
export function createInvoice(session: Session, body: unknown): Invoice {
  const invoice = makeInvoice(session, parse(session, CreateInvoice, body))
  announceInvoice(session, invoice, { verb: 'CREATED', types: ['INVOICE_CREATED'] })
  return invoice
}

export const getInvoice = (session: Session, id: string): Invoice =>
  existing(session, session.account.invoices, id, 'invoice', true)

/** Makes and keeps the draft, and tells nobody yet. */
export function makeInvoice(session: Session, asked: CreateInvoice): Invoice {
  const at = session.now().toISOString()
  const zero = money('0', asked.currency)
  const invoice: Invoice = {
    id: session.newId(),
    status: 'DRAFT',
    paymentStatus: 'UNPAID',
    currency: asked.currency,
    invoiceNumber: null,
    issueDate: null,
    sentOn: null,
    accountingDate:
      asked.accountingDate ?? firstAccountingDate(session, asked.billingPeriod?.endInclusive),
    dueDate: null,
    dueDateSource: 'CALCULATED',
    paymentTermDays: null,
    purchaseOrderNumber: asked.purchaseOrderNumber ?? null,
    reference: asked.reference ?? null,
    memo: asked.memo ?? null,
    ...buyer(session, asked),
    customerTaxStatus: null,
    paymentOptions: asked.paymentOptions ?? null,
    paymentLinkDisplay: 'SHOW_PAYMENT_LINK',
    billingPeriod: asked.billingPeriod ?? null,
    billingScheduleId: asked.billingScheduleId ?? null,
    billingRunId: asked.billingRunId ?? null,
    creditBalances: asked.creditBalances ?? null,
    metadata: asked.metadata ?? [],
    providerStatuses: {},
    balance: null,
    balanceVersion: 0,
    allocations: [],
    creditNoteIds: [],
    createdAt: at,
    updatedAt: at,
    calculatedAt: at,
    netTotal: zero,
    totalTax: zero,
    grossTotal: zero,
    groups: [],
    lines: [],
  }
  setDueDate(invoice, asked.dueDate ?? null, session.account.paymentTermDays)
  recalculate(session, invoice)
  session.account.invoices[invoice.id] = invoice
  return invoice
}

/** The buyer as printed: copied from the customer now, unless given. */
function buyer(session: Session, asked: CreateInvoice) {
  const customer = getCustomer(session, asked.customerId)
  if (customer.archivedAt !== null) throw badRequest('customer is archived', 'customerId')
  if (customer.status === 'DRAFT') throw badRequest('customer is a draft', 'customerId')
  const billed = customer.contacts.filter(
    ({ billingPreference, archivedAt }) => billingPreference !== 'NONE' && archivedAt === null,
  )
  return {
    customerId: customer.id,
    customerEmails: asked.customerEmails ?? billed.map(({ email }) => email),
    customerLegalCompanyName: asked.customerLegalCompanyName ?? customer.legalName,
    customerBillingAddress: asked.customerBillingAddress ?? customer.address,
    customerShippingAddress: asked.customerShippingAddress ?? customer.address,
    customerTaxId: taxIdOf(session, customer.id),
  }
}
