import * as z from 'zod'
import { closedPeriodPolicies, scopes, unknownRules, voidPolicies } from '../../domain/model.ts'
import { Currency, Day, Id, plainText } from './common.ts'

const template = plainText(500)
  .regex(/^https?:\/\/\S*\{id\}\S*$/, 'must be an http(s) address with {id} where the id goes')
  .refine(
    (url) => URL.canParse(url.replaceAll('{id}', 'x')),
    'must be an address that a browser can open',
  )
const code = plainText(100, 1)
/** At most a week. */
const minutes = z.int().min(1).max(10_080)

const TaxRow = z.strictObject({
  category: Id.nullable().describe('Sequence’s tax category; null is the row for all others'),
  taxed: code.nullable().describe('Rillet’s tax code for taxed customers'),
  exempt: code.nullable().describe('For the record only: exempt customers get no code'),
  reverseCharged: code.nullable().describe('Rillet’s tax code for reverse-charged customers'),
})

const templates = z.strictObject({
  customer: template.nullable(),
  product: template.nullable(),
  invoice: template.nullable(),
})

/** How a code of the tax table is written where tax stands on the lines. */
const TaxCode = z.strictObject({
  code,
  country: z.string().regex(/^[A-Z]{2}$/, 'must be a country of two letters, such as US'),
  type: z.enum(['VAT', 'SALES_TAX']),
  description: plainText(200, 1),
  percentage: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,10})?$/, 'must be per cent in digits, such as 20 or 7.5')
    .refine((text) => Number(text) <= 100, 'must be at most 100')
    .nullable(),
})

const fields = {
  scope: z
    .enum(scopes)
    .describe(
      'What Rillet does with an invoice: REVENUE_RECOGNITION_ONLY recognizes revenue of documents issued elsewhere, AR_ONLY keeps receivables alone, FULL numbers and issues them in Rillet. Counts for invoices sent from now on',
    ),
  defaultProductId: Id.nullable().describe(
    'Rillet’s product for lines without a product, and for unmapped ones if `unmappedProduct` says so',
  ),
  unmappedProduct: z
    .enum(['create', 'defaultProduct', 'block'])
    .describe(
      'What becomes of a line whose product is not linked: `create` makes the product in Rillet, `defaultProduct` takes the default one, `block` holds the invoice',
    ),
  productPriceType: z
    .enum(['ONE_TIME', 'FIXED_RECURRING'])
    .describe('The price type of products that the sync creates'),
  defaultAccountCode: code
    .nullable()
    .describe('The revenue account (its code in Rillet) of products that the sync creates'),
  revenuePattern: z
    .enum(['DAILY', 'EVEN_PERIOD'])
    .describe(
      'How Rillet spreads the revenue of products that the sync creates over their period: by days, or evenly by months',
    ),
  subsidiaryId: Id.nullable().describe(
    'Rillet’s subsidiary that invoices are booked in; chosen by itself where there is only one',
  ),
  bankAccountId: Id.nullable().describe(
    'FULL: Rillet’s bank account that its invoices name; without one, dates that change later cannot be carried',
  ),
  multiCurrency: z
    .boolean()
    .describe('False: only invoices in the subsidiary’s own currency are sent'),
  taxTable: z
    .array(TaxRow)
    .max(500)
    .superRefine(noCategoryTwice)
    .describe(
      'Tax codes by tax category and by the customer’s tax status. An empty cell is a missing code: a warning, or in scope FULL a reason to block',
    ),
  taxCodes: z
    .array(TaxCode)
    .max(500)
    .superRefine(noCodeTwice)
    .describe(
      'How each code is written where tax stands on the lines, as in scope FULL: Rillet is told rate, country and kind',
    ),
  creditNotes: z
    .enum(['ignore', 'sync'])
    .describe(
      'Whether Sequence’s credit notes become credit memos in Rillet, set off against their invoices. Counts for those that are issued or changed from now on',
    ),
  mutingPaymentLinks: z
    .array(z.enum(['STRIPE', 'GOCARDLESS']))
    .max(2)
    .describe(
      'Payment links that decide whether an invoice is paid: Rillet’s payments are then shown and change nothing',
    ),
  invoiceUrlTemplate: template
    .nullable()
    .describe(
      'The address that is written into Rillet’s references, with {id} for the invoice; null is our own page of it',
    ),
  rilletUrlTemplates: templates.describe(
    'How the addresses of Rillet’s pages are made, with {id}; null shows no link',
  ),
  sequenceUrlTemplates: templates.describe(
    'How the addresses of Sequence’s pages are made, with {id}; null shows no link',
  ),
  rilletBudgetPerMinute: z
    .int()
    .min(1)
    .max(10_000)
    .describe(
      'Calls to Rillet in any 60 seconds, over all accounts of the organization, of whose settings the least counts; Rillet itself allows 60',
    ),
  voidPolicy: z
    .enum(voidPolicies)
    .describe(
      'An invoice that is voided in Sequence after it was booked: `delete` deletes it in Rillet and asks where that is refused, `deleteOrCredit` takes it back by a credit memo then, `ask` asks every time',
    ),
  closedPeriodPolicy: z
    .enum(closedPeriodPolicies)
    .describe(
      'An invoice or credit note dated in a period that is closed in Rillet: `wait` until it is opened, `dateOnOpenDay` books it on the first open day, `markAsSynced` leaves it out as booked elsewhere, `exclude` leaves it out; `ask` holds an invoice for a person, while a credit note waits. Left out, it is not booked in Rillet until a person retries it; what is, or may be, in Rillet already is never left out',
    ),
  startDate: Day.nullable().describe(
    'Invoices with an earlier accounting date are left out until a person retries them one by one',
  ),
  unknownInvoices: z
    .enum(unknownRules)
    .describe(
      'What becomes of an invoice that a sweep finds in Sequence and no webhook told of: `ask` leaves it out until a person decides, for being marked as sent there must not book it; `sync` books it; `ignore` says nothing',
    ),
  customerSync: z
    .enum(['on', 'off'])
    .describe('Whether edits of a customer in Sequence are carried to its linked one in Rillet'),
  changesSweepMinutes: minutes.describe('How often Rillet is asked for what changed; two calls'),
  fullSweepMinutes: minutes.describe(
    'How often all of Rillet’s invoices are read, because a deletion leaves no other trace; a call for every hundred',
  ),
  sequenceSweepMinutes: minutes.describe('How often Sequence’s invoices are read'),
}

/** A change: fields that are left out stay as they are. */
export const SettingsPatch = z
  .strictObject({
    ...fields,
    rilletUrlTemplates: templates.partial().describe('Each is changed by itself'),
    sequenceUrlTemplates: templates.partial().describe('Each is changed by itself'),
  })
  .partial()

export const SettingsView = z
  .object({
    ...fields,
    subsidiaryCurrency: Currency.nullable().describe('Of the subsidiary; Rillet says it'),
  })
  .meta({ id: 'Settings' })

function noCategoryTwice(rows: { category: string | null }[], context: z.RefinementCtx): void {
  for (const [index, { category }] of rows.entries()) {
    const first = rows.findIndex((row) => row.category === category)
    if (first === index) continue
    const message = `must be in one row only, and row ${first + 1} has ${category === null ? 'all other categories' : `the category ${category}`} already: remove one of the two, or change its category`
    context.addIssue({ code: 'custom', path: [index, 'category'], message })
  }
}

function noCodeTwice(codes: { code: string }[], context: z.RefinementCtx): void {
  for (const [index, { code: one }] of codes.entries()) {
    const first = codes.findIndex((described) => described.code === one)
    if (first === index) continue
    const message = `must be described once only, and row ${first + 1} describes ${one} already: remove one of the two, or change its code`
    context.addIssue({ code: 'custom', path: [index, 'code'], message })
  }
}
