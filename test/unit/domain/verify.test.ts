import { describe, expect, test } from 'vitest'
import { mapInvoice } from '../../../domain/mapping.ts'
import { totalOf, verifyAdopted, verifyInvoice } from '../../../domain/verify.ts'
import type { AnsweredInvoice } from '../../../domain/wire.ts'
import { answerTo, context, external, invoice } from './builders.ts'

const mapped = mapInvoice({ invoice: invoice(), context: context() })
if (!mapped.ok) throw new Error('the sample does not map')
const sent = external(mapped.value)
const answer = answerTo(sent, '120.00')

test('Rillet must total items and header tax', () => {
  expect(totalOf(sent)).toEqual({ amount: '120', currency: 'USD' })
})

test('an answer that books what was sent passes, whatever its scale', () => {
  expect(verifyInvoice(sent, answer)).toEqual([])
  expect(verifyInvoice(sent, answerTo(sent, '120'))).toEqual([])
})

test.each([
  ['customer', { customer_id: 'other' }],
  ['invoice number', { invoice_number: 'INV-9' }],
  ['invoice date', { invoice_date: '2026-05-02' }],
  ['due date', { due_date: '2026-05-02' }],
  ['number of lines', { items: [] }],
  ['total', { total: { amount: '120.01', currency: 'USD' } }],
  ['total', { total: { amount: '120.00', currency: 'EUR' } }],
  ['reference to Sequence', { external_references: null }],
  [
    'reference to Sequence',
    { external_references: [{ type: 'sequencehq', id: 'invoice-2', url: null }] },
  ],
] satisfies [string, Partial<AnsweredInvoice>][])('another %s is seen', (field, changes) => {
  expect(verifyInvoice(sent, { ...answer, ...changes })).toMatchObject([
    { code: 'rillet_answer_differs', blockedOn: 'rillet', params: { field } },
  ])
})

describe('lines', () => {
  const {
    lines: [line],
  } = invoice()
  if (line === undefined) throw new Error('the sample has no line')
  const half = { quantity: '1', rate: '50', netTotal: '50', totalTax: '10', grossTotal: '60' }
  const twice = mapInvoice({
    invoice: {
      ...invoice(),
      netTotal: '150',
      totalTax: '30',
      grossTotal: '180',
      lines: [line, { ...line, ...half, id: 'line-2' }],
    },
    context: context(),
  })
  if (!twice.ok) throw new Error('two lines do not map')
  const two = external(twice.value)
  const answered = answerTo(two, '180.00')
  const [first, second] = answered.items
  if (first === undefined || second === undefined) throw new Error('two lines are not answered')

  test('in another order are the same lines', () => {
    expect(verifyInvoice(two, { ...answered, items: [second, first] })).toEqual([])
  })

  test('whose amounts differ are named, with both figures, although the total is right', () => {
    const amount = (one: string) => ({ amount: one, currency: 'USD' })
    const items = [
      { ...first, total_amount: amount('100.01') },
      { ...second, total_amount: amount('49.99') },
    ]
    expect(verifyInvoice(two, { ...answered, items })).toMatchObject([
      { params: { field: 'amount of line 1', sent: '100.00 USD', answered: '100.01 USD' } },
      { params: { field: 'amount of line 2', sent: '50.00 USD', answered: '49.99 USD' } },
    ])
  })

  test('of another product are named', () => {
    const items = [first, { ...second, product_id: 'another' }]
    expect(verifyInvoice(two, { ...answered, items })).toMatchObject([
      { params: { field: 'product of line 2' } },
    ])
  })
})

test('both figures are shown', () => {
  const [problem] = verifyInvoice(sent, { ...answer, total: { amount: '119', currency: 'USD' } })
  expect(problem?.params).toMatchObject({ sent: '120.00 USD', answered: '119.00 USD' })
})

test('an invoice typed in by hand may have its own lines, dates and no reference', () => {
  const byHand = { ...answer, items: [], invoice_date: '2026-05-09', external_references: null }
  expect(verifyAdopted(sent, byHand)).toEqual([])
})

test.each([
  ['customer', { customer_id: 'other' }],
  ['total', { total: { amount: '119.99', currency: 'USD' } }],
  ['reference to Sequence', { external_references: [{ type: 'sequencehq', id: 'invoice-2' }] }],
] satisfies [string, Partial<AnsweredInvoice>][])(
  'an invoice of another %s is not adopted',
  (field, changes) => {
    expect(verifyAdopted(sent, { ...answer, ...changes })).toMatchObject([{ params: { field } }])
  },
)
