import { z } from 'zod'

/** The vendor's doubts. The first word of each is what we assume; `describe` is the question. */
export const Switches = z.object({
  rateLimitPerMinute: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(60)
    .describe('requests per rolling 60 s'),
  rateLimitScope: z
    .enum(['organization', 'key'])
    .default('organization')
    .describe('what is counted'),
  retryAfter: z.enum(['on', 'off']).default('on').describe('whether a 429 says when to come back'),
  unsupportedVersion: z
    .enum(['refused', 'ignored'])
    .default('refused')
    .describe('X-Rillet-API-Version other than 1 to 4'),
  malformedId: z.enum(['400', '404']).default('400').describe('answer to a malformed id in a path'),
  limitOutOfRange: z
    .enum(['refused', 'clamped'])
    .default('refused')
    .describe('limit outside 1 to 100'),
  oneReferenceParameter: z
    .enum(['refused', 'ignored'])
    .default('refused')
    .describe('external_reference_id without _type, or the reverse'),
  searchRule: z
    .enum(['substring', 'prefix', 'exact'])
    .default('substring')
    .describe('how search compares names'),
  cursorFilters: z
    .enum(['kept', 'query'])
    .default('kept')
    .describe('filters left out beside a cursor: kept in the cursor, or none'),
  lastCursor: z
    .enum(['absent', 'null', 'noPagination'])
    .default('absent')
    .describe('how the last page says so'),
  listingLagMs: z
    .int()
    .min(0)
    .max(3_600_000)
    .default(0)
    .describe('new objects stay out of lists for so long'),
  latencyMs: z
    .int()
    .min(0)
    .max(60_000)
    .default(0)
    .describe('how long every call takes before it executes'),

  idempotency: z
    .enum(['honoured', 'ignored'])
    .default('honoured')
    .describe('whether Idempotency-Key has any effect'),
  idempotencySaves: z
    .enum(['answers', 'success'])
    .default('answers')
    .describe('2xx and 4xx, or 2xx only'),
  idempotencyBody: z
    .enum(['ignored', 'compared'])
    .default('ignored')
    .describe('the same key with another body: replayed, or refused'),
  problemFormat: z.enum(['problem', 'json']).default('problem').describe('content type of errors'),
  violations: z
    .enum(['listed', 'message', 'errors'])
    .default('listed')
    .describe('how a validation failure names its fields'),
  refusalStatus: z
    .enum(['400', '409', '422'])
    .default('400')
    .describe('status of business refusals'),
  missingRelated: z
    .enum(['400', '404'])
    .default('400')
    .describe('a customer, product or subsidiary in a body that does not exist'),
  undeclaredFields: z
    .enum(['refused', 'ignored'])
    .default('refused')
    .describe('fields in a body that are not declared'),
  nullOptionals: z
    .enum(['refused', 'accepted'])
    .default('refused')
    .describe('null for an optional field that is not declared nullable'),
  responseScale: z
    .enum(['padded', 'trimmed'])
    .default('padded')
    .describe("decimals in answers: the currency's, or as few as needed"),

  builtInReferenceRule: z
    .enum(['on', 'off'])
    .default('on')
    .describe('external invoices and each of their items need a built-in reference type'),
  customerCustomUrl: z
    .enum(['required', 'optional'])
    .default('required')
    .describe('CUSTOMER_CUSTOM needs a url'),
  referenceUniqueness: z
    .enum(['off', 'on'])
    .default('off')
    .describe('whether (type, id) may occur on one object of a kind only'),
  invoiceNumberUniqueness: z
    .enum(['off', 'on'])
    .default('off')
    .describe('whether invoice numbers must differ'),
  nameUniqueness: z
    .enum(['off', 'on'])
    .default('off')
    .describe('whether names of customers and of products must differ'),

  closedPeriods: z
    .enum(['enforced', 'ignored'])
    .default('enforced')
    .describe('writes dated in a closed period'),
  rrSettlesItself: z
    .enum(['off', 'on'])
    .default('off')
    .describe('REVENUE_RECOGNITION_ONLY invoices are PAID on creation'),
  negativeLines: z
    .enum(['accepted', 'refused'])
    .default('accepted')
    .describe('negative line totals'),
  negativeTotal: z
    .enum(['refused', 'accepted'])
    .default('refused')
    .describe('an invoice total below zero'),
  zeroTotal: z.enum(['PAID', 'UNPAID']).default('PAID').describe('status of an invoice over zero'),
  dueBeforeInvoiceDate: z
    .enum(['accepted', 'refused'])
    .default('accepted')
    .describe('a due date before the invoice date'),
  subsidiaryOmitted: z.enum(['first', 'refused']).default('first').describe('no subsidiary_id'),
  itemsOmittedInUpdate: z
    .enum(['refused', 'kept'])
    .default('refused')
    .describe('lines left out of a REVENUE_RECOGNITION_ONLY update'),
  missingExchangeRate: z
    .enum(['ownRate', 'refused'])
    .default('ownRate')
    .describe('foreign currency without a rate in the body'),
  taxNeedsLiabilityAccount: z
    .enum(['on', 'off'])
    .default('on')
    .describe('tax needs an active account of subtype Sales Tax Liability'),
  inactiveProduct: z
    .enum(['accepted', 'refused'])
    .default('accepted')
    .describe('an inactive product on a line'),
  productCurrencyDiffers: z
    .enum(['accepted', 'refused'])
    .default('accepted')
    .describe('a line in another currency than its product'),
  productAccount: z
    .enum(['incomeOnly', 'anyKnown', 'any'])
    .default('incomeOnly')
    .describe('account_code of a product'),
  mandatoryFields: z
    .enum(['notChecked', 'checked'])
    .default('notChecked')
    .describe('lines without a mandatory REVENUE field'),
  deleteInUse: z
    .enum(['refused', 'accepted'])
    .default('refused')
    .describe('deleting a customer or product that documents refer to'),

  overpayment: z
    .enum(['refused', 'accepted'])
    .default('refused')
    .describe('a payment above the amount due'),
  paymentBumpsInvoice: z
    .enum(['on', 'off'])
    .default('on')
    .describe("whether a payment changes the invoice's updated_at"),
  sentAtOnSentStatus: z
    .enum(['none', 'set'])
    .default('none')
    .describe('effect of sent: true on sent_at'),

  ownWritesEcho: z
    .enum(['on', 'off'])
    .default('on')
    .describe('whether writes by the API fire webhooks'),
  paymentAlsoFiresUpdated: z
    .enum(['off', 'on'])
    .default('off')
    .describe('whether a payment fires INVOICE/UPDATED too'),
  webhookKey: z
    .enum(['decoded', 'raw'])
    .default('decoded')
    .describe('signing key: the base64-decoded token, or its text'),
  webhookPaymentForm: z
    .enum(['invoice', 'payment', 'invoicePayment'])
    .default('invoice')
    .describe(
      'INVOICE/PAYMENT_UPDATED with the invoice, or PAYMENT/UPDATED, INVOICE_PAYMENT/UPDATED with the payment',
    ),
  webhookNames: z
    .enum(['upper', 'kebab', 'dotted'])
    .default('upper')
    .describe('INVOICE PAYMENT_UPDATED, invoice payment-updated, or invoice payment.updated'),
  webhookDeletedBody: z
    .enum(['json', 'text', 'object'])
    .default('json')
    .describe('body of DELETED: a JSON string, the bare id, or an object'),
  webhookTimestamp: z
    .enum(['sending', 'event'])
    .default('sending')
    .describe('X-Rillet-Timestamp: of each attempt, or of the event'),
  webhookSignatures: z
    .enum(['one', 'several'])
    .default('one')
    .describe('several: also one by the previous token, comma-separated'),
})
export type SwitchValues = z.output<typeof Switches>
