import type { Invoice } from '../model/invoice.ts'
import { providerFor } from '../rules/provider.ts'
import { present } from '../wire/shape.ts'
import type { Session } from '../world.ts'

/** The schema `Invoice`: lists and every action's answer. */
export function viewListedInvoice(session: Session, invoice: Invoice) {
  const { customerBillingAddress, customerShippingAddress } = invoice
  return present({
    id: invoice.id,
    sequenceAccountId: session.account.id,
    status: invoice.status,
    currency: invoice.currency,
    invoiceNumber: invoice.invoiceNumber,
    issueDate: invoice.issueDate,
    dueDate: invoice.dueDate,
    purchaseOrderNumber: invoice.purchaseOrderNumber,
    reference: invoice.reference,
    customerId: invoice.customerId,
    customerEmails: invoice.customerEmails,
    customerLegalCompanyName: invoice.customerLegalCompanyName,
    customerBillingAddress: present(customerBillingAddress),
    customerShippingAddress: present(customerShippingAddress),
    customerTaxId: invoice.customerTaxId,
    customerTaxStatus: invoice.customerTaxStatus,
    memo: invoice.memo,
    paymentOptions: paymentOptionsOf(session, invoice),
    billingPeriod: invoice.billingPeriod,
    billingScheduleId: invoice.billingScheduleId,
    netTotal: invoice.netTotal,
    totalTax: invoice.totalTax,
    grossTotal: invoice.grossTotal,
    metadata: invoice.metadata,
    paymentStatus: invoice.paymentStatus,
    dunningStatus: invoice.status === 'SENT' ? 'SCHEDULED' : 'NOT_REQUIRED',
    creditNoteIds: invoice.creditNoteIds,
    creditBalances: invoice.creditBalances,
    linkedServices: linkedServicesOf(session, invoice),
    accountingDate: invoice.accountingDate,
    renderSettings: { paymentLinkDisplay: invoice.paymentLinkDisplay },
    isCustomerArchived: isArchived(session, invoice.customerId),
    createdAt: invoice.createdAt,
    updatedAt: invoice.updatedAt,
    calculatedAt: invoice.calculatedAt,
  })
}

/** The schema `InvoiceResponse`: read, create and PUT; and what webhooks carry. */
export function viewInvoice(session: Session, invoice: Invoice) {
  return {
    ...viewListedInvoice(session, invoice),
    ...present({
      billingRunId: invoice.billingRunId,
      balance: invoice.balance,
      balanceVersion: invoice.balance === null ? null : invoice.balanceVersion,
      paymentTermDays: invoice.paymentTermDays,
    }),
    id: invoice.id,
    dueDateSource: invoice.dueDateSource,
    integrationPaymentStatuses: invoice.providerStatuses,
    appliedCreditNotes: appliedCreditNotes(session, invoice),
    appliedCreditGrants: [],
    projectedCreditGrants: [],
    paymentAllocations: invoice.allocations,
  }
}

/** The answer to deleting: the list shape without the time of change. */
export function viewDeletedInvoice(session: Session, invoice: Invoice) {
  const { updatedAt: _, ...view } = viewListedInvoice(session, invoice)
  return view
}

/** A row of `GET /invoices/list-summary`. */
export function viewInvoiceSummary(session: Session, invoice: Invoice) {
  const { id, invoiceNumber, status, paymentStatus, currency, grossTotal, customerId } = invoice
  return present({
    id,
    invoiceNumber,
    status,
    paymentStatus,
    currency,
    grossTotal,
    customerId,
    customerLegalCompanyName: invoice.customerLegalCompanyName,
    billingScheduleId: invoice.billingScheduleId,
    billingPeriod: invoice.billingPeriod,
    dueDate: invoice.dueDate,
    dueDateSource: invoice.dueDateSource,
    accountingDate: invoice.accountingDate,
    links: linkedServicesOf(session, invoice),
  })
}

function paymentOptionsOf(session: Session, invoice: Invoice): string[] {
  if (invoice.paymentOptions !== null) return invoice.paymentOptions
  return hasLink(session, invoice) ? ['BANK_TRANSFER', 'LINK'] : ['BANK_TRANSFER']
}

function linkedServicesOf(session: Session, invoice: Invoice) {
  const isStripe = providerFor(session.account, invoice) === 'STRIPE'
  const shown = isStripe && session.switches().stripeLinkedService === 'shown'
  const { id, updatedAt } = invoice
  const stripe = { externalId: `in_${id}`, externalService: 'Stripe', syncTime: updatedAt }
  return shown ? [stripe] : []
}

const hasLink = (session: Session, invoice: Invoice): boolean =>
  ['STRIPE', 'GOCARDLESS'].includes(providerFor(session.account, invoice) ?? 'NONE')

function isArchived({ account }: Session, customerId: string): boolean {
  return (account.customers[customerId]?.archivedAt ?? null) !== null
}

function appliedCreditNotes({ account }: Session, invoice: Invoice) {
  return Object.values(account.creditNotes)
    .filter(({ applications }) => applications.some((to) => to.invoiceId === invoice.id))
    .map((note) =>
      present({
        id: note.id,
        creditNoteNumber: note.creditNoteNumber,
        netTotal: note.netTotal,
        totalTax: note.totalTax,
        grossTotal: note.grossTotal,
        lineItems: note.lines.map(({ title, netTotal, grossTotal, lineItemId, ...line }) => ({
          name: title,
          netTotal,
          grossTotal,
          invoiceLineItemIds: lineItemId === null ? line.invoiceLineItemIds : [lineItemId],
        })),
      }),
    )
}
