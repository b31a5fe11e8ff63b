import { z } from 'zod'
import { Day, Decimal, Id, Instant, listOf, maybe } from '../wire.ts'

// What the sync reads of Sequence's answers, version 2024-07-30. Fields not named here are ignored; words of
// an enum are kept as text, so that a new one does not stop a read. Where Sequence sends money as a JSON
// number (summary totals, balances, applications of credit) nothing here reads it: it would be a float.

export const Account = z.object({ id: Id, companyName: z.string(), country: maybe(z.string()) })
export type Account = z.infer<typeof Account>

export const Address = z.object({
  line1: maybe(z.string()),
  line2: maybe(z.string()),
  town: maybe(z.string()),
  state: maybe(z.string()),
  postcode: maybe(z.string()),
  country: maybe(z.string()),
})
export type Address = z.infer<typeof Address>

/** Rows of a list lack `contacts` and `status`: read the customer by id before mapping it. */
export const CustomerRow = z.object({
  id: Id,
  legalName: z.string(),
  address: maybe(Address),
  taxStatus: z.string(),
  integrationIds: listOf(z.object({ service: z.string(), id: z.string() })),
  archivedAt: maybe(z.string()),
})
export type CustomerRow = z.infer<typeof CustomerRow>

export const Contact = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  billingPreference: z.string(),
  archivedAt: maybe(z.string()),
})
export type Contact = z.infer<typeof Contact>

export const Customer = CustomerRow.extend({
  address: Address,
  contacts: z.array(Contact),
  status: z.string(),
})
export type Customer = z.infer<typeof Customer>

export const TaxRegistration = z.object({
  id: Id,
  customerId: Id,
  taxIdentifier: z.string(),
  country: z.string(),
})
export type TaxRegistration = z.infer<typeof TaxRegistration>

export const Product = z.object({
  id: Id,
  name: z.string(),
  label: maybe(z.string()),
  taxCategoryId: maybe(z.string()),
})
export type Product = z.infer<typeof Product>

/** Seven shapes; these fields are in all of them. */
export const Price = z.object({ id: Id, productId: Id, name: z.string(), currency: z.string() })
export type Price = z.infer<typeof Price>

/** The shape of lists and actions. */
export const InvoiceRow = z.object({
  id: Id,
  sequenceAccountId: Id,
  status: z.string(),
  paymentStatus: z.string(),
  currency: z.string().length(3),
  invoiceNumber: maybe(z.string()),
  issueDate: maybe(Day),
  dueDate: maybe(Day),
  accountingDate: Day,
  customerId: Id,
  customerLegalCompanyName: z.string(),
  customerTaxStatus: maybe(z.string()),
  purchaseOrderNumber: maybe(z.string()),
  memo: maybe(z.string()),
  netTotal: Decimal,
  totalTax: Decimal,
  grossTotal: Decimal,
  creditNoteIds: listOf(z.string()),
  billingScheduleId: maybe(z.string()),
  paymentOptions: listOf(z.string()),
  linkedServices: listOf(z.object({ externalService: z.string() })),
  updatedAt: Instant,
})
export type InvoiceRow = z.infer<typeof InvoiceRow>

/** The shape of `GET /invoices/{id}`. */
export const Invoice = InvoiceRow.extend({
  integrationPaymentStatuses: z.object({
    stripe: maybe(z.string()),
    goCardless: maybe(z.string()),
  }),
})
export type Invoice = z.infer<typeof Invoice>

export const LineItemGroup = z.object({
  id: Id,
  title: z.string(),
  index: z.int(),
  taxCategory: maybe(z.object({ id: Id, name: maybe(z.string()) })),
})
export type LineItemGroup = z.infer<typeof LineItemGroup>

/** `taxRate` is a fraction. Dates of the service period are inclusive. */
export const LineItem = z.object({
  id: Id,
  groupId: maybe(z.string()),
  title: z.string(),
  description: maybe(z.string()),
  quantity: Decimal,
  rate: Decimal,
  taxRate: Decimal,
  netTotal: Decimal,
  totalTax: Decimal,
  grossTotal: Decimal,
  index: z.int(),
  priceId: maybe(z.string()),
  productId: maybe(z.string()),
  servicePeriod: maybe(z.object({ startDate: Day, endDate: Day })),
  servicePeriodStart: maybe(Instant),
  servicePeriodEnd: maybe(Instant),
  externalIds: listOf(z.object({ key: z.string(), value: z.string() })),
})
export type LineItem = z.infer<typeof LineItem>

/** `STRIPE`, `GOCARDLESS` or `NONE`. */
export const PaymentSettings = z.object({ id: Id, paymentProvider: z.string() })
export type PaymentSettings = z.infer<typeof PaymentSettings>

export const CreditNote = z.object({
  id: Id,
  status: z.string(),
  invoiceId: maybe(z.string()),
  currency: z.string().length(3),
  customerId: Id,
  customerLegalCompanyName: z.string(),
  creditNoteNumber: maybe(z.string()),
  issueDate: maybe(Day),
  accountingDate: maybe(Day),
  netTotal: Decimal,
  totalTax: Decimal,
  grossTotal: Decimal,
  applications: listOf(z.object({ invoiceId: Id, amount: Decimal })),
})
/** Credits a group of the invoice, whose tax category it shares: it names none of its own. */
export const CreditGroup = z.object({
  id: Id,
  title: z.string(),
  index: z.int(),
  lineItemGroupId: maybe(z.string()),
})
export type CreditGroup = z.infer<typeof CreditGroup>

const CreditPeriod = z
  .object({
    start: maybe(Day),
    endInclusive: maybe(Day),
    startDate: maybe(Day),
    endDate: maybe(Day),
  })
  .transform(({ start, endInclusive, startDate, endDate }) => {
    const [from, to] = [start ?? startDate, endInclusive ?? endDate]
    return from === null || to === null ? null : { start: from, end: to }
  })

/** As an invoice's line, but for how its service period is written. */
export const CreditLine = LineItem.omit({
  servicePeriodStart: true,
  servicePeriodEnd: true,
}).extend({ servicePeriod: maybe(CreditPeriod) })
export type CreditLine = z.infer<typeof CreditLine>

export type CreditNote = z.infer<typeof CreditNote>

/** No types means all types. The secret signs the deliveries. */
export const Policy = z.object({
  id: Id,
  name: z.string(),
  channel: z.string(),
  recipients: z.array(z.string()),
  notificationTypes: listOf(z.string()),
  webhookSecret: maybe(z.string()),
})
export type Policy = z.infer<typeof Policy>
