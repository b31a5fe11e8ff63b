import { Big } from 'big.js'
import { z } from 'zod'
import { uuidPattern } from '../kit/ids.ts'
import { currencyDecimals } from '../kit/money.ts'

/** The parts that several request bodies share, exactly as declared. */

export const Uuid = z.string().regex(uuidPattern, 'must be a valid UUID').toLowerCase()
export const Day = z.iso.date('must be a date, YYYY-MM-DD')
export const Instant = z.iso.datetime({ offset: true, error: 'must be an ISO 8601 instant' })
export const NotBlank = z.string().regex(/\S/, 'must not be blank')
export const Pattern = z.enum(['DAILY', 'EVEN_PERIOD'])

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
const notCountries = ['EU', 'EZ', 'UN', 'XA', 'XB', 'ZZ']

export const Country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code')
  .refine(
    (code) =>
      /^[A-Z]{2}$/.test(code) && regions.of(code) !== undefined && !notCountries.includes(code),
    'must be an ISO 3166-1 alpha-2 code',
  )

export const Currency = z
  .string()
  .refine((code) => currencyDecimals(code) !== undefined, 'must be an ISO 4217 currency code')

const Decimal = z
  .string()
  .max(40)
  .regex(/^-?\d+(\.\d+)?$/, 'must be a decimal number in a string')

export const Money = z.strictObject({ amount: Decimal, currency: Currency })

/** Money with at most the currency's own decimals. */
export const RoundedMoney = Money.superRefine(({ amount, currency }, context) => {
  const allowed = currencyDecimals(currency)
  if (allowed === undefined || decimalsOf(amount) <= allowed) return
  context.addIssue({
    code: 'custom',
    path: ['amount'],
    message: `must not have more than ${allowed} decimals for ${currency}`,
  })
})

export const Reference = z.strictObject({
  type: NotBlank,
  id: NotBlank,
  url: z.url('must be a valid URI').optional(),
})

export const References = z
  .array(Reference)
  .max(100)
  .refine(isUnique, 'must only contain unique elements')

export const Address = z.strictObject({
  line1: z.string(),
  line2: z.string().optional(),
  city: z.string(),
  state: z.string(),
  zip_code: z.string(),
  country: Country,
})

export const FieldAssignments = z
  .array(z.strictObject({ field_id: Uuid, field_value_id: Uuid }))
  .max(100)

export const ItemRevenue = z.strictObject({
  period: z
    .strictObject({ start: Day, end: Day })
    .refine(({ start, end }) => start <= end, {
      path: ['end'],
      message: 'must not be before start',
    })
    .optional(),
  pattern: Pattern.optional(),
  account_code: NotBlank.optional(),
})
export type ItemRevenue = z.infer<typeof ItemRevenue>

export const ExchangeRate = z.strictObject({
  base: Currency,
  target: Currency,
  rate: Decimal.refine((rate) => /^\d/.test(rate) && new Big(rate).gt(0), 'must be positive'),
  date: Day,
})

const taxRate = {
  percentage: z.number().min(0).max(100),
  country: Country,
  type: z.enum(['VAT', 'SALES_TAX']),
  description: z.string(),
}
export const TaxRateWithOptionalAmount = z.strictObject({
  ...taxRate,
  tax_amount: RoundedMoney.optional(),
})
export const TaxRate = z.strictObject({ ...taxRate, tax_amount: RoundedMoney })

/** For `uniqueItems`. */
export function isUnique(items: readonly unknown[]): boolean {
  return new Set(items.map((item) => JSON.stringify(item))).size === items.length
}

function decimalsOf(amount: string): number {
  return amount.split('.')[1]?.length ?? 0
}
