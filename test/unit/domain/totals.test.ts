import { expect, test } from 'vitest'
import { factsOf } from '../../../domain/facts.ts'
import type { SourceInvoice } from '../../../domain/model.ts'
import { totalsProblems } from '../../../domain/totals.ts'
import { invoice, line } from './builders.ts'

const problems = (changes: Partial<SourceInvoice>) =>
  totalsProblems(factsOf(invoice(changes), 'hash'))
const codes = (changes: Partial<SourceInvoice>) => problems(changes).map(({ code }) => code)

test('an invoice that adds up passes', () => {
  expect(problems({})).toEqual([])
})

test('net + tax must be gross, and both figures are shown', () => {
  expect(problems({ grossTotal: '120.01' })).toMatchObject([
    {
      code: 'totals_differ',
      params: { leftAmount: '120', rightAmount: '120.01', currency: 'USD' },
    },
  ])
})

test('the lines’ net must be the header’s to the cent', () => {
  expect(problems({ lines: [line({ netTotal: '99.99' })] })).toMatchObject([
    { code: 'totals_differ', params: { leftAmount: '99.99', rightAmount: '100.00' } },
  ])
})

test('a lost line is seen', () => {
  const lines = [line({ netTotal: '60.00', totalTax: '12.00' })]
  expect(codes({ lines })).toEqual(['totals_differ', 'totals_differ'])
})

test('the lines’ tax may differ by under one minor unit a line', () => {
  const half = (tax: string) => line({ netTotal: '50.00', totalTax: tax })
  expect(codes({ lines: [half('10.00'), half('10.01')] })).toEqual([])
  expect(codes({ lines: [half('10.01'), half('10.01')] })).toEqual(['totals_differ'])
  expect(codes({ lines: [half('9.995'), half('9.99')] })).toEqual([])
  expect(codes({ lines: [half('9.99'), half('9.99')] })).toEqual(['totals_differ'])
})

test('in yen the tolerance is one yen a line', () => {
  const yen = { currency: 'JPY', netTotal: '1000', totalTax: '100', grossTotal: '1100' }
  expect(codes({ ...yen, lines: [line({ netTotal: '1000', totalTax: '99.5' })] })).toEqual([])
  expect(codes({ ...yen, lines: [line({ netTotal: '1000', totalTax: '99' })] })).toEqual([
    'totals_differ',
  ])
})

test('an amount with too many decimals is named with its line', () => {
  const lines = [line({ netTotal: '99.995' }), line({ netTotal: '0.005', totalTax: '0' })]
  expect(problems({ lines }).map(({ params }) => params['where'])).toEqual([
    'The net of line 1',
    'The net of line 2',
  ])
  const tax = { totalTax: '20.001', grossTotal: '120.001' }
  expect(problems(tax)).toMatchObject([
    { code: 'line_not_representable', params: { where: 'The tax', amount: '20.001' } },
  ])
})

test('a negative total is a credit memo, a negative line is not', () => {
  const discount = line({ netTotal: '-20.00', totalTax: '0' })
  const base = line({ netTotal: '120.00', totalTax: '20.00' })
  expect(codes({ lines: [base, discount] })).toEqual([])
  const negative = { netTotal: '-10.00', totalTax: '0', grossTotal: '-10.00' }
  expect(codes({ ...negative, lines: [line({ netTotal: '-10.00', totalTax: '0' })] })).toEqual([
    'negative_total',
  ])
})

test('a total of zero passes', () => {
  const zero = { netTotal: '0', totalTax: '0', grossTotal: '0' }
  expect(codes({ ...zero, lines: [line({ netTotal: '0.00', totalTax: '0.00' })] })).toEqual([])
})

test('no lines and an unknown currency are named', () => {
  expect(codes({ lines: [] })).toEqual(['no_lines'])
  expect(codes({ currency: 'QQQ' })).toEqual(['unknown_currency'])
})
