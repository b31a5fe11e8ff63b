import { Big } from 'big.js'
import { sum } from '../kit/money.ts'
import type { Invoice, Session } from './model.ts'

export type InvoiceStatus = 'UNPAID' | 'PARTIALLY_PAID' | 'PAID' | 'CREDITED' | 'PARTIALLY_CREDITED'

export type InvoiceAmounts = {
  subtotal: Big
  discount: Big
  net: Big
  tax: Big
  total: Big
  paid: Big
  credited: Big
  due: Big
  status: InvoiceStatus
}

/** What the lines say, before payments and credits. */
export function totalsOf({ items, header_tax }: Pick<Invoice, 'items' | 'header_tax'>) {
  const subtotal = sum(items.map(({ gross }) => new Big(gross)))
  const discount = sum(items.map((item) => new Big(item.discount)))
  const net = subtotal.minus(discount)
  const tax =
    header_tax === null ? sum(items.map((item) => new Big(item.tax))) : new Big(header_tax)
  return { subtotal, discount, net, tax, total: net.plus(tax) }
}

/** Every payment that did not fail settles, cleared or not; so do applied credits. */
export function amountsOf({ world, organization }: Session, invoice: Invoice): InvoiceAmounts {
  const totals = totalsOf(invoice)
  const payments = invoice.payment_ids.flatMap((id) => organization.payments[id] ?? [])
  const paid = sum(
    payments
      .filter(({ status }) => status !== 'FAILED')
      .map(({ amount }) => new Big(amount.amount)),
  )
  const credited = sum(
    Object.values(organization.creditMemos)
      .flatMap(({ applications }) => applications)
      .filter(({ invoice_id }) => invoice_id === invoice.id)
      .map(({ amount }) => new Big(amount.amount)),
  )
  const due = invoice.settled_itself ? new Big(0) : totals.total.minus(paid).minus(credited)
  const zero = world.switches().zeroTotal
  return {
    ...totals,
    paid,
    credited,
    due,
    status: statusOf({ ...totals, paid, credited, due, zero }),
  }
}

type Settled = { total: Big; paid: Big; credited: Big; due: Big; zero: 'PAID' | 'UNPAID' }

function statusOf({ total, paid, credited, due, zero }: Settled): InvoiceStatus {
  if (total.eq(0)) return zero
  if (due.lte(0)) return credited.gte(total) && credited.gt(0) ? 'CREDITED' : 'PAID'
  if (paid.gt(0)) return 'PARTIALLY_PAID'
  return credited.gt(0) ? 'PARTIALLY_CREDITED' : 'UNPAID'
}

/** Past its due date in the subsidiary's own zone, with money still open. */
export function isOverdue({ world, organization }: Session, invoice: Invoice, due: Big): boolean {
  const subsidiary = organization.subsidiaries.find(({ id }) => id === invoice.subsidiary_id)
  const today = world.clock.today(subsidiary?.timezone ?? organization.timezone)
  return due.gt(0) && invoice.due_date < today
}
