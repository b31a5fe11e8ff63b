import { z } from 'zod'
import { Day, Decimal, Id, Instant, listOf, maybe } from '../wire.ts'

// What the sync reads of Rillet's answers, version 4 of its API. Fields not named here are ignored; words of
// an enum are kept as text, so that a new one does not stop a read.

/** `amount` in major units, signed decimal text. */
export const Money = z.object({ amount: Decimal, currency: z.string().length(3) })
export type Money = z.infer<typeof Money>

export const Reference = z.object({ type: z.string(), id: z.string(), url: maybe(z.string()) })
export type Reference = z.infer<typeof Reference>

/** A subsidiary has the same fields. */
export const Organization = z.object({
  id: Id,
  currency: z.string(),
  timezone: z.string(),
  trade_name: z.string(),
})
export type Organization = z.infer<typeof Organization>

/** Real data may lack a code; such an account cannot be named in a write. */
export const Account = z.object({
  id: Id,
  code: maybe(z.string()),
  name: z.string(),
  type: z.string(),
  subtype: maybe(z.string()),
  status: z.string(),
})
export type Account = z.infer<typeof Account>

/** `start` and `end` are inclusive. */
export const ClosedPeriod = z.object({ id: Id, start: Day, end: Day, status: z.string() })
export type ClosedPeriod = z.infer<typeof ClosedPeriod>

/** `percentage` is decimal text: `"23.0000"` is 23 %. */
export const TaxRate = z.object({
  id: Id,
  code: z.string(),
  country: z.string(),
  description: z.string(),
  percentage: Decimal,
})
export type TaxRate = z.infer<typeof TaxRate>

export const BankAccount = z.object({
  id: Id,
  name: z.string(),
  currency: z.string(),
  subsidiary_id: maybe(z.string()),
  account_code: maybe(z.string()),
  status: z.string(),
})
export type BankAccount = z.infer<typeof BankAccount>

/** Loose: a customer's PUT replaces everything, so fields unknown to us must come back as they were read. */
export const Customer = z.looseObject({
  id: Id,
  name: z.string(),
  updated_at: Instant,
  external_references: listOf(Reference),
})
export type Customer = z.infer<typeof Customer>

export const Product = z.object({
  id: Id,
  name: z.string(),
  status: maybe(z.string()),
  account_code: maybe(z.string()),
  external_references: listOf(Reference),
})
export type Product = z.infer<typeof Product>

/** Kept whole: an invoice's PUT clears what is left out. */
const Revenue = z.object({
  period: maybe(z.object({ start: Day, end: Day })),
  pattern: maybe(z.enum(['DAILY', 'EVEN_PERIOD'])),
  account_code: maybe(z.string()),
})
const Field = z.object({ field_id: z.string(), field_value_id: z.string() })

/** The amounts of `total_amount` are before tax. */
export const InvoiceItem = z.object({
  id: Id,
  description: z.string(),
  product_id: z.string(),
  revenue: maybe(Revenue),
  fields: maybe(z.array(Field)),
  total_amount: Money,
  taxed_amount: Money,
  external_references: listOf(Reference),
})
export type InvoiceItem = z.infer<typeof InvoiceItem>

export const Invoice = z.object({
  id: Id,
  subsidiary_id: Id,
  customer_id: Id,
  invoice_number: z.string(),
  invoice_date: Day,
  due_date: Day,
  status: z.string(),
  items: z.array(InvoiceItem),
  net_amount: Money,
  taxed_amount: Money,
  total: Money,
  amount_due: Money,
  purchase_order_number: maybe(z.string()),
  memo: maybe(z.string()),
  bank_account: maybe(z.object({ id: Id })),
  external_references: listOf(Reference),
  exchange_rate: maybe(
    z.object({ base: z.string(), target: z.string(), rate: Decimal, date: Day }),
  ),
  updated_at: Instant,
})
export type Invoice = z.infer<typeof Invoice>

/** Every attempt is a row: whatever is not `FAILED` settles. */
export const InvoicePayment = z.object({
  id: Id,
  invoice_id: Id,
  status: z.string(),
  amount: Money,
  date: maybe(Day),
  account_code: maybe(z.string()),
  updated_at: Instant,
})
export type InvoicePayment = z.infer<typeof InvoicePayment>

export const CreditMemo = z.object({
  id: Id,
  customer_id: Id,
  credit_memo_number: z.string(),
  credit_memo_date: Day,
  status: z.string(),
  items: z.array(z.object({ id: Id, product_id: z.string(), total_amount: Money })),
  taxed_amount: Money,
  total: Money,
  remaining_amount: Money,
  applications: listOf(z.object({ id: Id, invoice_id: Id, amount: Money, application_date: Day })),
  external_references: listOf(Reference),
  updated_at: Instant,
})
export type CreditMemo = z.infer<typeof CreditMemo>
