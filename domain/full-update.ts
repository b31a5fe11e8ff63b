import { keptReference, keptRevenue, remoteOf, type SourceDates, wantedDates } from './dates.ts'
import { renumberedMemo } from './memo.ts'
import type {
  AnsweredInvoice,
  AnsweredItem,
  FullInvoiceRequest,
  FullInvoiceUpdate,
} from './wire.ts'

type PricedItem = FullInvoiceRequest['items'][number]

/** The lines that Rillet has by what we know, and those that it is to have, line by line the same ones. */
export type FullLines = { sent: PricedItem[]; wanted: PricedItem[] }

/**
 * The body that carries changed dates into an invoice that Rillet numbers itself. Its PUT replaces all lines,
 * and its answers hold neither unit prices nor tax rates: lines come from what we send, and what Rillet's
 * users may set on them, and in the header, from the invoice as it is. Null when the lines are neither those
 * that were sent any more nor those that are wanted: then nothing can be rebuilt.
 */
export function fullUpdate(
  source: SourceDates,
  { sent, wanted }: FullLines,
  rillet: AnsweredInvoice,
  bankAccountId: string,
): FullInvoiceUpdate | null {
  const dates = wantedDates(source, remoteOf(rillet, 'FULL'))
  const items = wanted.flatMap((item, index) => {
    const booked = rillet.items[index]
    // An earlier try may have written them and lost the answer.
    const texts = [sent[index]?.description, item.description]
    return booked === undefined || !texts.includes(booked.description)
      ? []
      : [rebuilt(item, booked)]
  })
  if (items.length !== rillet.items.length || items.length !== sent.length) return null
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

/** A line without a service period of its own moves with the invoice's date. */
function rebuilt(item: PricedItem, { product_id, revenue, fields }: AnsweredItem) {
  const { period: _, ...kept } = revenue ? keptRevenue(revenue) : {}
  const period = item.revenue === undefined ? {} : { period: item.revenue.period }
  return {
    ...item,
    price: { ...item.price, product_id },
    revenue: { ...kept, ...period },
    ...(fields ? { fields } : {}),
  }
}
