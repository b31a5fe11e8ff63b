import type { Kit } from '../kit/server.ts'
import type { SwitchValues } from './switches.ts'

/** Amounts are decimal strings in major units; optional values are null. */
export type State = {
  organizations: Record<string, Organization>
  cursors: Record<string, Cursor>
}

export type World = Kit<State, SwitchValues>

/** One caller at work in one organization: an API key, or a person at the pages. */
export type Session = { world: World; organization: Organization; actor: 'api' | 'person' }

/** What lists page over: `seq` is the order of creation within the organization. */
export type Listed = { id: string; seq: number; createdAtMs: number; updated_at: string }

export type Organization = {
  id: string
  trade_name: string
  currency: string
  timezone: string
  /** Off: documents in another currency than the subsidiary's are refused. */
  multiCurrency: boolean
  subsidiaries: Subsidiary[]
  accounts: Account[]
  taxRates: TaxRate[]
  bankAccounts: BankAccount[]
  fields: Field[]
  keys: ApiKey[]
  referenceTypes: ReferenceType[]
  /** Closed periods, oldest first. */
  periods: Period[]
  webhooks: Webhook[]
  customers: Record<string, Customer>
  products: Record<string, Product>
  invoices: Record<string, Invoice>
  payments: Record<string, Payment>
  creditMemos: Record<string, CreditMemo>
  deletedInvoices: (Invoice & { deletedAt: string })[]
  /** Sandbox-only: customers whose documents must be in this currency. */
  customerCurrencies: Record<string, string>
  /** Sandbox-only: references of invoices whose last line is booked a unit too high. */
  misbookings?: string[]
  /** Sandbox-only: how many readings of each list did not show what the lag hid. */
  lagged?: Record<string, number>
  idempotency: Record<string, SavedAnswer>
  counters: { seq: number; invoice: number; creditMemo: number; touchedMs: number }
}

export type Subsidiary = {
  id: string
  currency: string
  timezone: string
  trade_name: string
  type: 'LEGAL_ENTITY'
}
export type Account = {
  id: string
  code: string
  name: string
  type: 'ASSET' | 'LIABILITY' | 'EQUITY' | 'EXPENSE' | 'INCOME'
  subtype: string
  status: 'ACTIVE' | 'INACTIVE'
  intercompany: boolean
  updated_at: string
}
export type TaxRate = {
  id: string
  code: string
  country: string
  description: string
  percentage: string
}
export type BankAccount = {
  id: string
  name: string
  currency: string
  bank_name: string
  subsidiary_id: string
  account_code: string
  mask: string | null
  transactions_start_date: string | null
  status: 'ACTIVE' | 'INACTIVE'
}
export type FieldSetting = { mandatory: boolean; display: 'STANDALONE' | 'FREE_TAG' }
export type Field = {
  id: string
  name: string
  values: { id: string; name: string; deactivated: boolean }[]
  settings: { EXPENSES: FieldSetting | null; REVENUE: FieldSetting | null } | null
  updated_at: string
}
export type ApiKey = {
  id: string
  name: string
  token: string
  readOnly: boolean
  revokedAt: string | null
}
export type ReferenceType = { slug: string; restricted: boolean }
export type Period = {
  id: string
  start: string
  end: string
  status: 'OPEN' | 'CLOSED'
  closed_on: string
}
export type Webhook = {
  id: string
  name: string
  url: string
  events: string[]
  /** Base64; the signing key in the form people copy it. */
  token: string
  previousToken: string | null
  enabled: boolean
}
export type Reference = { type: string; id: string; url?: string | undefined }
export type FieldAssignment = { field_id: string; field_value_id: string }
export type Address = {
  line1: string
  line2?: string | undefined
  city: string
  state: string
  zip_code: string
  country: string
}
export type Money = { amount: string; currency: string }

export type Customer = Listed & {
  name: string
  name_on_invoice: string | null
  address: Address | null
  shipping_address: Address | null
  emails: { email: string; type: 'MAIN_SENDER' | 'CC' | 'BCC' }[] | null
  external_references: Reference[]
  payment_terms: number | null
  send_invoices_automatically: boolean
  send_payment_reminders: boolean
  fields: FieldAssignment[] | null
}

export type Product = Listed & {
  name: string
  description: string
  price: Price
  include_in_arr_mrr: boolean
  revenue_pattern: Pattern
  account_code: string
  status: 'ACTIVE' | 'INACTIVE'
  external_references: Reference[]
}
export type Pattern = 'DAILY' | 'EVEN_PERIOD'
export type Tier = {
  up_to?: number | undefined
  flat_price?: Money | undefined
  per_unit_price?: Money | undefined
}
export type Price =
  | { type: 'ONE_TIME'; amount: Money }
  | { type: 'FIXED_RECURRING'; amount: Money; interval_months: number }
  | { type: 'USAGE'; interval_months: number; billing_scheme: BillingScheme }
export type BillingScheme =
  | { type: 'PER_UNIT'; amount: Money; units: number }
  | { type: 'TIERED'; mode: 'GRADUATED' | 'METERED'; tiers: Tier[] }

export type Scope = 'FULL' | 'REVENUE_RECOGNITION_ONLY' | 'AR_ONLY'
export type ExchangeRate = { base: string; target: string; rate: string; date: string }
export type Revenue = {
  period: { start: string; end: string }
  pattern: Pattern
  account_code: string
}
export type TaxLine = {
  percentage: number
  country: string
  type: 'VAT' | 'SALES_TAX'
  description: string
  tax_amount: string
}

export type Invoice = Listed & {
  scope: Scope
  subsidiary_id: string
  customer_id: string
  invoice_number: string
  currency: string
  invoice_date: string
  due_date: string
  items: InvoiceItem[]
  /** Tax given for the whole document; null: the sum of the lines. */
  header_tax: string | null
  purchase_order_number: string | null
  memo: string | null
  bank_account_id: string | null
  exchange_rate: ExchangeRate | null
  external_references: Reference[]
  customer_address: Address | null
  shipping_address: Address | null
  payment_ids: string[]
  /** The vendor counts it as settled without a payment (a switch). */
  settled_itself: boolean
  sent: boolean
  sent_at: string | null
  taxes_calculated_at: string | null
  /** Sandbox-only: its last line is a unit too high, against what was sent. */
  misbooked?: true
}
export type InvoiceItem = {
  id: string
  description: string
  product_id: string
  quantity: number
  /** Before discount and tax. */
  gross: string
  gross_rate: string
  discount: string
  tax: string
  tax_lines: TaxLine[]
  revenue: Revenue
  external_references: Reference[]
  fields: FieldAssignment[] | null
}

export type Payment = Listed & {
  invoice_id: string
  status: 'SUCCESSFUL' | 'FAILED' | 'UNCLEARED'
  amount: Money
  date: string
  account_code: string
}

export type CreditMemo = Listed & {
  subsidiary_id: string
  customer_id: string
  credit_memo_number: string
  credit_memo_date: string
  currency: string
  items: CreditMemoItem[]
  exchange_rate: ExchangeRate | null
  external_references: Reference[]
  applications: Application[]
  refunded: boolean
}
export type CreditMemoItem = {
  id: string
  description: string
  product_id: string
  quantity: number
  net: string
  tax: string
  tax_lines: TaxLine[]
  revenue: Revenue
  fields: FieldAssignment[] | null
}
export type Application = {
  id: string
  invoice_id: string
  amount: Money
  application_date: string
}

export type SavedAnswer = {
  status: number
  contentType: string
  body: string
  bodyHash: string
  expiresAtMs: number
}
export type Cursor = {
  organizationId: string
  list: string
  filters: Record<string, unknown>
  after: { value: string; seq: number }
  expiresAtMs: number
}
