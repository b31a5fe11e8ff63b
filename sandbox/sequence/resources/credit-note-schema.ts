import { z } from 'zod'
import {
  Address,
  Day,
  Decimal,
  ExternalId,
  Id,
  InclusiveRange,
  Instant,
  KeyValue,
  Text,
} from '../wire/common.ts'
import { Currency, RateDisplay, RecognitionMethod, RevenueClassification } from '../wire/enums.ts'

const common = {
  accountingDate: Day.optional(),
  billingPeriodStart: Instant.nullish(),
  billingPeriodEnd: Instant.nullish(),
  customerBillingAddress: Address.optional(),
  customerEmails: z.array(z.email()).optional(),
  customerLegalCompanyName: Text.optional(),
  customerShippingAddress: Address.optional(),
  customerTaxId: z.string().nullish(),
  memo: z.string().nullish(),
  metadata: z.array(KeyValue).optional(),
  purchaseOrderNumber: z.string().nullish(),
}

/** Body of `POST /credit-notes`. */
export const CreateCreditNote = z.strictObject({
  ...common,
  currency: Currency,
  customerId: Id,
  invoiceId: Id.nullish(),
})

/** Body of `PUT /credit-notes/{id}`. */
export const UpdateCreditNote = z.strictObject({
  ...common,
  settings: z.strictObject({ generateCashCreditGrant: z.enum(['ENABLED', 'DISABLED']) }).optional(),
})

/** Body of `PUT …/line-item-groups/{id}`. */
export const UpdateCreditGroup = z.strictObject({ title: Text, description: z.string().nullish() })

export const CreateCreditGroup = UpdateCreditGroup.extend({ lineItemGroupId: Id.nullish() })

/** Body of `PUT …/line-items/{id}`. */
export const UpdateCreditLine = z.strictObject({
  title: Text,
  quantity: Decimal,
  rate: Decimal,
  taxRate: Decimal,
  externalIds: z.array(ExternalId).optional(),
  description: z.string().nullish(),
  productId: Id.nullish(),
  rateDisplay: RateDisplay.optional(),
  revenueClassification: RevenueClassification.nullish(),
  revenueRecognitionMethod: RecognitionMethod.nullish(),
  servicePeriod: InclusiveRange.nullish(),
})
export type UpdateCreditLine = z.infer<typeof UpdateCreditLine>

/** Body of `POST …/line-items`; it repeats the credit note's id. */
export const CreateCreditLine = UpdateCreditLine.extend({
  creditNoteId: Id,
  externalIds: z.array(ExternalId),
  groupId: Id.nullish(),
  lineItemId: Id.nullish(),
  invoiceLineItemIds: z.array(Id).optional(),
})

/** Body of `POST /credit-note-applications`; the amount is a JSON number here. */
export const ApplyCreditNote = z.strictObject({
  creditNoteId: Id,
  invoiceId: Id,
  amount: z.number().positive(),
  currency: Currency,
  creditNoteBalanceVersion: z.number().int().min(0),
  invoiceBalanceVersion: z.number().int().min(0),
})
