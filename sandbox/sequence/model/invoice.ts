import type { Address } from '../wire/common.ts'
import type { InvoiceStatus, PaymentStatus, TaxStatus } from '../wire/enums.ts'

export type Metadata = { key: string; value: string }[]
export type ExternalIds = { key: string; value: string }[]
export type Totals = { netTotal: string; totalTax: string; grossTotal: string }

/** An invoice with its groups and lines: one thing that is read and changed as a whole. */
export type Invoice = Totals & {
  id: string
  status: InvoiceStatus
  paymentStatus: PaymentStatus
  currency: string
  invoiceNumber: string | null
  issueDate: string | null
  /** Not on the wire, yet lists filter by it. */
  sentOn: string | null
  accountingDate: string
  dueDate: string | null
  dueDateSource: 'MANUAL' | 'CALCULATED'
  paymentTermDays: number | null
  purchaseOrderNumber: string | null
  reference: string | null
  memo: string | null
  customerId: string
  customerEmails: string[]
  customerLegalCompanyName: string
  customerBillingAddress: Address
  customerShippingAddress: Address
  customerTaxId: string | null
  /** Fixed at finalise; before that the customer's own counts. */
  customerTaxStatus: TaxStatus | null
  /** Null: bank transfer, and the link when a provider collects. */
  paymentOptions: string[] | null
  paymentLinkDisplay: 'SHOW_PAYMENT_LINK' | 'HIDE_PAYMENT_LINK'
  billingPeriod: { start: string; endInclusive: string } | null
  billingScheduleId: string | null
  billingRunId: string | null
  creditBalances: string | null
  metadata: Metadata
  providerStatuses: { stripe?: string; goCardless?: string }
  /** Null until finalised: there is no ledger balance yet. */
  balance: string | null
  balanceVersion: number
  allocations: Allocation[]
  creditNoteIds: string[]
  createdAt: string
  updatedAt: string
  calculatedAt: string
  groups: Group[]
  lines: Line[]
}

export type Allocation = {
  paymentId: string
  amount: string
  allocatedAt: string
  paidAt: string
  origin: 'MANUAL' | 'STRIPE'
}

export type Group = Totals & {
  id: string
  title: string
  description: string | null
  index: number
  taxCategoryId: string | null
  revenueRecognitionMethod: string | null
  revenueClassification: string | null
  servicePeriod: { start: string; endInclusive: string } | null
}

export type Line = Totals & {
  id: string
  groupId: string | null
  title: string
  description: string | null
  quantity: string
  rate: string
  rateDisplay: 'ABSOLUTE' | 'PERCENTAGE'
  /** As asked for; an exempt customer's line shows and bears zero instead. */
  taxRate: string
  effectiveTaxRate: string
  /** Set by the control interface only: amounts that quantity, rate and tax rate do not give. */
  fixedNet: string | null
  fixedTax: string | null
  index: number
  priceId: string | null
  productId: string | null
  creditGrantId: string | null
  servicePeriod: { startDate: string; endDate: string } | null
  externalIds: ExternalIds
  revenueClassification: string | null
  revenueRecognitionMethod: string | null
}
