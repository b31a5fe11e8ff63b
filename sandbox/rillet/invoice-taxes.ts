import { Big } from 'big.js'
import { sum } from '../kit/money.ts'
import { assertOpen } from './books.ts'
import { checkTotals } from './invoice-create.ts'
import { UpdateTaxes } from './invoice-schemas.ts'
import { announceUpdate, checkSettled } from './invoice-update.ts'
import type { Invoice, Session, TaxLine } from './model.ts'
import { parseBody } from './parse.ts'
import { invalid, refused } from './refusal.ts'

/** Sets the tax of the lines named, as an external tax engine does; the other lines keep theirs. */
export function updateInvoiceTaxes(session: Session, invoice: Invoice, body: unknown) {
  const request = parseBody(session.world, UpdateTaxes, body)
  assertOpen(session, invoice.invoice_date)
  const items = withTaxes(invoice.items, request, invoice.currency)
  checkTotals(session, { items, header_tax: null })
  checkSettled(session, { ...invoice, items, header_tax: null })
  invoice.items = items
  invoice.header_tax = null
  invoice.taxes_calculated_at = request.taxes_calculated_at
  return announceUpdate(session, invoice)
}

/** The lines with the rates of the body, matched by id. Credit memos use it too. */
export function withTaxes<T extends { id: string; tax: string; tax_lines: TaxLine[] }>(
  lines: T[],
  request: UpdateTaxes,
  currency: string,
): T[] {
  request.items.forEach(({ id }, at) => {
    if (lines.some((line) => line.id === id)) return
    throw invalid({ field: `items[${at}].id`, message: 'must be a line of this document' })
  })
  return lines.map((line) => {
    const given = request.items.find(({ id }) => id === line.id)
    if (given === undefined) return line
    const tax_lines = (given.tax_rates ?? []).map((rate) => {
      if (rate.tax_amount.currency === currency) {
        return { ...rate, tax_amount: rate.tax_amount.amount }
      }
      throw refused('mixed_currencies', `The document is in ${currency}.`)
    })
    const tax = sum(tax_lines.map(({ tax_amount }) => new Big(tax_amount))).toFixed()
    return { ...line, tax, tax_lines }
  })
}
