import { keptReference, keptRevenue, remoteOf, type SourceDates, wantedDates } from './dates.ts'
import { renumberedMemo } from './memo.ts'
import type {
  AnsweredInvoice,
  AnsweredItem,
  FullInvoiceRequest,
  FullInvoiceUpdate,
} from './wire.ts'

type PricedItem = FullInvoiceRequest['items'][number]

/**
 * The body that carries changed dates into an invoice that Rillet numbers itself. Its PUT replaces all lines,
 * and its answers hold neither unit prices nor tax rates: lines come from the request that was `sent`, and
 * what Rillet's users may set on them, and in the header, from the invoice as it is. Null when the lines
 * are not those that were sent any more: then nothing can be rebuilt.
 */
export function fullUpdate(
  source: SourceDates,
  sent: FullInvoiceRequest,
  rillet: AnsweredInvoice,
  bankAccountId: string,
): FullInvoiceUpdate | null {
  const wanted = wantedDates(source, remoteOf(rillet, 'FULL'))
  const items = sent.items.flatMap((item, index) => {
    const booked = rillet.items[index]
    return booked === undefined || booked.description !== item.description
      ? []
      : [rebuilt(item, booked)]
  })
  if (items.length !== rillet.items.length) return null
  const order = rillet.purchase_order_number
  return {
    scope: 'FULL',
    invoice_date: wanted.invoiceDate,
    due_date: wanted.dueDate,
    ...(order ? { purchase_order_number: order } : {}),
    memo: renumberedMemo(rillet.memo, wanted.invoiceNumber),
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
