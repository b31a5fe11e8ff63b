import { describe, expect, test } from 'vitest'
import { type FullLines, fullUpdate } from '../../../domain/full-update.ts'
import { mapInvoice } from '../../../domain/mapping.ts'
import type { Period, SourceInvoice } from '../../../domain/model.ts'
import type { AnsweredInvoice, AnsweredItem } from '../../../domain/wire.ts'
import { context, full, invoice, line, settings } from './builders.ts'

const may: Period = { start: '2026-05-01', end: '2026-05-31' }
const day: Period = { start: '2026-05-01', end: '2026-05-01' }

const source = invoice({
  netTotal: '140.00',
  totalTax: '28.00',
  grossTotal: '168.00',
  lines: [
    line({ servicePeriod: may }),
    line({ id: 'line-2', title: 'Support', quantity: '1', rate: '40.00', ...figures('40', '8') }),
  ],
})

function figures(netTotal: string, totalTax: string) {
  return { netTotal, totalTax, grossTotal: String(Number(netTotal) + Number(totalTax)) }
}

const itemsOf = (of: SourceInvoice) => {
  const mapped = mapInvoice({
    invoice: of,
    context: context({ settings: settings({ scope: 'FULL' }) }),
  })
  if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems))
  return full(mapped.value).items
}
const sent = itemsOf(source)
const usd = (amount: string) => ({ amount, currency: 'USD' })

const booked = (index: number, changes: Partial<AnsweredItem> = {}): AnsweredItem => ({
  id: `rillet-line-${index + 1}`,
  product_id: 'rillet-product-1',
  description: sent[index]?.description ?? '',
  total_amount: usd(['100.00', '40.00'][index] ?? ''),
  revenue: { period: [may, day][index] },
  ...changes,
})
const answer = (changes: Partial<AnsweredInvoice> = {}): AnsweredInvoice => ({
  id: 'rillet-invoice-1',
  customer_id: 'rillet-customer-1',
  invoice_number: 'INV-0001',
  invoice_date: '2026-05-01',
  due_date: '2026-06-01',
  taxed_amount: usd('28.00'),
  total: usd('168.00'),
  items: [booked(0), booked(1)],
  memo: 'SEQ-1',
  ...changes,
})

const base = (...items: AnsweredItem[]): FullLines['base'] => ({
  day: '2026-05-01',
  lines: items.map(({ id, product_id, total_amount, description, revenue }) => ({
    id,
    productId: product_id,
    amount: total_amount.amount,
    period: revenue?.period ?? null,
    description,
  })),
})

const dates = { accountingDate: '2026-05-03', dueDate: '2026-07-01', invoiceNumber: 'SEQ-1' }
const update = (rillet: AnsweredInvoice, lines: Partial<FullLines> = {}) =>
  fullUpdate(dates, { sent, wanted: [], base: null, ...lines }, rillet, 'bank-1')
const itemsIn = (updated: ReturnType<typeof update>) => {
  if ('edits' in updated) throw new Error(JSON.stringify(updated.edits))
  return updated.items
}
const fieldsIn = (updated: ReturnType<typeof update>) =>
  'edits' in updated ? updated.edits.map(({ params }) => params['field']) : []

test('dates move; lines, prices and taxes are those that were sent', () => {
  const items = itemsIn(update(answer()))
  expect(items.map(({ price, tax_rate }) => [price, tax_rate])).toEqual(
    sent.map(({ price, tax_rate }) => [price, tax_rate]),
  )
  expect(items.map(({ revenue }) => revenue)).toEqual([{ period: may }, {}])
})

describe('what Rillet’s users made of amounts is named, never overwritten', () => {
  test.each<[string, Partial<AnsweredInvoice>]>([
    ['amount of line 1', { items: [booked(0, { total_amount: usd('90.00') }), booked(1)] }],
    ['amount of line 2', { items: [booked(0), booked(1, { total_amount: usd('40.01') })] }],
    ['tax', { taxed_amount: usd('27.99') }],
    ['set of lines', { items: [booked(0)] }],
    ['set of lines', { items: [booked(0), booked(1), booked(1)] }],
    ['set of lines', { items: [booked(0, { description: 'Something else' }), booked(1)] }],
  ])('%s', (field, changes) => {
    expect(fieldsIn(update(answer(changes)))).toEqual([field])
    const accepted = base(...(changes.items ?? [booked(0), booked(1)]))
    const isText = changes.items?.[0]?.description === 'Something else'
    expect(fieldsIn(update(answer(changes), { base: accepted }))).toEqual(isText ? [] : [field])
  })
})

describe('texts and service periods', () => {
  const there = [
    booked(0, { description: 'Renamed', revenue: { period: day } }),
    booked(1, { description: 'Accepted', revenue: { period: may } }),
  ]

  test('that were written or accepted since stay', () => {
    const items = itemsIn(update(answer({ items: there }), { base: base(...there) }))
    expect(items.map(({ description }) => description)).toEqual(['Renamed', 'Accepted'])
    // That of the first was taken off: it moves with the invoice's day.
    expect(items.map(({ revenue }) => revenue)).toEqual([{}, { period: may }])
  })

  test('that are wanted are written over these', () => {
    const first = { ...line(), title: 'Wanted', servicePeriod: may }
    const wanted = [itemsOf({ ...source, lines: [first, ...source.lines.slice(1)] })[0], undefined]
    const items = itemsIn(update(answer({ items: there }), { wanted, base: base(...there) }))
    expect(items.map(({ description }) => description)).toEqual(['Platform: Wanted', 'Accepted'])
    expect(items[0]?.revenue).toEqual({ period: may })
    // An earlier try wrote it, and its answer was lost.
    const lost = answer({ items: [booked(0, { description: 'Platform: Wanted' }), booked(1)] })
    expect(itemsIn(update(lost, { wanted }))).toHaveLength(2)
  })

  test('of another line tell another line, also where that was accepted', () => {
    const swapped = [
      booked(0, { description: sent[1]?.description ?? '' }),
      booked(1, { description: sent[0]?.description ?? '' }),
    ]
    const updated = update(answer({ items: swapped }), { base: base(...swapped) })
    expect(fieldsIn(updated)).toEqual(['set of lines'])
  })
})
