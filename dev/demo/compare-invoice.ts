import { Big } from 'big.js'
import type { Sides } from './check-ledgers.ts'
import { defaultProduct } from './products.ts'
import type { RilletInvoice } from './rillet-books.ts'
import type { SequenceInvoice } from './sequence-books.ts'

type Pair = { source: SequenceInvoice; rillet: RilletInvoice; sides: Sides }

/** How a Rillet invoice differs from the Sequence invoice that it stands for; empty when it does not. */
export function compareInvoice({ source, rillet, sides }: Pair): string[] {
  const customer = sides.source.customers.find(({ id }) => id === source.customerId)
  const theirs = sides.books.customers.find(({ id }) => id === rillet.customer_id)
  const isFull = rillet.scope === 'FULL'
  // Rillet numbers those itself: ours begins the memo.
  const number = isFull ? rillet.memo?.split('\n')[0] : rillet.invoice_number
  const isVoided = source.status === 'VOIDED'
  return [
    ...(isVoided ? ['it is voided in Sequence, and live in Rillet'] : []),
    ...differs('number', source.invoiceNumber, number),
    ...differs('customer', customer?.legalName, theirs?.name),
    ...differs('invoice date', source.accountingDate, rillet.invoice_date),
    ...differs('due date', source.dueDate, rillet.due_date),
    ...differs('currency', source.currency, rillet.total.currency),
    ...amountDiffers('net', source.netTotal, rillet.net_amount.amount),
    ...amountDiffers('tax', source.totalTax, rillet.taxed_amount.amount),
    ...amountDiffers('total', source.grossTotal, rillet.total.amount),
    ...differs('number of lines', source.lines.length, rillet.items.length),
    ...source.lines.flatMap((line, at) => compareLine({ line, at }, { source, rillet, sides })),
  ]
}

type Placed = { line: SequenceInvoice['lines'][number]; at: number }

/** Lines are matched by the reference that each Rillet line carries; those of scope FULL by their place. */
function compareLine({ line, at }: Placed, pair: Pair): string[] {
  const { source, rillet, sides } = pair
  const isFull = rillet.scope === 'FULL'
  const items = rillet.items.filter(({ external_references }, place) =>
    isFull ? place === at : external_references.some(({ id }) => id === line.id),
  )
  const [item] = items
  if (item === undefined || items.length > 1) {
    return [`line “${line.title}” is there ${items.length} times`]
  }
  const product = sides.source.products.find(({ id }) => id === line.productId)
  const theirs = sides.books.products.find(({ id }) => id === item.product_id)
  const period = line.servicePeriod ?? {
    startDate: source.accountingDate,
    endDate: source.accountingDate,
  }
  const name = `line “${line.title}”:`
  return [
    ...amountDiffers(`${name} amount`, line.netTotal, item.total_amount.amount),
    ...differs(`${name} currency`, source.currency, item.total_amount.currency),
    ...differs(`${name} product`, product?.name ?? defaultProduct.name, theirs?.name),
    ...(isFull && item.revenue === undefined
      ? []
      : [
          ...differs(`${name} service from`, period.startDate, item.revenue?.period.start),
          ...differs(`${name} service until`, period.endDate, item.revenue?.period.end),
        ]),
  ]
}

type Fact = string | number | null | undefined

const differs = (what: string, ours: Fact, theirs: Fact): string[] =>
  ours === theirs ? [] : [`${what} is ${ours} in Sequence, ${theirs} in Rillet`]

const amountDiffers = (what: string, ours: string, theirs: string): string[] =>
  new Big(ours).eq(theirs) ? [] : differs(what, ours, theirs)
