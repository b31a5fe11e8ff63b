import { assertOpen } from './books.ts'
import { exchangeRateOf, singleCurrency } from './currencies.ts'
import { subsidiaryOf } from './directory.ts'
import { checkFields, checkMandatory } from './fields.ts'
import { amountsOf } from './invoice-amounts.ts'
import {
  checkBankAccount,
  checkDates,
  checkNumber,
  checkTotals,
  moniesOf,
} from './invoice-create.ts'
import { fullLine, revenueOf } from './invoice-lines.ts'
import { UpdateInvoice } from './invoice-schemas.ts'
import { viewInvoice } from './invoice-view.ts'
import type { Invoice, InvoiceItem, Session } from './model.ts'
import { parseBody } from './parse.ts'
import { checkBuiltIn, checkReferences, checkUnique } from './references.ts'
import { invalid, refused } from './refusal.ts'
import { touch } from './session.ts'
import { publish } from './webhooks.ts'

type Full = Extract<UpdateInvoice, { scope: 'FULL' }>
type External = Extract<UpdateInvoice, { scope: 'REVENUE_RECOGNITION_ONLY' }>

/** Replaces an invoice in whole: what the body leaves out is cleared. */
export function updateInvoice(session: Session, invoice: Invoice, body: unknown) {
  if (invoice.scope === 'AR_ONLY') {
    throw refused('invoice_not_updatable', 'An AR_ONLY invoice cannot be updated.')
  }
  const request = parseBody(session.world, UpdateInvoice, body)
  if (request.scope !== invoice.scope) {
    throw refused('invoice_scope_mismatch', `The invoice has scope ${invoice.scope}.`)
  }
  const due_date = request.due_date ?? request.invoice_date
  assertOpen(session, invoice.invoice_date)
  checkDates(session, request.invoice_date, due_date)
  const { external_references = [] } = request
  const others = Object.values(session.organization.invoices)
  checkUnique(session, external_references, others, invoice.id)
  const changed =
    request.scope === 'FULL'
      ? fullChange(session, invoice, request)
      : externalChange(session, invoice, request)
  const { invoice_date } = request
  Object.assign(invoice, changed, { invoice_date, due_date, external_references })
  return announceUpdate(session, invoice)
}

/** Marks the invoice as changed and tells the webhooks. */
export function announceUpdate(session: Session, invoice: Invoice) {
  touch(session, invoice)
  const view = viewInvoice(session, invoice)
  publish(session, { entity: 'INVOICE', event: 'UPDATED', body: JSON.stringify(view) })
  return view
}

/** Lines are replaced; customer, subsidiary and currency stay. */
function fullChange(session: Session, invoice: Invoice, request: Full): Partial<Invoice> {
  checkBankAccount(session, request.bank_account_id)
  const currency = singleCurrency(moniesOf(request))
  if (currency !== invoice.currency) {
    throw refused('currency_mismatch', `The invoice is in ${invoice.currency}.`)
  }
  checkReferences(session, request.external_references ?? [])
  const items = request.items.map((item) => fullLine(session, item, request.invoice_date))
  checkTotals(session, { items, header_tax: null })
  checkSettled(session, { ...invoice, items, header_tax: null })
  return {
    items,
    header_tax: null,
    memo: request.memo ?? null,
    purchase_order_number: request.purchase_order_number ?? null,
    bank_account_id: request.bank_account_id,
  }
}

/** What was paid and credited must still fit. */
export function checkSettled(session: Session, invoice: Invoice): void {
  if (amountsOf(session, invoice).due.gte(0)) return
  throw refused('total_below_payments', 'The total would fall below what is paid and credited.')
}

/** Every line is listed by its id; product, quantity, amounts, taxes and references stay. */
function externalChange(session: Session, invoice: Invoice, request: External): Partial<Invoice> {
  const { external_references = [], invoice_date } = request
  const lineReferences = invoice.items.map((item) => item.external_references)
  checkReferences(session, external_references, lineReferences)
  checkBuiltIn(session, external_references, lineReferences)
  const invoice_number = request.invoice_number ?? invoice.invoice_number
  checkNumber(session, invoice_number, invoice.id)
  const items = externalItems(session, invoice, request)
  const target = subsidiaryOf(session, invoice.subsidiary_id).currency
  const exchange_rate = exchangeRateOf(session, request.exchange_rate, {
    base: invoice.currency,
    target,
    date: invoice_date,
  })
  return { items, invoice_number, exchange_rate }
}

function externalItems(session: Session, invoice: Invoice, request: External): InvoiceItem[] {
  const given = new Map(request.items.map((item) => [item.id, item]))
  request.items.forEach(({ id }, at) => {
    const once = request.items.filter((item) => item.id === id).length === 1
    if (once && invoice.items.some((item) => item.id === id)) return
    throw invalid({ field: `items[${at}].id`, message: 'must be a line of this invoice, once' })
  })
  return invoice.items.map((item) => {
    const change = given.get(item.id)
    if (change === undefined) {
      if (session.world.switches().itemsOmittedInUpdate === 'kept') return item
      throw invalid({ field: 'items', message: `must list every line; ${item.id} is missing` })
    }
    const fields = change.fields ?? null
    checkFields(session, fields)
    checkMandatory(session, fields)
    const product = session.organization.products[item.product_id]
    const revenue = revenueOf(session, change.revenue, { product, date: request.invoice_date })
    return { ...item, description: change.description ?? item.description, revenue, fields }
  })
}
