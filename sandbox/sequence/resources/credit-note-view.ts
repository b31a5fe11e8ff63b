import Big from 'big.js'
import type { CreditGroup, CreditLine, CreditNote } from '../model/credit-note.ts'
import type { Totals } from '../model/invoice.ts'
import { present } from '../wire/shape.ts'
import type { Session } from '../world.ts'

export function viewCreditNote(session: Session, note: CreditNote) {
  return present({
    id: note.id,
    sequenceAccountId: session.account.id,
    status: note.status,
    invoiceId: note.invoiceId,
    invoiceNumber: numberOf(session, note.invoiceId),
    currency: note.currency,
    issueDate: note.issueDate,
    billingPeriodStart: note.billingPeriodStart,
    billingPeriodEnd: note.billingPeriodEnd,
    creditNoteNumber: note.creditNoteNumber,
    purchaseOrderNumber: note.purchaseOrderNumber,
    customerId: note.customerId,
    customerEmails: note.customerEmails,
    customerLegalCompanyName: note.customerLegalCompanyName,
    customerBillingAddress: present(note.customerBillingAddress),
    customerShippingAddress: present(note.customerShippingAddress),
    customerTaxId: note.customerTaxId,
    memo: note.memo,
    ...signed(session, note),
    metadata: note.metadata,
    linkedServices: [],
    accountingDate: note.accountingDate,
    applicationStatus: applicationStatusOf(note),
    balance: note.balance,
    balanceVersion: note.balance === null ? null : note.balanceVersion,
    applications: note.applications.map((to) =>
      present({ ...to, invoiceNumber: numberOf(session, to.invoiceId) }),
    ),
    settings: { generateCashCreditGrant: note.generateCashCreditGrant },
  })
}

/** Like an invoice's group, but without a tax category. */
export const viewCreditGroup = (session: Session, creditNoteId: string, group: CreditGroup) =>
  present({ ...group, ...signed(session, group), creditNoteId })

export const viewCreditLine = (session: Session, creditNoteId: string, line: CreditLine) =>
  present({
    id: line.id,
    creditNoteId,
    groupId: line.groupId,
    lineItemId: line.lineItemId,
    title: line.title,
    description: line.description,
    quantity: line.quantity,
    rate: line.rate,
    rateDisplay: line.rateDisplay,
    taxRate: line.effectiveTaxRate,
    ...signed(session, line),
    index: line.index,
    priceId: line.priceId,
    productId: line.productId,
    servicePeriod: line.servicePeriod,
    externalIds: line.externalIds,
    revenueClassification: line.revenueClassification,
    revenueRecognitionMethod: line.revenueRecognitionMethod,
  })

function applicationStatusOf({ balance, applications }: CreditNote) {
  if (balance === null) return null
  if (applications.length === 0) return 'UNAPPLIED'
  return new Big(balance).eq(0) ? 'FULLY_APPLIED' : 'PARTIALLY_APPLIED'
}

function numberOf({ account }: Session, invoiceId: string | null): string | null {
  return invoiceId === null ? null : (account.invoices[invoiceId]?.invoiceNumber ?? null)
}

/** Amounts are positive (assumed). */
function signed({ switches }: Session, { netTotal, totalTax, grossTotal }: Totals): Totals {
  if (switches().creditNoteSign === 'positive') return { netTotal, totalTax, grossTotal }
  return {
    netTotal: negated(netTotal),
    totalTax: negated(totalTax),
    grossTotal: negated(grossTotal),
  }
}

function negated(amount: string): string {
  if (new Big(amount).eq(0)) return amount
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`
}
