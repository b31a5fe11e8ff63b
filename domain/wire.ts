import type { Decimal, IsoDate, Period } from './model.ts'

/** Rillet's bodies as they cross the wire: what a mapping returns, and what of an answer the domain reads. */

export type RilletMoney = { amount: Decimal; currency: string }

export type ExternalReference = { type: string; id: string; url?: string }

/** As answered: what is not set is absent or null. */
export type AnsweredReference = { type: string; id: string; url?: string | null | undefined }

export type RevenuePattern = 'DAILY' | 'EVEN_PERIOD'

export type ItemRevenue = { period?: Period; pattern?: RevenuePattern; account_code?: string }

export type AnsweredRevenue = {
  period?: Period | null | undefined
  pattern?: RevenuePattern | null | undefined
  account_code?: string | null | undefined
}

export type FieldAssignment = { field_id: string; field_value_id: string }

export type ExchangeRate = { base: string; target: string; rate: string; date: IsoDate }

/** Tax that stands on a line: of FULL invoices and of credit memos. `percentage` is a JSON number there. */
export type LineTaxRate = {
  percentage: number
  country: string
  type: 'VAT' | 'SALES_TAX'
  description: string
  tax_amount: RilletMoney
}

export type CreditMemoRequest = {
  customer_id: string
  subsidiary_id: string
  /** Left out, Rillet numbers it. */
  credit_memo_number?: string
  credit_memo_date: IsoDate
  items: PricedItem[]
  external_references: ExternalReference[]
  exchange_rate?: ExchangeRate
}

/** A line that Rillet prices itself: quantity × unit price. */
export type PricedItem = {
  description: string
  price: { product_id: string; quantity: number; amount_per_unit: RilletMoney }
  tax_rate?: LineTaxRate
  revenue?: { period: Period }
}

/** What the domain reads of Rillet's credit memo. */
export type AnsweredCreditMemo = {
  id: string
  customer_id: string
  credit_memo_number: string
  total: RilletMoney
  items: readonly unknown[]
  external_references?: AnsweredReference[] | null | undefined
}

/** What a mapping sends, by scope. */
export type InvoiceRequest = ExternalInvoiceRequest | FullInvoiceRequest

/** Of an invoice issued elsewhere: Rillet takes its number and its amounts as they are. */
export type ExternalInvoiceRequest = {
  scope: 'REVENUE_RECOGNITION_ONLY' | 'AR_ONLY'
  customer_id: string
  subsidiary_id: string
  invoice_number: string
  invoice_date: IsoDate
  due_date?: IsoDate
  /** Header tax only: the one form that Rillet does not have to spread. */
  tax_amount?: RilletMoney
  items: ExternalItem[]
  external_references: ExternalReference[]
}

export type ExternalItem = {
  product_id: string
  description: string
  quantity: number
  /** Before tax; negative for a discount. */
  total_amount: RilletMoney
  revenue?: { period: Period }
  external_references: ExternalReference[]
}

/** Of an invoice that Rillet numbers and sends itself: it prices the lines, tax stands on each. */
export type FullInvoiceRequest = {
  scope: 'FULL'
  customer_id: string
  subsidiary_id: string
  invoice_date: IsoDate
  due_date?: IsoDate
  purchase_order_number?: string
  /** Begins with Sequence's number, on a line of its own: Rillet gives the invoice one of its own. */
  memo: string
  bank_account_id?: string
  items: PricedItem[]
  external_references: ExternalReference[]
}

/** A full replacement: what is left out is cleared in Rillet, and every line must be listed. */
export type RrInvoiceUpdate = {
  scope: 'REVENUE_RECOGNITION_ONLY'
  invoice_date: IsoDate
  due_date: IsoDate
  invoice_number: string
  items: { id: string; description: string; revenue?: ItemRevenue; fields?: FieldAssignment[] }[]
  external_references: ExternalReference[]
  exchange_rate?: ExchangeRate
}

/** A full replacement too, lines and all: they have no ids here. */
export type FullInvoiceUpdate = {
  scope: 'FULL'
  invoice_date: IsoDate
  due_date: IsoDate
  purchase_order_number?: string
  memo: string
  bank_account_id: string
  items: (Omit<PricedItem, 'revenue'> & { revenue?: ItemRevenue; fields?: FieldAssignment[] })[]
  external_references: ExternalReference[]
}

export type AnsweredItem = {
  id: string
  product_id: string
  description: string
  /** Before tax. */
  total_amount: RilletMoney
  external_references?: readonly AnsweredReference[] | null | undefined
  revenue?: AnsweredRevenue | null | undefined
  fields?: FieldAssignment[] | null | undefined
}

/** What the domain reads of Rillet's invoice. */
export type AnsweredInvoice = {
  id: string
  customer_id: string
  invoice_number: string
  invoice_date: IsoDate
  due_date: IsoDate
  taxed_amount: RilletMoney
  total: RilletMoney
  items: AnsweredItem[]
  memo?: string | null | undefined
  purchase_order_number?: string | null | undefined
  bank_account?: { id: string } | null | undefined
  external_references?: AnsweredReference[] | null | undefined
  exchange_rate?: ExchangeRate | null | undefined
}

export type RilletAddress = {
  line1: string
  line2?: string
  city: string
  state: string
  zip_code: string
  country: string
}

export type CustomerEmail = { email: string; type: 'MAIN_SENDER' | 'CC' | 'BCC' }

export type CustomerRequest = {
  name: string
  address?: RilletAddress
  emails: CustomerEmail[]
  payment_terms?: number
  /** Both false, so that Rillet never writes to Sequence's customers. */
  send_invoices_automatically: false
  send_payment_reminders: false
  external_references: ExternalReference[]
}

export type ProductPrice =
  | { type: 'ONE_TIME'; amount: RilletMoney }
  | { type: 'FIXED_RECURRING'; amount: RilletMoney; interval_months: number }

export type ProductRequest = {
  name: string
  description: string
  price: ProductPrice
  include_in_arr_mrr: false
  revenue_pattern: 'DAILY' | 'EVEN_PERIOD'
  account_code: string
  external_references: ExternalReference[]
}
