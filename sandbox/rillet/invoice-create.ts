import { Big } from 'big.js'
import { sum } from '../kit/money.ts'
import { assertOpen } from './books.ts'
import { checkCurrency, exchangeRateOf, singleCurrency } from './currencies.ts'
import { assertTaxAccount, subsidiaryOf } from './directory.ts'
import { totalsOf } from './invoice-amounts.ts'
import { externalLine, fullLine } from './invoice-lines.ts'
import { CreateInvoice, type ExternalItem, type FullItem } from './invoice-schemas.ts'
import { viewInvoice } from './invoice-view.ts'
import { misbook } from './misbooking.ts'
import type { Invoice, Money, Session } from './model.ts'
import { parseBody } from './parse.ts'
import { checkBuiltIn, checkReferences, checkUnique } from './references.ts'
import { invalid, refused, relatedMissing } from './refusal.ts'
import { newListed } from './session.ts'
import { publish } from './webhooks.ts'

/** Creates an invoice of any scope; nothing is kept unless every rule holds. */
export function createInvoice(session: Session, { body }: { body: unknown }) {
  const { world, organization } = session
  const request = parseBody(world, CreateInvoice, body)
  const { scope, invoice_date, external_references = [] } = request
  const due_date = request.due_date ?? invoice_date
  checkDates(session, invoice_date, due_date)

  const customer = organization.customers[request.customer_id]
  if (customer === undefined) throw relatedMissing('customer', request.customer_id)
  const subsidiary = subsidiaryOf(session, request.subsidiary_id)
  const currency = singleCurrency(moniesOf(request))
  checkCurrency(session, { currency, customerId: customer.id, subsidiary })

  const items = itemsOf(session, request)
  const lineReferences = items.map((item) => item.external_references)
  checkReferences(session, external_references, lineReferences)
  if (scope !== 'FULL') checkBuiltIn(session, external_references, lineReferences)
  checkUnique(session, external_references, Object.values(organization.invoices))
  const header_tax = headerTaxOf(request)
  checkTotals(session, { items, header_tax })
  const exchange_rate =
    scope === 'AR_ONLY'
      ? null
      : exchangeRateOf(session, request.exchange_rate, {
          base: currency,
          target: subsidiary.currency,
          date: invoice_date,
        })
  const full = request.scope === 'FULL' ? request : undefined
  checkBankAccount(session, full?.bank_account_id)
  if (request.scope !== 'FULL') checkNumber(session, request.invoice_number)

  const invoice: Invoice = {
    ...newListed(session),
    scope,
    subsidiary_id: subsidiary.id,
    customer_id: customer.id,
    invoice_number: request.scope === 'FULL' ? nextNumber(session) : request.invoice_number,
    currency,
    invoice_date,
    due_date,
    items,
    header_tax,
    purchase_order_number: full?.purchase_order_number ?? null,
    memo: full?.memo ?? null,
    bank_account_id: full?.bank_account_id ?? null,
    exchange_rate,
    external_references,
    customer_address: customer.address,
    shipping_address: customer.shipping_address,
    payment_ids: [],
    settled_itself:
      scope === 'REVENUE_RECOGNITION_ONLY' && world.switches().rrSettlesItself === 'on',
    sent: false,
    sent_at: null,
    taxes_calculated_at: null,
  }
  misbook(session, invoice)
  organization.invoices[invoice.id] = invoice
  const view = viewInvoice(session, invoice)
  publish(session, { entity: 'INVOICE', event: 'CREATED', body: JSON.stringify(view) })
  return view
}

/** Open books, and a due date that the switch allows. */
export function checkDates(session: Session, invoiceDate: string, dueDate: string): void {
  assertOpen(session, invoiceDate)
  if (dueDate >= invoiceDate || session.world.switches().dueBeforeInvoiceDate === 'accepted') return
  throw invalid({ field: 'due_date', message: 'must not be before invoice_date' })
}

/** A total that may be invoiced, and an account for its tax. */
export function checkTotals(
  session: Session,
  invoice: Pick<Invoice, 'items' | 'header_tax'>,
): void {
  const { total, tax } = totalsOf(invoice)
  if (!tax.eq(0)) assertTaxAccount(session)
  if (total.gte(0) || session.world.switches().negativeTotal === 'accepted') return
  throw refused(
    'negative_invoice_total',
    'An invoice total must not be negative: use a credit memo.',
  )
}

export function checkBankAccount({ organization }: Session, id: string | undefined): void {
  if (id === undefined || organization.bankAccounts.some((account) => account.id === id)) return
  throw relatedMissing('bank_account', id)
}

export function checkNumber(
  { world, organization }: Session,
  number: string,
  ownId?: string,
): void {
  if (world.switches().invoiceNumberUniqueness === 'off') return
  const invoices = Object.values(organization.invoices)
  if (!invoices.some((one) => one.invoice_number === number && one.id !== ownId)) return
  throw refused('invoice_number_already_exists', `Invoice number ${number} is taken.`)
}

function itemsOf(session: Session, request: CreateInvoice) {
  return request.scope === 'FULL'
    ? request.items.map((item) => fullLine(session, item, request.invoice_date))
    : request.items.map((item) => externalLine(session, item, request.invoice_date))
}

/** Every amount in the body, to find its one currency. */
export function moniesOf({ items, tax_amount }: Amounts): Money[] {
  const lines = items.flatMap((item) =>
    'price' in item
      ? [item.price.amount_per_unit, item.tax_rate?.tax_amount, amountOff(item)]
      : [item.total_amount, item.tax_amount],
  )
  return [...lines, tax_amount].filter((amount) => amount !== undefined)
}

type Amounts = { items: (FullItem | ExternalItem)[]; tax_amount?: Money | undefined }

const amountOff = ({ price: { discount } }: FullItem) =>
  discount?.type === 'AMOUNT' ? discount.amount_off : undefined

/** Header and lines both given: counted once if equal, refused if not. */
function headerTaxOf(request: CreateInvoice): string | null {
  if (request.scope === 'FULL' || request.tax_amount === undefined) return null
  const { amount } = request.tax_amount
  const lines = request.items.flatMap(({ tax_amount }) => tax_amount?.amount ?? [])
  if (lines.length === 0 || sum(lines.map((line) => new Big(line))).eq(amount)) return amount
  throw refused('tax_amount_mismatch', 'tax_amount must equal the sum of the tax of the items.')
}

function nextNumber({ organization: { counters } }: Session): string {
  counters.invoice += 1
  return `INV-${String(counters.invoice).padStart(4, '0')}`
}
