import { z } from 'zod'

/**
 * What nobody knows about the real vendor, each with its readings; the default is assumed.
 * Set with `PUT /_sandbox/switches`.
 */
export const Switches = z.strictObject({
  idempotencyKeys: z
    .enum(['aliases', 'allWrites'])
    .default('aliases')
    .describe('Which POSTs replay their first answer for an Idempotency-Key'),
  missing: z
    .enum(['404', '400'])
    .default('404')
    .describe('The answer for a missing thing where the document declares no 404'),
  paymentSettingsMissing: z
    .enum(['404', '400'])
    .default('404')
    .describe('The answer when an invoice or a billing schedule has no payment settings'),
  unauthorizedBody: z.enum(['empty', 'envelope']).default('empty').describe('The body of a 401'),
  errorBodies: z
    .enum(['envelope', 'empty', 'text'])
    .default('envelope')
    .describe('The body of other refusals; text is not JSON'),
  rateLimitPerMinute: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(1_500)
    .describe('Requests a minute for one key'),
  rateLimitHeaders: z
    .enum(['none', 'retryAfter'])
    .default('none')
    .describe('Whether a 429 carries Retry-After'),
  defaultPageSize: z.int().min(1).max(100).default(20).describe('Items of a page without a limit'),
  lastCursor: z
    .enum(['absent', 'null'])
    .default('absent')
    .describe('How the last page writes its missing cursor'),
  accountsVisible: z
    .enum(['own', 'all'])
    .default('own')
    .describe('Which accounts a key sees in the list of accounts'),
  unknownFields: z
    .enum(['refused', 'ignored'])
    .default('refused')
    .describe('What happens to a request field that the document does not name'),
  commaLists: z
    .enum(['accepted', 'refused'])
    .default('accepted')
    .describe('Whether a filter takes several values with commas between'),
  dateBounds: z
    .enum(['exclusive', 'inclusive'])
    .default('exclusive')
    .describe('Whether a date bound itself is within'),
  invoiceDate: z
    .enum(['accountingDate', 'issueDate'])
    .default('accountingDate')
    .describe('What invoiceBefore and invoiceAfter compare'),

  primaryContacts: z
    .enum(['one', 'many'])
    .default('one')
    .describe('How many PRIMARY contacts a customer may have'),
  contactIdsOnPut: z
    .enum(['change', 'keep'])
    .default('change')
    .describe('Whether PUT of a customer gives its contacts new ids'),
  integrationIdsOnPut: z
    .enum(['replace', 'merge'])
    .default('replace')
    .describe('What integrationIds given in a PUT do to the present ones'),
  rilletIntegrationIds: z
    .enum(['accepted', 'refused'])
    .default('accepted')
    .describe('Whether the service Rillet can be written into integrationIds'),

  taxRateAmount: z
    .enum(['fraction', 'percent'])
    .default('fraction')
    .describe('Whether the amount of a tax rate lies within 0-1 or 0-100'),
  taxRounding: z
    .enum(['perLine', 'perInvoice'])
    .default('perLine')
    .describe('Where tax is rounded'),
  accountingDateFrom: z
    .enum(['creation', 'issueDate', 'endOfBillingPeriod'])
    .default('creation')
    .describe("The account's preference for accountingDate"),
  issueDateOnSend: z
    .enum(['reset', 'kept'])
    .default('reset')
    .describe('Whether sending moves the issueDate that finalise set'),
  editFinal: z
    .enum(['refused', 'accepted'])
    .default('refused')
    .describe('PUT and PATCH of a FINAL invoice'),
  metadataWhenFinal: z
    .enum(['refused', 'accepted'])
    .default('refused')
    .describe('PATCH of nothing but metadata on a FINAL invoice'),
  sendFromDraft: z
    .enum(['refused', 'finalises'])
    .default('refused')
    .describe('What send does to a DRAFT'),
  patchSentFields: z
    .enum(['five', 'two'])
    .default('five')
    .describe('How many fields of a SENT invoice can be changed'),
  lineProductId: z
    .enum(['fromPrice', 'writable'])
    .default('fromPrice')
    .describe("Whether a line's productId can be written"),
  servicePeriodForms: z
    .enum(['both', 'dates', 'timestamps'])
    .default('both')
    .describe("Which forms of a line's service period are shown"),
  creditNoteSign: z
    .enum(['positive', 'negative'])
    .default('positive')
    .describe("The sign of a credit note's amounts"),
  settingsForInvoice: z
    .enum(['own', 'effective'])
    .default('own')
    .describe("Whether an invoice's payment settings fall back to its schedule's and customer's"),
  providerStatusAtFinalise: z
    .enum(['absent', 'pending'])
    .default('absent')
    .describe('Whether a payment link shows in integrationPaymentStatuses before anybody pays'),
  stripeLinkedService: z
    .enum(['absent', 'shown'])
    .default('absent')
    .describe('Whether a Stripe link shows in linkedServices'),

  paymentStatusLedger: z
    .enum(['moves', 'leaves'])
    .default('moves')
    .describe('Whether a written payment status moves balance and allocations'),
  paymentStatusAllowedOn: z
    .enum(['finalAndSent', 'any'])
    .default('finalAndSent')
    .describe('Which invoices take a payment status'),
  samePaymentStatus: z
    .enum(['silent', 'event'])
    .default('silent')
    .describe('What writing the present payment status again does'),
  paymentStatusEvent: z
    .enum(['INVOICE_UPDATED', 'none'])
    .default('INVOICE_UPDATED')
    .describe('The event of a written payment status'),

  issuedEventOn: z
    .enum(['send', 'finalise'])
    .default('send')
    .describe('Which move INVOICE_ISSUED tells of'),
  updatedEventOnSend: z
    .enum(['sent', 'none'])
    .default('sent')
    .describe('Whether INVOICE_UPDATED goes out beside INVOICE_ISSUED'),
  markAsSentEvent: z
    .enum(['none', 'INVOICE_UPDATED'])
    .default('none')
    .describe('The event of mark-as-sent'),
  webhookResourceType: z
    .enum(['InvoiceResponse', 'Invoice'])
    .default('InvoiceResponse')
    .describe("The resourceType and shape in an invoice's events"),
  webhookResourceId: z
    .enum(['same', 'different', 'absent'])
    .default('same')
    .describe('How resourceId relates to resource.id'),
  webhookResource: z
    .enum(['full', 'absent'])
    .default('full')
    .describe('Whether events carry the resource'),
  webhookKey: z
    .enum(['wholeSecret', 'withoutPrefix', 'base64'])
    .default('wholeSecret')
    .describe('Which bytes of the secret sign: all, without whsec_, or that decoded'),
  webhookTimestamp: z
    .enum(['milliseconds', 'seconds'])
    .default('milliseconds')
    .describe('The unit of t in the signature'),
  webhookRetrySignature: z
    .enum(['fresh', 'first'])
    .default('fresh')
    .describe('Whether a retry is signed anew'),
})
export type Switches = z.infer<typeof Switches>
