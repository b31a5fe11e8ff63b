import type { ErrorCode } from './catalogue.ts'

/** The things both vendors' documents become inside. Plain data: it crosses Temporal and Postgres as JSON. */

/** An exact decimal in text, in major units, as both vendors send money: `"1234.50"`. Never a number. */
export type Decimal = string

/** A calendar day, `YYYY-MM-DD`, without a zone. */
export type IsoDate = string

/** An instant, ISO 8601 in UTC. */
export type IsoInstant = string

export type AccountId = string

export type InvoiceRef = { accountId: AccountId; invoiceId: string }

/** Sequence's invoice status; a word it may add later is kept as it is. */
export type SourceStatus = 'IN_PROGRESS' | 'DRAFT' | 'FINAL' | 'SENT' | 'VOIDED' | (string & {})

export type SourcePaymentStatus =
  | 'UNPAID'
  | 'PARTIALLY_PAID'
  | 'PAID'
  | 'UNCOLLECTIBLE'
  | (string & {})

export const taxStatuses = ['TAXED', 'TAX_EXEMPT', 'REVERSE_CHARGED'] as const
export type TaxStatus = (typeof taxStatuses)[number]

/** Who collects the invoice by a link on it; Rillet's payments are then recorded and ignored. */
export type PaymentLink = 'STRIPE' | 'GOCARDLESS'

export const scopes = ['REVENUE_RECOGNITION_ONLY', 'AR_ONLY', 'FULL'] as const
/** Rillet's invoice scope: what Rillet does with the document. */
export type Scope = (typeof scopes)[number]

export const voidPolicies = ['delete', 'deleteOrCredit', 'ask'] as const
export const closedPeriodPolicies = [
  'wait',
  'dateOnOpenDay',
  'markAsSynced',
  'exclude',
  'ask',
] as const

export type Period = { start: IsoDate; end: IsoDate }

/** One Sequence invoice as read, whole: what a snapshot holds. Lines are ordered by group, then by index. */
export type SourceInvoice = {
  id: string
  accountId: AccountId
  status: SourceStatus
  paymentStatus: SourcePaymentStatus
  currency: string
  invoiceNumber: string | null
  issueDate: IsoDate | null
  dueDate: IsoDate | null
  accountingDate: IsoDate
  customerId: string
  customerName: string
  /** As finalized on the invoice, else the customer's own; a word we do not know is kept. */
  customerTaxStatus: TaxStatus | (string & {}) | null
  purchaseOrderNumber: string | null
  memo: string | null
  netTotal: Decimal
  totalTax: Decimal
  grossTotal: Decimal
  creditNoteIds: string[]
  paymentLink: PaymentLink | null
  updatedAt: IsoInstant
  lines: SourceLine[]
}

export type SourceLine = {
  id: string
  groupTitle: string | null
  title: string
  description: string | null
  quantity: Decimal
  rate: Decimal
  /** A fraction: `"0.2"` is 20 %. */
  taxRate: Decimal
  netTotal: Decimal
  totalTax: Decimal
  grossTotal: Decimal
  /** The line's own product, else its price's. */
  productId: string | null
  /** A Rillet product set by hand on the line (`externalIds`, key Rillet): wins over the product map. */
  rilletProductId: string | null
  /** The group's tax category, else the product's. */
  taxCategoryId: string | null
  servicePeriod: Period | null
}

/** A Sequence customer as read, whole, for creating it in Rillet. */
export type SourceCustomer = {
  id: string
  legalName: string
  /** Null when Sequence has none. */
  address: SourceAddress | null
  taxStatus: TaxStatus | (string & {}) | null
  contacts: SourceContact[]
  /** Tax registrations; Rillet's customers have no field for them. */
  taxIds: string[]
  paymentTermDays: number | null
  updatedAt: IsoInstant | null
}

export type SourceAddress = {
  line1: string | null
  line2: string | null
  town: string | null
  state: string | null
  postcode: string | null
  /** ISO 3166-1 alpha-2. */
  country: string | null
}

/** A contact that is not archived. */
export type SourceContact = {
  email: string
  billingPreference: 'PRIMARY' | 'STANDARD' | 'NONE' | (string & {})
}

/** A Sequence product as read, for creating it in Rillet. */
export type SourceProduct = { id: string; name: string; label: string | null }

/** What a workflow may know of an invoice: no name, no e-mail, no text of a line. */
export type InvoiceFacts = {
  snapshotHash: string
  status: SourceStatus
  paymentStatus: SourcePaymentStatus
  invoiceNumber: string | null
  currency: string
  issueDate: IsoDate | null
  dueDate: IsoDate | null
  accountingDate: IsoDate
  netTotal: Decimal
  totalTax: Decimal
  grossTotal: Decimal
  customerId: string
  customerTaxStatus: SourceInvoice['customerTaxStatus']
  paymentLink: PaymentLink | null
  updatedAt: IsoInstant
  lines: LineFacts[]
}

export type LineFacts = {
  productId: string | null
  rilletProductId: string | null
  taxCategoryId: string | null
  net: Decimal
  tax: Decimal
  /** A fraction; absent in facts that were read before it was asked for. */
  taxRate?: Decimal
}

/** A row of the tax table: the code that Rillet's books use per customer tax status; `category: null` is the row for lines without a category. */
export type TaxRow = {
  category: string | null
  taxed: string | null
  exempt: string | null
  reverseCharged: string | null
}

/** How a tax code of the table is written on a line that carries its own tax. */
export type TaxCode = {
  code: string
  /** ISO 3166-1 alpha-2. */
  country: string
  type: 'VAT' | 'SALES_TAX'
  description: string
  /** Per cent, `"20"` is 20 %; null takes each line's own rate, as for sales tax by address. */
  percentage: Decimal | null
}

/** An account's settings, as the operator API edits them. Rillet ids and codes unless said otherwise. */
export type Settings = {
  scope: Scope
  /** Fallback for lines without a product (Rillet product id). */
  defaultProductId: string | null
  unmappedProduct: 'create' | 'defaultProduct' | 'block'
  productPriceType: 'ONE_TIME' | 'FIXED_RECURRING'
  /** Revenue account of products that the sync creates. */
  defaultAccountCode: string | null
  revenuePattern: 'DAILY' | 'EVEN_PERIOD'
  subsidiaryId: string | null
  /** FULL invoices: where Rillet asks to be paid; needed to carry changed dates. */
  bankAccountId: string | null
  /** The subsidiary's own currency: learnt from Rillet when the subsidiary is chosen. */
  subsidiaryCurrency: string | null
  multiCurrency: boolean
  taxTable: TaxRow[]
  /** What Rillet must be told of each code where tax stands on the lines: FULL invoices, credit memos. */
  taxCodes: TaxCode[]
  /** `sync` books Sequence's credit notes as credit memos. */
  creditNotes: 'ignore' | 'sync'
  /** Links that make Sequence follow their provider and ignore Rillet's payments. */
  mutingPaymentLinks: PaymentLink[]
  /** Back-links written into Rillet's references; `{id}` is replaced. Null: `PUBLIC_URL/invoices/{id}`. */
  invoiceUrlTemplate: string | null
  /** Rillet's pages, `{id}` replaced; null shows no link. */
  rilletUrlTemplates: { customer: string | null; product: string | null; invoice: string | null }
  /** Sequence's pages, likewise. */
  sequenceUrlTemplates: { customer: string | null; product: string | null; invoice: string | null }
  /** Rillet calls in any rolling 60 s, for this organization. */
  rilletBudgetPerMinute: number
  /**
   * Voided in Sequence after it was booked: `delete` it in Rillet, and ask where that is refused; or take it
   * back by a credit memo there (`deleteOrCredit`); or `ask` every time.
   */
  voidPolicy: (typeof voidPolicies)[number]
  /**
   * Dated in a period that Rillet has closed: wait, date it on the first open day, leave what is not there yet out
   * (`markAsSynced` as booked elsewhere, `exclude`), or ask.
   */
  closedPeriodPolicy: (typeof closedPeriodPolicies)[number]
  /** Invoices with an earlier accounting date are left alone unless a person asks for them. */
  startDate: IsoDate | null
  /** What becomes of an invoice that a sweep finds in Sequence and no webhook has told. */
  unknownInvoices: UnknownRule
  /** Whether Sequence's edits of a customer are carried to its linked one in Rillet. */
  customerSync: 'on' | 'off'
  /** How often each sweep looks, in minutes. */
  changesSweepMinutes: number
  fullSweepMinutes: number
  sequenceSweepMinutes: number
}

export const unknownRules = ['ask', 'sync', 'ignore'] as const
/** `ask`: left out until a person decides; being marked as sent in Sequence must not book anything. */
export type UnknownRule = (typeof unknownRules)[number]

/** What the sync knows of the other side when it decides: links, settings, health of the connection. */
export type SyncContext = {
  settings: Settings
  connection:
    | 'ready'
    | 'rillet_missing'
    | 'rillet_key_refused'
    | 'sequence_missing'
    | 'sequence_key_refused'
    | 'setup_missing'
    | 'disconnected'
  customer: CustomerLink | null
  /** By Sequence product id; a missing key is an unmapped product. */
  products: Record<string, ProductLink>
}

/** `problem`: why no invoice can be booked for it, though it is linked. */
export type CustomerLink = { rilletId: string; currency: string | null; problem?: Problem | null }

/** `rilletId` null while it is being created; `problem` when the last try to create it was refused. */
export type ProductLink = { rilletId: string | null; problem: Problem | null }

/** One reason why something cannot go on, for the catalogue to put into words. */
export type Problem = {
  code: ErrorCode
  /** What clears it: `customer:…`, `product:…`, `connection:key`, `connection:setup`, `settings`, `period:2026-05`, `source`. */
  blockedOn: string
  /** Figures, ids, field names: what the words are filled with. Never a name or an e-mail. */
  params: Record<string, string>
}

export const invoiceStates = [
  'waiting',
  'blocked',
  'in_doubt',
  'synced',
  'partially_paid',
  'drift',
  'paid',
  'removed',
  'voided',
  'excluded',
] as const
export type InvoiceState = (typeof invoiceStates)[number]
