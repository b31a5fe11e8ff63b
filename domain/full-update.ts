import {
  isDay,
  keptReference,
  keptRevenue,
  remoteOf,
  type SourceDates,
  wantedDates,
} from './dates.ts'
import type { RemoteDetail } from './detail.ts'
import { renumberedMemo } from './memo.ts'
import type { IsoDate, Period, Problem } from './model.ts'
import { equal, multiply, sum } from './money.ts'
import { rilletEdited } from './problems.ts'
import type {
  AnsweredInvoice,
  AnsweredItem,
  FullInvoiceRequest,
  FullInvoiceUpdate,
} from './wire.ts'

type PricedItem = FullInvoiceRequest['items'][number]

/** What is known of the lines, each list line by line the same ones. */
export type FullLines = {
  /** They say the amounts. */
  sent: PricedItem[]
  /** Those that are to have another text and service period: the sent ones, but for these. */
  wanted: (PricedItem | undefined)[]
  /** What counted as right of them last, and on which day the invoice was then; null before it was kept. */
  base: { day: IsoDate; lines: RemoteDetail['lines'] } | null
}

/**
 * The body that carries changed dates, texts and service periods into an invoice that Rillet numbers itself. Its
 * PUT replaces all lines, and its answers hold neither unit prices nor tax rates: these come from what was sent,
 * and what Rillet's users may set on lines and in the header, from the invoice as it is. What they made of
 * amounts and lines is named instead: nothing can be rebuilt then.
 */
export function fullUpdate(
  source: SourceDates,
  lines: FullLines,
  rillet: AnsweredInvoice,
  bankAccountId: string,
): FullInvoiceUpdate | { edits: Problem[] } {
  const edits = amountEdits(lines.sent, rillet)
  if (edits.length > 0) return { edits }
  const dates = wantedDates(source, remoteOf(rillet, 'FULL'))
  const items = lines.sent.flatMap((sent, index) => {
    const booked = rillet.items[index]
    return booked !== undefined && isKnown(lines, index, booked.description)
      ? [rebuilt(lines.wanted[index] ?? kept(sent, lines.base, index), booked)]
      : []
  })
  if (items.length !== rillet.items.length) return { edits: [otherLines()] }
  const order = rillet.purchase_order_number
  return {
    scope: 'FULL',
    invoice_date: dates.invoiceDate,
    due_date: dates.dueDate,
    ...(order ? { purchase_order_number: order } : {}),
    memo: renumberedMemo(rillet.memo, dates.invoiceNumber),
    bank_account_id: bankAccountId,
    items,
    external_references: (rillet.external_references ?? []).map(keptReference),
  }
}

/** Amounts in Rillet that are not those that were sent: an update would put them back unasked. Lines count from 1. */
function amountEdits(sent: PricedItem[], { items, taxed_amount }: AnsweredInvoice): Problem[] {
  if (sent.length !== items.length) return [otherLines()]
  const tax = sum(sent.map(({ tax_rate }) => tax_rate?.tax_amount.amount ?? '0'))
  return [
    ...edited('tax', tax, taxed_amount.amount),
    ...sent.flatMap(({ price }, index) => {
      const net = multiply(String(price.quantity), price.amount_per_unit.amount)
      const there = items[index]?.total_amount.amount ?? '0'
      return edited(`amount of line ${index + 1}`, net, there)
    }),
  ]
}

const edited = (field: string, ours: string, theirs: string): Problem[] =>
  equal(ours, theirs) ? [] : [rilletEdited(field, ours, theirs)]

const otherLines = () => rilletEdited('set of lines', 'the one that was sent', 'another')

/**
 * True when the line there is the one that was sent, by its text: that one, what counted as right since, or the
 * wanted one, which an earlier try may have written and lost the answer. Another line's text tells another line.
 */
function isKnown({ sent, wanted, base }: FullLines, index: number, text: string): boolean {
  if (text === sent[index]?.description || text === wanted[index]?.description) return true
  const isOthers = sent.some(({ description }) => description === text)
  return !isOthers && text === base?.lines[index]?.description
}

/** As it counted as right last: texts and service periods may have been written, or accepted, since it was sent. */
function kept(sent: PricedItem, base: FullLines['base'], index: number): PricedItem {
  const right = base?.lines[index]
  if (base === null || right === undefined) return sent
  const { revenue, ...rest } = sent
  const { description, period } = right
  // A line without one has the invoice's day in Rillet, and moves with it.
  const isOwn = period !== null && (!isDay(period, base.day) || same(period, revenue?.period))
  return { ...rest, description, ...(isOwn ? { revenue: { period } } : {}) }
}

const same = (one: Period, other: Period | undefined) =>
  one.start === other?.start && one.end === other.end

/** A line without a service period of its own moves with the invoice's date. */
function rebuilt(item: PricedItem, { product_id, revenue, fields }: AnsweredItem) {
  const { period: _, ...others } = revenue ? keptRevenue(revenue) : {}
  const period = item.revenue === undefined ? {} : { period: item.revenue.period }
  return {
    ...item,
    price: { ...item.price, product_id },
    revenue: { ...others, ...period },
    ...(fields ? { fields } : {}),
  }
}
