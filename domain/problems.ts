import type { ErrorCode, ParamsOf } from './catalogue.ts'
import { causes, REFERENCE_TYPE } from './ids.ts'
import type { Decimal, IsoDate, Period, Problem, Scope } from './model.ts'

/** The only makers of problems: each knows its code, what clears it, and which params its words need. */

export const rilletNotConnected = () => problem('rillet_not_connected', causes.key, {})
export const apiKeyRefused = () => problem('api_key_refused', causes.key, {})
/** The ids are Rillet's organizations: the one that holds the invoice, the one that is connected. */
export const otherOrganization = (holder: string, connected: string) =>
  problem('other_organization', causes.key, { holder, connected })
export const sequenceNotConnected = () => problem('sequence_not_connected', causes.sequence, {})
export const sequenceKeyRefused = () => problem('sequence_key_refused', causes.sequence, {})
export const disconnected = () => problem('disconnected', causes.disconnected, {})
export const missingSetup = () => problem('missing_setup', causes.setup, { type: REFERENCE_TYPE })

export const subsidiaryMissing = () => problem('subsidiary_missing', causes.settings, {})
export const defaultAccountMissing = (productId: string) =>
  problem('default_account_missing', causes.settings, { product: productId })
/** `line` counts from 1. */
export const defaultProductMissing = (line: number) =>
  problem('default_product_missing', causes.settings, { line: String(line) })
export const currencyNotEnabled = (currency: string, subsidiaryCurrency: string) =>
  problem('currency_not_enabled', causes.settings, { currency, subsidiaryCurrency })
export const scopeNotSupported = (scope: Scope) =>
  problem('scope_not_supported', causes.settings, { scope })
export const bankAccountMissing = () => problem('bank_account_missing', causes.settings, {})
export const linkTemplateInvalid = (template: string) =>
  problem('link_template_invalid', causes.settings, { template })
/** `status` in words; `category` null is the row without a category. */
export const taxCodeMissing = (status: string, category: string | null) =>
  problem('tax_code_missing', causes.settings, { status, category: category ?? 'none' })
export const taxCodeNotDescribed = (code: string) =>
  problem('tax_code_not_described', causes.settings, { code })
/** `line` counts from 1; `percentage` is the code's, `expected` the tax that it makes of the line's net. */
export const taxRateDiffers = (params: TaxFigures) =>
  problem('tax_rate_differs', causes.settings, params)
export const beforeStartDate = (accountingDate: IsoDate, startDate: IsoDate) =>
  problem('before_start_date', causes.settings, { accountingDate, startDate })

export const customerNotLinked = (customerId: string) =>
  problem('customer_not_linked', causes.customer(customerId), { customer: customerId })
/** `field` as Sequence's page calls it: `legal name`. */
export const customerMissingData = (customerId: string, field: string) =>
  problem('customer_missing_data', causes.customer(customerId), { customer: customerId, field })
export const currencyMismatch = (
  customerId: string,
  invoiceCurrency: string,
  customerCurrency: string,
) =>
  problem('currency_mismatch', causes.customer(customerId), {
    customer: customerId,
    invoiceCurrency,
    customerCurrency,
  })
export const rilletCustomerGone = (customerId: string) =>
  problem('rillet_customer_gone', causes.customer(customerId), { customer: customerId })
export const productNotMapped = (productId: string) =>
  problem('product_not_mapped', causes.product(productId), { product: productId })
/** `sentence` is Rillet's own. */
export const productCreateFailed = (productId: string, sentence: string) =>
  problem('product_create_failed', causes.product(productId), { product: productId, sentence })

export const invoiceNotFinal = (status: string) =>
  problem('invoice_not_final', causes.source, { status })
/** `status` in Sequence's word. */
export const foundInSequence = (status: string) =>
  problem('found_in_sequence', causes.source, { status })
export const invoiceNumberMissing = () => problem('invoice_number_missing', causes.source, {})
export const noLines = () => problem('no_lines', causes.source, {})
export const negativeTotal = (total: Decimal, currency: string) =>
  problem('negative_total', causes.source, { total, currency })
/** `left` and `right` name the two figures in words: `net plus tax`, `the gross total`. */
export const totalsDiffer = (
  left: { name: string; amount: Decimal },
  right: { name: string; amount: Decimal },
  currency: string,
) =>
  problem('totals_differ', causes.source, {
    left: left.name,
    leftAmount: left.amount,
    right: right.name,
    rightAmount: right.amount,
    currency,
  })
/** `where` starts the sentence: `The net of line 3`. */
export const lineNotRepresentable = (where: string, amount: Decimal, currency: string) =>
  problem('line_not_representable', causes.source, { where, amount, currency })
export const servicePeriodReversed = (line: number, { start, end }: Period) =>
  problem('service_period_reversed', causes.source, { line: String(line), start, end })
export const unknownCurrency = (currency: string) =>
  problem('unknown_currency', causes.source, { currency })
export const unknownTaxStatus = (status: string | null) =>
  problem('unknown_tax_status', causes.source, { status: status ?? 'nothing' })
export const taxOnUntaxedCustomer = (status: string, tax: Decimal, currency: string) =>
  problem('tax_on_untaxed_customer', causes.source, { status, tax, currency })

/** `percentage` in per cent: Rillet takes 0 to 100, with as many digits as a JSON number keeps. */
export const taxRateUnusable = (line: number, percentage: Decimal) =>
  problem('tax_rate_unusable', causes.source, { line: String(line), percentage })
export const creditNotPositive = (amount: Decimal, currency: string) =>
  problem('credit_not_positive', causes.source, { amount, currency })
/** What is still due of the invoice once all of it was credited. */
export const creditLeavesOpen = (amount: Decimal, currency: string) =>
  problem('credit_leaves_open', causes.rillet, { amount, currency })
export const creditNoteNotFinal = (status: string) =>
  problem('credit_note_not_final', causes.source, { status })
export const creditNoteUndated = () => problem('credit_note_undated', causes.source, {})
export const invoiceNotInRillet = (invoiceId: string) =>
  problem('invoice_not_in_rillet', causes.invoice(invoiceId), { invoice: invoiceId })
/** Held by what keeps Rillet from taking it, which is said beside it. */
export const setOffDiffers = (
  {
    invoiceId,
    ...amounts
  }: { invoiceId: string } & Record<'applied' | 'wanted' | 'currency', string>,
  blockedOn: string,
) => problem('set_off_differs', blockedOn, { invoice: invoiceId, ...amounts })
export const creditMemoInUse = () => problem('credit_memo_in_use', causes.rillet, {})
export const creditMemoRemoved = () => problem('credit_memo_removed', causes.rillet, {})

/** `sentence` is Rillet's own, as everywhere below. */
export const rilletRefused = (sentence: string) =>
  problem('rillet_refused', causes.rillet, { sentence })
/** `detail` is one technical word or two: `timeout`, `status 503`. */
export const rilletUnreachable = (detail: string) =>
  problem('rillet_unreachable', causes.rillet, { detail })
export const rilletAnswerUnreadable = (detail: string) =>
  problem('rillet_answer_unreadable', causes.rillet, { detail })
export const rilletAnswerDiffers = (field: string, sent: string, answered: string) =>
  problem('rillet_answer_differs', causes.rillet, { field, sent, answered })
export const rilletEdited = (field: string, ours: string, theirs: string) =>
  problem('rillet_edited', causes.rillet, { field, ours, theirs })
export const periodClosed = (date: IsoDate) =>
  problem('period_closed', causes.period(date), { date })
export const inDoubt = (detail: string) => problem('in_doubt', causes.rillet, { detail })
export const dateChangeRefused = (sentence: string) =>
  problem('date_change_refused', causes.rillet, { sentence })
export const sourceChangedAfterSync = (field: string, ours: string, theirs: string) =>
  problem('source_changed_after_sync', causes.rillet, { field, ours, theirs })
/** Why is said by the problems beside it. */
export const voidRefused = () => problem('void_refused', causes.rillet, {})
export const recreateRefused = () => problem('recreate_refused', causes.rillet, {})
/** `stands` is what stands against the invoice in Rillet: `a payment`. */
export const deleteHeld = (stands: string) => problem('delete_held', causes.rillet, { stands })
export const notUpdatable = (scope: Scope) => problem('not_updatable', causes.rillet, { scope })
/** In Sequence's words for how far it is paid: Sequence's own, and what Rillet's rows make of it. */
export const paymentStatusDiffers = (ours: string, theirs: string) =>
  problem('payment_status_differs', causes.rillet, { ours, theirs })
export const sourceVoidedAfterSync = () => problem('source_voided_after_sync', causes.rillet, {})

export const sequenceRefused = (sentence: string) =>
  problem('sequence_refused', causes.source, { sentence })
export const sequenceUnreachable = (detail: string) =>
  problem('sequence_unreachable', causes.source, { detail })
export const sequenceAnswerUnreadable = (detail: string) =>
  problem('sequence_answer_unreadable', causes.source, { detail })
/** `what` is `invoice`, `customer` or `product`. */
export const sequenceNotFound = (what: string, id: string) =>
  problem('sequence_not_found', causes.source, { what, id })

type TaxFigures = Record<'line' | 'code' | 'percentage' | 'expected' | 'tax' | 'currency', string>

const problem = <C extends ErrorCode>(
  code: C,
  blockedOn: string,
  params: Record<ParamsOf<C>, string>,
): Problem => ({ code, blockedOn, params: { ...params } })
