import { z } from 'zod'
import {
  Day,
  ExchangeRate,
  FieldAssignments,
  Instant,
  ItemRevenue,
  Money,
  NotBlank,
  References,
  RoundedMoney,
  TaxRate,
  TaxRateWithOptionalAmount,
  Uuid,
} from './wire.ts'

/** The invoice bodies, each scope with its own fields. `scope` itself is always needed. */

const Discount = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('AMOUNT'), amount_off: RoundedMoney }),
  z.strictObject({ type: z.literal('PERCENTAGE'), percentage_off: z.number().min(0).max(100) }),
])

const FullItem = z.strictObject({
  description: z.string(),
  price: z.strictObject({
    product_id: Uuid,
    quantity: z.number(),
    amount_per_unit: Money,
    discount: Discount.optional(),
  }),
  revenue: ItemRevenue.optional(),
  tax_rate: TaxRateWithOptionalAmount.optional(),
  fields: FieldAssignments.optional(),
})
export type FullItem = z.infer<typeof FullItem>

const ExternalItem = z.strictObject({
  product_id: Uuid,
  description: z.string(),
  quantity: z.number().min(0.00001),
  total_amount: RoundedMoney,
  tax_amount: RoundedMoney.optional(),
  revenue: ItemRevenue.optional(),
  external_references: References,
  fields: FieldAssignments.optional(),
})
export type ExternalItem = z.infer<typeof ExternalItem>

const maxItems = 1_000
const FullItems = z.array(FullItem).min(1).max(maxItems)

const external = {
  customer_id: Uuid,
  due_date: Day.optional(),
  invoice_date: Day,
  invoice_number: NotBlank,
  tax_amount: RoundedMoney.optional(),
  items: z.array(ExternalItem).min(1).max(maxItems),
  external_references: References,
  subsidiary_id: Uuid.optional(),
}

export const CreateInvoice = z.discriminatedUnion('scope', [
  z.strictObject({
    scope: z.literal('FULL'),
    customer_id: Uuid,
    subsidiary_id: Uuid.optional(),
    items: FullItems,
    due_date: Day.optional(),
    invoice_date: Day,
    purchase_order_number: z.string().optional(),
    memo: z.string().optional(),
    bank_account_id: Uuid.optional(),
    external_references: References.optional(),
    exchange_rate: ExchangeRate.optional(),
  }),
  z.strictObject({
    scope: z.literal('REVENUE_RECOGNITION_ONLY'),
    ...external,
    exchange_rate: ExchangeRate.optional(),
  }),
  z.strictObject({ scope: z.literal('AR_ONLY'), ...external }),
])
export type CreateInvoice = z.infer<typeof CreateInvoice>

export const UpdateInvoice = z.discriminatedUnion('scope', [
  z.strictObject({
    scope: z.literal('FULL'),
    items: FullItems,
    due_date: Day.optional(),
    invoice_date: Day,
    purchase_order_number: z.string().optional(),
    memo: z.string().optional(),
    bank_account_id: Uuid,
    external_references: References.optional(),
  }),
  z.strictObject({
    scope: z.literal('REVENUE_RECOGNITION_ONLY'),
    invoice_date: Day,
    due_date: Day.optional(),
    invoice_number: NotBlank.optional(),
    items: z
      .array(
        z.strictObject({
          id: Uuid,
          description: z.string().optional(),
          revenue: ItemRevenue.optional(),
          fields: FieldAssignments.optional(),
        }),
      )
      .min(1)
      .max(maxItems),
    external_references: References.optional(),
    exchange_rate: ExchangeRate.optional(),
  }),
])
export type UpdateInvoice = z.infer<typeof UpdateInvoice>

/** The published schema asks for `tax_rate` and declares `tax_rates`: neither is needed, the first ignored. */
export const UpdateTaxes = z.strictObject({
  taxes_calculated_at: Instant,
  items: z
    .array(
      z.strictObject({
        id: Uuid,
        tax_rates: z.array(TaxRate).max(20).optional(),
        tax_rate: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(maxItems),
})
export type UpdateTaxes = z.infer<typeof UpdateTaxes>
