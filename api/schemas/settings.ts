import { z } from 'zod'
import { scopes } from '../../domain/model.ts'
import { Currency, Day, Id, plainText } from './common.ts'

const template = plainText(500)
  .regex(/^https?:\/\/\S*\{id\}\S*$/, 'must be an http(s) address with {id} where the id goes')
  .refine(
    (url) => URL.canParse(url.replaceAll('{id}', 'x')),
    'must be an address that a browser can open',
  )
const code = plainText(100, 1)

const TaxRow = z.strictObject({
  category: Id.nullable(),
  taxed: code.nullable(),
  exempt: code.nullable(),
  reverseCharged: code.nullable(),
})

/** How a code of the tax table is written where tax stands on the lines. */
const TaxCode = z.strictObject({
  code,
  country: z.string().regex(/^[A-Z]{2}$/, 'must be a country of two letters, such as US'),
  type: z.enum(['VAT', 'SALES_TAX']),
  description: plainText(200, 1),
  percentage: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,10})?$/, 'must be per cent as a decimal in a text, such as "20"')
    .refine((text) => Number(text) <= 100, 'must be at most 100')
    .nullable(),
})

const fields = {
  scope: z.enum(scopes),
  defaultProductId: Id.nullable(),
  unmappedProduct: z.enum(['create', 'defaultProduct', 'block']),
  productPriceType: z.enum(['ONE_TIME', 'FIXED_RECURRING']),
  defaultAccountCode: code.nullable(),
  revenuePattern: z.enum(['DAILY', 'EVEN_PERIOD']),
  subsidiaryId: Id.nullable(),
  multiCurrency: z.boolean(),
  taxTable: z.array(TaxRow).max(500).superRefine(noCategoryTwice),
  taxCodes: z.array(TaxCode).max(500).superRefine(noCodeTwice),
  mutingPaymentLinks: z.array(z.enum(['STRIPE', 'GOCARDLESS'])).max(2),
  invoiceUrlTemplate: template.nullable(),
  rilletUrlTemplates: z.strictObject({
    customer: template.nullable(),
    product: template.nullable(),
    invoice: template.nullable(),
  }),
  rilletBudgetPerMinute: z.int().min(1).max(10_000),
  startDate: Day.nullable(),
}

/** A change: fields that are left out stay as they are. */
export const SettingsPatch = z
  .strictObject({
    ...fields,
    rilletUrlTemplates: fields.rilletUrlTemplates.partial(),
  })
  .partial()

export const SettingsView = z
  .object({ ...fields, subsidiaryCurrency: Currency.nullable() })
  .meta({ id: 'Settings' })

function noCategoryTwice(rows: { category: string | null }[], context: z.RefinementCtx): void {
  const seen = new Set<string | null>()
  for (const [index, { category }] of rows.entries()) {
    if (seen.has(category)) {
      const message = 'has a category that another row has already'
      context.addIssue({ code: 'custom', path: [index, 'category'], message })
    }
    seen.add(category)
  }
}

function noCodeTwice(codes: { code: string }[], context: z.RefinementCtx): void {
  const seen = new Set<string>()
  for (const [index, { code: one }] of codes.entries()) {
    if (seen.has(one)) {
      const message = 'is described by another entry already'
      context.addIssue({ code: 'custom', path: [index, 'code'], message })
    }
    seen.add(one)
  }
}
