import { customerProblems, documentProblems, settingsProblems } from './checks.ts'
import { distinctProblems } from './distinct.ts'
import { factsOf } from './facts.ts'
import { type LineMapping, mapLine } from './lines.ts'
import type { InvoiceFacts, Problem, ProductLink, Settings, SourceInvoice } from './model.ts'
import { format, isZero } from './money.ts'
import { linkTemplateInvalid, productNotMapped } from './problems.ts'
import { missingProducts, productFor } from './products.ts'
import { defaultInvoiceUrlTemplate, headerReferences, linkTo } from './references.ts'
import type { Mapping } from './result.ts'
import { chooseTaxes } from './tax.ts'
import { type Warning, warning } from './warnings.ts'
import type { RrInvoiceRequest } from './wire.ts'

/** What a mapping needs to know of Rillet's side. */
export type MappingContext = {
  settings: Settings
  /** Null when the customer is not linked. */
  customerRilletId: string | null
  /** Null when the link has no currency: then Rillet decides. */
  customerCurrency: string | null
  /** By Sequence product id; a preview puts `toBeCreated` for those that the sync will create. */
  productRilletIds: Record<string, string>
  publicUrl: string
}

/** Stands in a preview for the id of a product that the sync will create. */
export const toBeCreated = '(created during the sync)'

/** Rillet's request body for one invoice. The other scopes join this union. */
export type InvoiceDraft = RrInvoiceRequest

/**
 * The Rillet request for a Sequence invoice: every line and every cent, or all the reasons why not.
 * Nothing is defaulted, rounded or left out in silence: what Rillet has no field for is a warning.
 */
export function mapInvoice({ invoice, context }: MapInput): Mapping<InvoiceDraft> {
  const facts = factsOf(invoice, '')
  const { problems: taxProblems, warnings: taxWarnings } = chooseTaxes(facts, context.settings)
  const url = linkTo(invoiceTemplate(context), invoice.id)
  const lines = invoice.lines.map((_, index) => lineAt(index, { invoice, context, url }))
  const found = [
    ...settingsProblems(facts, context.settings),
    ...customerProblems(facts, { customer: customerOf(context) }),
    ...productProblems(facts, context),
    ...taxProblems,
    ...documentProblems(facts),
    ...lines.flatMap(({ problems }) => problems),
    ...(url === null ? [linkTemplateInvalid(invoiceTemplate(context))] : []),
  ]
  const problems = distinctProblems(found)
  const warnings = [
    ...headerWarnings(invoice, context),
    ...taxWarnings,
    ...lines.flatMap((line) => line.warnings),
  ]
  const value = problems.length === 0 ? draftOf({ invoice, context, url }, lines) : null
  return value === null ? { ok: false, problems, warnings } : { ok: true, value, warnings }
}

export type MapInput = { invoice: SourceInvoice; context: MappingContext }
type Linked = MapInput & { url: string | null }

/** Null only where a problem has been named. */
function draftOf({ invoice, context, url }: Linked, lines: LineMapping[]): InvoiceDraft | null {
  const { customerRilletId, settings } = context
  const { currency, invoiceNumber } = invoice
  const items = lines.flatMap(({ item }) => (item === null ? [] : [item]))
  const tax = format(invoice.totalTax, currency)
  if (customerRilletId === null || settings.subsidiaryId === null) return null
  if (invoiceNumber === null || tax === null || url === null) return null
  return {
    scope: 'REVENUE_RECOGNITION_ONLY',
    customer_id: customerRilletId,
    subsidiary_id: settings.subsidiaryId,
    invoice_number: invoiceNumber,
    invoice_date: invoice.accountingDate,
    ...(invoice.dueDate === null ? {} : { due_date: invoice.dueDate }),
    ...(sendsTax(invoice) ? { tax_amount: { amount: tax, currency } } : {}),
    items,
    external_references: headerReferences(invoice.id, url),
  }
}

/** A taxed customer's zero is said; for exempt and reverse-charged ones there is no tax to speak of. */
const sendsTax = ({ customerTaxStatus, totalTax }: SourceInvoice) =>
  customerTaxStatus === 'TAXED' || !isZero(totalTax)

function lineAt(index: number, { invoice, context, url }: Linked): LineMapping {
  const line = invoice.lines[index]
  const nothing = { item: null, problems: [], warnings: [] }
  if (line === undefined) return nothing
  const number = index + 1
  const product = productFor(number, line, productContext(context))
  const rilletProductId = product.kind === 'known' ? product.rilletId : toBeCreated
  return mapLine({ line, number, currency: invoice.currency, rilletProductId, url: url ?? '' })
}

/** By now every product must exist: one still to be created is not mapped. */
function productProblems(facts: InvoiceFacts, context: MappingContext): Problem[] {
  const { create, problems } = missingProducts(facts, productContext(context))
  return [...problems, ...create.map(productNotMapped)]
}

function headerWarnings(invoice: SourceInvoice, context: MappingContext): Warning[] {
  const { currency, dueDate, memo, purchaseOrderNumber } = invoice
  const unknown = context.customerRilletId !== null && context.customerCurrency === null
  return [
    ...(unknown ? [warning('customer_currency_unknown', { currency })] : []),
    ...(dueDate === null ? [warning('due_date_missing')] : []),
    ...(memo ? [warning('memo_not_sent')] : []),
    ...(purchaseOrderNumber
      ? [warning('purchase_order_not_sent', { number: purchaseOrderNumber })]
      : []),
  ]
}

const invoiceTemplate = ({ settings, publicUrl }: MappingContext) =>
  settings.invoiceUrlTemplate ?? defaultInvoiceUrlTemplate(publicUrl)

const customerOf = ({ customerRilletId, customerCurrency }: MappingContext) =>
  customerRilletId === null ? null : { rilletId: customerRilletId, currency: customerCurrency }

function productContext({ settings, productRilletIds }: MappingContext) {
  const links = Object.entries(productRilletIds).map(([id, rilletId]): [string, ProductLink] => [
    id,
    { rilletId, problem: null },
  ])
  return { settings, products: Object.fromEntries(links) }
}
