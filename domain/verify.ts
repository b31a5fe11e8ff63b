import { REFERENCE_TYPE } from './ids.ts'
import type { InvoiceDraft } from './mapping.ts'
import type { Decimal, Problem } from './model.ts'
import { equal, format, sum } from './money.ts'
import { rilletAnswerDiffers } from './problems.ts'
import { referencedId } from './references.ts'
import type { AnsweredInvoice, RilletMoney } from './wire.ts'

/**
 * Compares the invoice that Rillet answered with what was sent (or, when one is adopted, with what would be):
 * customer, number, dates, currency, number of lines, total, our reference. Empty when nothing differs.
 */
export function verifyInvoice(sent: InvoiceDraft, answered: AnsweredInvoice): Problem[] {
  const differences = [
    differs('customer', sent.customer_id, answered.customer_id),
    differs('invoice number', sent.invoice_number, answered.invoice_number),
    differs('invoice date', sent.invoice_date, answered.invoice_date),
    sent.due_date === undefined ? [] : differs('due date', sent.due_date, answered.due_date),
    differs('number of lines', String(sent.items.length), String(answered.items.length)),
    totalDiffers(totalOf(sent), answered.total),
    differs(
      'reference to Sequence',
      ownReference(sent),
      referencedId(answered.external_references),
    ),
  ]
  return differences.flat()
}

/**
 * Compares an invoice that a person says is ours, typed into Rillet by hand perhaps: customer and total must
 * agree, and it must not carry the reference of another Sequence invoice. Its lines and dates are its own.
 */
export function verifyAdopted(expected: InvoiceDraft, found: AnsweredInvoice): Problem[] {
  const reference = referencedId(found.external_references)
  return [
    ...differs('customer', expected.customer_id, found.customer_id),
    ...totalDiffers(totalOf(expected), found.total),
    ...(reference === null
      ? []
      : differs('reference to Sequence', ownReference(expected), reference)),
  ]
}

/** What Rillet must total: the items and the header's tax. */
export function totalOf({ items, tax_amount }: InvoiceDraft): RilletMoney {
  const amounts = items.map(({ total_amount }) => total_amount)
  const amount: Decimal = sum(
    [...amounts, ...(tax_amount ? [tax_amount] : [])].map((m) => m.amount),
  )
  return { amount, currency: amounts[0]?.currency ?? '' }
}

function totalDiffers(sent: RilletMoney, answered: RilletMoney): Problem[] {
  if (sent.currency === answered.currency && equal(sent.amount, answered.amount)) return []
  return [rilletAnswerDiffers('total', words(sent), words(answered))]
}

const differs = (field: string, sent: string | null, answered: string | null): Problem[] =>
  sent === answered ? [] : [rilletAnswerDiffers(field, sent ?? 'none', answered ?? 'none')]

const ownReference = ({ external_references }: InvoiceDraft) =>
  external_references.find(({ type }) => type === REFERENCE_TYPE)?.id ?? null

const words = ({ amount, currency }: RilletMoney) =>
  `${format(amount, currency) ?? amount} ${currency}`
