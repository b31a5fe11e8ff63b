import { REFERENCE_TYPE } from './ids.ts'
import type { InvoiceDraft } from './mapping.ts'
import { numberInMemo } from './memo.ts'
import type { Decimal, Problem } from './model.ts'
import { add, equal, format, multiply, sum } from './money.ts'
import { rilletAnswerDiffers } from './problems.ts'
import { referencedId } from './references.ts'
import type { AnsweredInvoice, AnsweredItem, FullInvoiceRequest, RilletMoney } from './wire.ts'

/**
 * Compares the invoice that Rillet answered with what was sent (or, when one is adopted, with what would be):
 * customer, number, dates, currency, total, our reference, and each line's product and amount. Empty when nothing differs.
 */
export function verifyInvoice(sent: InvoiceDraft, answered: AnsweredInvoice): Problem[] {
  const differences = [
    differs('customer', sent.customer_id, answered.customer_id),
    ...(sent.scope === 'FULL'
      ? fullDifferences(sent, answered)
      : [differs('invoice number', sent.invoice_number, answered.invoice_number)]),
    differs('invoice date', sent.invoice_date, answered.invoice_date),
    sent.due_date === undefined ? [] : differs('due date', sent.due_date, answered.due_date),
    differs('number of lines', String(sent.items.length), String(answered.items.length)),
    ...lineDifferences(sent, answered),
    totalDiffers('total', totalOf(sent), answered.total),
    differs(
      'reference to Sequence',
      ownReference(sent),
      referencedId(answered.external_references),
    ),
  ]
  return differences.flat()
}

/** Each line before tax and its product, told by its reference, or by its place where it has none; from 1. */
function lineDifferences(sent: InvoiceDraft, { items }: AnsweredInvoice): Problem[][] {
  if (sent.items.length !== items.length) return []
  return linesOf(sent).map(({ reference, productId, net }, index) => {
    const line = items.find((one) => reference !== null && refersTo(one, reference)) ?? items[index]
    if (line === undefined) return []
    const number = index + 1
    return [
      ...differs(`product of line ${number}`, productId, line.product_id),
      ...totalDiffers(`amount of line ${number}`, net, line.total_amount),
    ]
  })
}

type Line = { reference: string | null; productId: string; net: RilletMoney }

function linesOf(sent: InvoiceDraft): Line[] {
  if (sent.scope === 'FULL') {
    return sent.items.map(({ price }) => ({
      reference: null,
      productId: price.product_id,
      net: netOf(price),
    }))
  }
  return sent.items.map(({ external_references, product_id, total_amount }) => ({
    reference: external_references[0]?.id ?? null,
    productId: product_id,
    net: total_amount,
  }))
}

/** No line is rounded: quantity × unit price is its net exactly. */
const netOf = ({ quantity, amount_per_unit: { amount, currency } }: Price): RilletMoney => ({
  amount: multiply(String(quantity), amount),
  currency,
})

type Price = FullInvoiceRequest['items'][number]['price']

const refersTo = ({ external_references }: AnsweredItem, reference: string): boolean =>
  external_references?.some(({ id }) => id === reference) ?? false

/**
 * Compares an invoice that a person says is ours, typed into Rillet by hand perhaps: customer and total must
 * agree, and it must not carry the reference of another Sequence invoice. Its lines and dates are its own.
 */
export function verifyAdopted(expected: InvoiceDraft, found: AnsweredInvoice): Problem[] {
  const reference = referencedId(found.external_references)
  return [
    ...differs('customer', expected.customer_id, found.customer_id),
    ...totalDiffers('total', totalOf(expected), found.total),
    ...(reference === null
      ? []
      : differs('reference to Sequence', ownReference(expected), reference)),
  ]
}

/** What Rillet must total: the items and their tax, or the header's. */
export function totalOf(draft: InvoiceDraft): RilletMoney {
  if (draft.scope === 'FULL') return fullTotal(draft)
  const { items, tax_amount } = draft
  const amounts = items.map(({ total_amount }) => total_amount)
  const amount: Decimal = sum(
    [...amounts, ...(tax_amount ? [tax_amount] : [])].map((m) => m.amount),
  )
  return { amount, currency: amounts[0]?.currency ?? '' }
}

/** Rillet's number is its own; ours begins the memo. Tax stands on the lines: its sum must come out too. */
const fullDifferences = (sent: FullInvoiceRequest, answered: AnsweredInvoice): Problem[][] => [
  differs('number in the memo', numberInMemo(sent.memo), numberInMemo(answered.memo)),
  differs(
    'purchase order number',
    sent.purchase_order_number ?? null,
    answered.purchase_order_number ?? null,
  ),
  totalDiffers('tax', taxOf(sent), answered.taxed_amount),
]

function fullTotal(draft: FullInvoiceRequest): RilletMoney {
  const nets = draft.items.map(({ price }) => netOf(price).amount)
  const { amount: tax, currency } = taxOf(draft)
  return { amount: add(sum(nets), tax), currency }
}

const taxOf = ({ items }: FullInvoiceRequest): RilletMoney => ({
  amount: sum(items.map(({ tax_rate }) => tax_rate?.tax_amount.amount ?? '0')),
  currency: items[0]?.price.amount_per_unit.currency ?? '',
})

function totalDiffers(field: string, sent: RilletMoney, answered: RilletMoney): Problem[] {
  if (sent.currency === answered.currency && equal(sent.amount, answered.amount)) return []
  return [rilletAnswerDiffers(field, words(sent), words(answered))]
}

const differs = (field: string, sent: string | null, answered: string | null): Problem[] =>
  sent === answered ? [] : [rilletAnswerDiffers(field, sent ?? 'none', answered ?? 'none')]

const ownReference = ({ external_references }: InvoiceDraft) =>
  external_references.find(({ type }) => type === REFERENCE_TYPE)?.id ?? null

const words = ({ amount, currency }: RilletMoney) =>
  `${format(amount, currency) ?? amount} ${currency}`
