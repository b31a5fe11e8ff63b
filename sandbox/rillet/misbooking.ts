import { Big } from 'big.js'
import { currencyDecimals } from '../kit/money.ts'
import { viewInvoice } from './invoice-view.ts'
import type { Invoice, Session } from './model.ts'
import { refused } from './refusal.ts'
import { touch } from './session.ts'
import { publish } from './webhooks.ts'

/** Books the last line of an invoice that was named for it a unit too high, once. */
export function misbook({ organization }: Session, invoice: Invoice): void {
  const { misbookings = [] } = organization
  const named = invoice.external_references.find(({ id }) => misbookings.includes(id))
  if (named === undefined) return
  organization.misbookings = misbookings.filter((id) => id !== named.id)
  change(invoice, 1)
  invoice.misbooked = true
}

/** As a person puts it right in Rillet. */
export function correctMisbooking(session: Session, invoice: Invoice): unknown {
  if (invoice.misbooked !== true) throw refused('not_misbooked', 'It is booked as it was sent.')
  change(invoice, -1)
  delete invoice.misbooked
  touch(session, invoice)
  const view = viewInvoice(session, invoice)
  publish(session, { entity: 'INVOICE', event: 'UPDATED', body: JSON.stringify(view) })
  return view
}

function change({ items, currency }: Invoice, units: number): void {
  const last = items.at(-1)
  if (last === undefined) return
  const unit = new Big(10).pow(-(currencyDecimals(currency) ?? 2))
  last.gross = new Big(last.gross).plus(unit.times(units)).toString()
}
