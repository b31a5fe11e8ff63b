import type { Decimal, IsoDate } from '../../domain/model.ts'

// The bodies that Rillet takes, version 4 of its API. `amount` is decimal text; a `quantity` and a
// `percentage` are JSON numbers there. An absent field of a PUT clears it.

export type MoneyRequest = { amount: Decimal; currency: string }

export type ReferenceRequest = { type: string; id: string; url?: string }

export type AddressRequest = {
  line1: string
  line2?: string
  city: string
  state: string
  zip_code: string
  country: string
}

export type CustomerRequest = {
  name: string
  name_on_invoice?: string
  address?: AddressRequest
  shipping_address?: AddressRequest
  emails?: { email: string; type: 'MAIN_SENDER' | 'CC' | 'BCC' }[]
  external_references?: ReferenceRequest[]
  payment_terms?: number
  send_invoices_automatically?: boolean
  send_payment_reminders?: boolean
  fields?: FieldRequest[] | null
}

/** PUT replaces the whole customer: what was read (`getCustomer` keeps unknown fields) with the edits over it. */
export type CustomerUpdateRequest = CustomerEdits & { name: string } & Record<string, unknown>

/** Words of an e-mail's type that Rillet gave are given back. */
export type CustomerEdits = Partial<Omit<CustomerRequest, 'emails'>> & {
  emails?: { email: string; type: string }[]
}

export type FieldRequest = { field_id: string; field_value_id: string }

export type ProductRequest = {
  name: string
  description: string
  price:
    | { type: 'ONE_TIME'; amount: MoneyRequest }
    | { type: 'FIXED_RECURRING'; amount: MoneyRequest; interval_months: number }
  include_in_arr_mrr: boolean
  revenue_pattern: 'DAILY' | 'EVEN_PERIOD'
  account_code: string
  status?: 'ACTIVE' | 'INACTIVE'
  external_references?: ReferenceRequest[]
}

export type RevenueRequest = {
  period?: { start: IsoDate; end: IsoDate }
  pattern?: 'DAILY' | 'EVEN_PERIOD'
  account_code?: string
}

export type ExchangeRateRequest = { base: string; target: string; rate: string; date: IsoDate }

/** A line of an invoice issued elsewhere; `total_amount` is before tax. */
export type ExternalItemRequest = {
  product_id: string
  description: string
  quantity: number
  total_amount: MoneyRequest
  tax_amount?: MoneyRequest
  revenue?: RevenueRequest
  external_references: ReferenceRequest[]
  fields?: FieldRequest[]
}

/** A line that Rillet prices itself: of FULL invoices and of credit memos. */
export type FullItemRequest = {
  description: string
  price: { product_id: string; quantity: number; amount_per_unit: MoneyRequest }
  tax_rate?: {
    percentage: number
    country: string
    type: 'VAT' | 'SALES_TAX'
    description: string
    tax_amount?: MoneyRequest
  }
  revenue?: RevenueRequest
  fields?: FieldRequest[]
}

export type CreditMemoRequest = {
  customer_id: string
  subsidiary_id?: string
  credit_memo_number?: string
  credit_memo_date: IsoDate
  items: FullItemRequest[]
  external_references?: ReferenceRequest[]
  exchange_rate?: ExchangeRateRequest
}

export type ApplicationRequest = {
  invoice_id: string
  amount: MoneyRequest
  application_date: IsoDate
}

type ExternalInvoice = {
  customer_id: string
  subsidiary_id?: string
  invoice_date: IsoDate
  due_date?: IsoDate
  invoice_number: string
  tax_amount?: MoneyRequest
  items: ExternalItemRequest[]
  external_references: ReferenceRequest[]
}

export type InvoiceRequest =
  | (ExternalInvoice & { scope: 'REVENUE_RECOGNITION_ONLY'; exchange_rate?: ExchangeRateRequest })
  | (ExternalInvoice & { scope: 'AR_ONLY' })
  | {
      scope: 'FULL'
      customer_id: string
      subsidiary_id?: string
      invoice_date: IsoDate
      due_date?: IsoDate
      purchase_order_number?: string
      memo?: string
      bank_account_id?: string
      items: FullItemRequest[]
      external_references?: ReferenceRequest[]
      exchange_rate?: ExchangeRateRequest
    }

/** AR_ONLY invoices cannot be updated. Every line of an RR invoice must be listed by its Rillet id. */
export type InvoiceUpdateRequest =
  | {
      scope: 'REVENUE_RECOGNITION_ONLY'
      invoice_date: IsoDate
      due_date?: IsoDate
      invoice_number?: string
      items: {
        id: string
        description?: string
        revenue?: RevenueRequest
        fields?: FieldRequest[]
      }[]
      external_references?: ReferenceRequest[]
      exchange_rate?: ExchangeRateRequest
    }
  | {
      scope: 'FULL'
      invoice_date: IsoDate
      due_date?: IsoDate
      purchase_order_number?: string
      memo?: string
      bank_account_id: string
      items: FullItemRequest[]
      external_references?: ReferenceRequest[]
    }
