import type { Decimal, Period, Problem } from './model.ts'
import { equal } from './money.ts'
import { rilletEdited } from './problems.ts'
import type { AnsweredInvoice, AnsweredItem, RilletMoney } from './wire.ts'

/** What of Rillet's invoice is compared beside its header. It holds texts of lines: it stays in Postgres. */
export type RemoteDetail = { customerId: string; tax: Decimal; lines: RemoteLine[] }

type RemoteLine = {
  id: string
  productId: string
  amount: Decimal
  period: Period | null
  description: string
}

type WholeInvoice = Pick<AnsweredInvoice, 'customer_id'> & {
  taxed_amount: RilletMoney
  items: (AnsweredItem & { product_id: string })[]
}

/** Rillet's invoice reduced to what is compared. */
export const detailOf = ({ customer_id, taxed_amount, items }: WholeInvoice): RemoteDetail => ({
  customerId: customer_id,
  tax: taxed_amount.amount,
  lines: items.map(({ id, product_id, total_amount, revenue, description }) => ({
    id,
    productId: product_id,
    amount: total_amount.amount,
    period: revenue?.period ?? null,
    description,
  })),
})

/**
 * What Rillet's users changed in customer, tax and lines since `verified`. Lines are told apart by their
 * ids, or by their places where all of them were replaced; they count from 1. Texts are not repeated.
 */
export function detailEdits(verified: RemoteDetail, now: RemoteDetail): Problem[] {
  const { customerId, tax, lines } = verified
  const counts = [String(lines.length), String(now.lines.length)] as const
  const edits = [
    ...edited('customer', customerId, now.customerId),
    ...(equal(tax, now.tax) ? [] : [rilletEdited('tax', tax, now.tax)]),
    ...edited('number of lines', ...counts),
    ...lines.flatMap((line, index) => lineEdits(index + 1, line, sameLine(verified, now, index))),
  ]
  return edits.slice(0, mostEdits)
}

/** A person reads no more; the rest shows when these are settled. */
const mostEdits = 20

/** The line that is there now, told by its id, or by its place where all of them were replaced. */
export function sameLine(verified: RemoteDetail, now: RemoteDetail, index: number) {
  const id = verified.lines[index]?.id
  const known = new Set(verified.lines.map((line) => line.id))
  const replaced = !now.lines.some((line) => known.has(line.id))
  return replaced ? now.lines[index] : now.lines.find((line) => line.id === id)
}

function lineEdits(number: number, was: RemoteLine, now: RemoteLine | undefined): Problem[] {
  const of = (field: string) => `${field} of line ${number}`
  if (now === undefined) return edited(`line ${number}`, 'booked', 'gone')
  const sameText = was.description === now.description
  return [
    ...(equal(was.amount, now.amount) ? [] : [rilletEdited(of('amount'), was.amount, now.amount)]),
    ...edited(of('product'), was.productId, now.productId),
    ...edited(of('service period'), wordsOf(was.period), wordsOf(now.period)),
    ...(sameText ? [] : edited(of('description'), 'the text that was sent', 'another text')),
  ]
}

const wordsOf = (period: Period | null) =>
  period === null ? 'none' : `${period.start} to ${period.end}`

const edited = (field: string, ours: string, theirs: string): Problem[] =>
  ours === theirs ? [] : [rilletEdited(field, ours, theirs)]
