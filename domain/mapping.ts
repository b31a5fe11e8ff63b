import { customerProblems, documentProblems, settingsProblems } from './checks.ts'
import { distinctProblems } from './distinct.ts'
import { factsOf } from './facts.ts'
import { draftInvoice } from './invoice-draft.ts'
import type { InvoiceFacts, Problem, ProductLink, Settings, SourceInvoice } from './model.ts'
import { linkTemplateInvalid, productNotMapped } from './problems.ts'
import { missingProducts, productFor } from './products.ts'
import { defaultInvoiceUrlTemplate, linkTo } from './references.ts'
import type { Mapping } from './result.ts'
import { chooseTaxes } from './tax.ts'
import { type Warning, warning } from './warnings.ts'
import type { InvoiceRequest } from './wire.ts'

/** What a mapping needs to know of Rillet's side. */
export type MappingContext = {
  /** The scope among them is the one that the invoice was created with, once it was. */
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

/** Rillet's request body for one invoice, in any scope. */
export type InvoiceDraft = InvoiceRequest

/**
 * The Rillet request for a Sequence invoice: every line and every cent, or all the reasons why not.
 * Nothing is defaulted, rounded or left out in silence: what Rillet has no field for is a warning.
 */
export function mapInvoice({ invoice, context }: MapInput): Mapping<InvoiceDraft> {
  const facts = factsOf(invoice, '')
  const {
    choices,
    problems: taxProblems,
    warnings: taxWarnings,
  } = chooseTaxes(facts, context.settings)
  const template = invoiceTemplate(context)
  const url = linkTo(template, invoice.id)
  const products = productIds(invoice, context)
  const drafted = draftInvoice({ invoice, context, url, products, taxes: choices })
  const problems = distinctProblems([
    ...settingsProblems(facts, context.settings),
    ...customerProblems(facts, { customer: customerOf(context) }),
    ...productProblems(facts, context),
    ...taxProblems,
    ...documentProblems(facts),
    ...drafted.problems,
    ...(url === null ? [linkTemplateInvalid(template)] : []),
  ])
  const warnings = [...headerWarnings(invoice, context), ...taxWarnings, ...drafted.warnings]
  const value = problems.length === 0 ? drafted.request : null
  return value === null ? { ok: false, problems, warnings } : { ok: true, value, warnings }
}

export type MapInput = { invoice: SourceInvoice; context: MappingContext }

/** Of each line, in order. */
function productIds({ lines }: SourceInvoice, context: MappingContext): string[] {
  return lines.map((line, index) => {
    const product = productFor(index + 1, line, productContext(context))
    return product.kind === 'known' ? product.rilletId : toBeCreated
  })
}

/** By now every product must exist: one still to be created is not mapped. */
function productProblems(facts: InvoiceFacts, context: MappingContext): Problem[] {
  const { create, problems } = missingProducts(facts, productContext(context))
  return [...problems, ...create.map(productNotMapped)]
}

function headerWarnings(invoice: SourceInvoice, context: MappingContext): Warning[] {
  const { currency, dueDate } = invoice
  const unknown = context.customerRilletId !== null && context.customerCurrency === null
  return [
    ...(unknown ? [warning('customer_currency_unknown', { currency })] : []),
    ...(dueDate === null ? [warning('due_date_missing')] : []),
    ...scopeWarnings(invoice, context.settings),
  ]
}

/** What the scope has no field for, and what it will not let us change later. */
function scopeWarnings(
  { currency, memo, purchaseOrderNumber: number }: SourceInvoice,
  { scope, subsidiaryCurrency, bankAccountId }: Settings,
): Warning[] {
  if (scope === 'FULL') return bankAccountId === null ? [warning('bank_account_not_chosen')] : []
  const isForeign = subsidiaryCurrency !== null && subsidiaryCurrency !== currency
  return [
    ...(memo ? [warning('memo_not_sent')] : []),
    ...(number ? [warning('purchase_order_not_sent', { number })] : []),
    ...(scope === 'AR_ONLY' && isForeign ? [warning('exchange_rate_ignored', { currency })] : []),
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
