import type { Address } from '../wire/common.ts'
import type { InvoiceStatus } from '../wire/enums.ts'
import type { ExternalIds, Metadata, Totals } from './invoice.ts'

export type CreditNote = Totals & {
  id: string
  status: InvoiceStatus
  invoiceId: string | null
  currency: string
  creditNoteNumber: string | null
  issueDate: string | null
  sentOn: string | null
  accountingDate: string
  billingPeriodStart: string | null
  billingPeriodEnd: string | null
  purchaseOrderNumber: string | null
  customerId: string
  customerEmails: string[]
  customerLegalCompanyName: string
  customerBillingAddress: Address
  customerShippingAddress: Address
  customerTaxId: string | null
  memo: string | null
  metadata: Metadata
  generateCashCreditGrant: 'ENABLED' | 'DISABLED'
  /** Null until finalised. */
  balance: string | null
  balanceVersion: number
  applications: Application[]
  /** Not on the wire: lists sort by it. */
  createdAt: string
  groups: CreditGroup[]
  lines: CreditLine[]
}

export type Application = { invoiceId: string; amount: string; appliedAt: string }

export type CreditGroup = Totals & {
  id: string
  title: string
  description: string | null
  index: number
  /** The invoice's group that this one credits. */
  lineItemGroupId: string | null
}

export type CreditLine = Totals & {
  id: string
  groupId: string | null
  title: string
  description: string | null
  quantity: string
  rate: string
  rateDisplay: 'ABSOLUTE' | 'PERCENTAGE'
  taxRate: string
  effectiveTaxRate: string
  fixedNet: string | null
  fixedTax: string | null
  index: number
  /** The invoice's line that this one credits. */
  lineItemId: string | null
  invoiceLineItemIds: string[]
  priceId: string | null
  productId: string | null
  servicePeriod: { start: string; endInclusive: string } | null
  externalIds: ExternalIds
  revenueClassification: string | null
  revenueRecognitionMethod: string | null
}
