import { z } from 'zod'
import {
  Address,
  DateRange,
  Day,
  Decimal,
  ExternalId,
  Id,
  InclusiveRange,
  Instant,
  KeyValue,
  Text,
} from '../wire/common.ts'
import {
  Currency,
  PaymentOption,
  RateDisplay,
  RecognitionMethod,
  RevenueClassification,
} from '../wire/enums.ts'

/** Body of `PATCH /invoices/{id}`: only what is given changes; null clears. */
export const PatchInvoice = z.strictObject({
  accountingDate: Day.optional(),
  attachmentAssetIds: z.array(Id).optional(),
  billingPeriod: InclusiveRange.nullish(),
  billingRunId: Id.nullish(),
  creditBalances: z.string().nullish(),
  customerBillingAddress: Address.optional(),
  customerEmails: z.array(z.email()).optional(),
  customerLegalCompanyName: Text.optional(),
  customerShippingAddress: Address.optional(),
  dueDate: Day.nullish(),
  memo: z.string().nullish(),
  metadata: z.array(KeyValue).optional(),
  paymentOptions: z.array(PaymentOption).optional(),
  purchaseOrderNumber: z.string().nullish(),
  reference: z.string().nullish(),
})
export type PatchInvoice = z.infer<typeof PatchInvoice>

/** Body of `PUT /invoices/{id}`. */
export const UpdateInvoice = PatchInvoice.extend({ currency: Currency.optional() })

/** Body of `POST /invoices`. */
export const CreateInvoice = PatchInvoice.extend({
  currency: Currency,
  customerId: Id,
  billingScheduleId: Id.nullish(),
})
export type CreateInvoice = z.infer<typeof CreateInvoice>

/** Bodies of `PATCH /invoices/{id}/sent`: the schema names two fields, its text five. */
export const PatchSentTwo = z.strictObject({
  dueDate: Day.optional(),
  purchaseOrderNumber: z.string().optional(),
})
export const PatchSent = PatchSentTwo.extend({
  customerBillingAddress: Address.optional(),
  memo: z.string().optional(),
  reference: z.string().optional(),
})

export const CreateGroup = z.strictObject({
  title: Text,
  description: z.string().nullish(),
  taxCategoryId: Id.nullish(),
  revenueRecognitionMethod: RecognitionMethod.nullish(),
  revenueClassification: RevenueClassification.nullish(),
  servicePeriod: InclusiveRange.nullish(),
})
export type CreateGroup = z.infer<typeof CreateGroup>

export const UpdateGroup = CreateGroup.extend({ index: z.number().int().min(0).optional() })

/** Body of a line item's create and update; `productId` follows from `priceId`. */
export const LineRequest = z.strictObject({
  title: Text,
  quantity: Decimal,
  rate: Decimal,
  taxRate: Decimal,
  externalIds: z.array(ExternalId),
  description: z.string().nullish(),
  groupId: Id.nullish(),
  priceId: Id.nullish(),
  rateDisplay: RateDisplay.optional(),
  servicePeriod: DateRange.nullish(),
  servicePeriodStart: Instant.nullish(),
  servicePeriodEnd: Instant.nullish(),
  revenueClassification: RevenueClassification.nullish(),
  creditGrantId: Id.nullish(),
  revenueRecognitionMethod: RecognitionMethod.nullish(),
})
export type LineRequest = z.infer<typeof LineRequest>

/** The reading of the doubt in which a line's product can be written. */
export const LineWithProduct = LineRequest.extend({ productId: Id.nullish() })
