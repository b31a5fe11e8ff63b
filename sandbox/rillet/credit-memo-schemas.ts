import { z } from 'zod'
import {
  Day,
  ExchangeRate,
  FieldAssignments,
  ItemRevenue,
  Money,
  References,
  RoundedMoney,
  TaxRateWithOptionalAmount,
  Uuid,
} from './wire.ts'

const Items = z
  .array(
    z.strictObject({
      description: z.string(),
      price: z.strictObject({
        product_id: Uuid,
        quantity: z.number().min(0),
        amount_per_unit: Money,
      }),
      revenue: ItemRevenue.optional(),
      tax_rate: TaxRateWithOptionalAmount.optional(),
      fields: FieldAssignments.optional(),
    }),
  )
  .min(1)
  .max(1_000)

export const CreateCreditMemo = z.strictObject({
  credit_memo_number: z.string().regex(/\S+/, 'must not be blank').optional(),
  customer_id: Uuid,
  subsidiary_id: Uuid.optional(),
  credit_memo_date: Day,
  items: Items,
  external_references: References.optional(),
  exchange_rate: ExchangeRate.optional(),
})

export const UpdateCreditMemo = z.strictObject({
  credit_memo_date: Day,
  items: Items,
  external_references: References.optional(),
})
export type UpdateCreditMemo = z.infer<typeof UpdateCreditMemo>

export const ApplyCreditMemo = z.strictObject({
  applications: z
    .array(z.strictObject({ invoice_id: Uuid, amount: RoundedMoney, application_date: Day }))
    .min(1)
    .max(1_000),
})
