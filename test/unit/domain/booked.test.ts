import { describe, expect, test } from 'vitest'
import {
  acceptedSource,
  isBroughtInLine,
  isPricedAlike,
  totalEdits,
} from '../../../domain/booked.ts'
import type { SourceInvoice } from '../../../domain/model.ts'
import { invoice, line } from './builders.ts'

describe('what was accepted', () => {
  test('counts for as long as the books say what they said then', () => {
    const accepted = { source: { hash: 'left', booked: 'booked' } }
    expect(acceptedSource(accepted, 'booked')).toBe('left')
    expect(acceptedSource(accepted, 'credited')).toBe(null)
  })

  test('is not known of what was accepted before it was kept', () => {
    expect(acceptedSource({}, 'booked')).toBe(null)
    expect(acceptedSource(null, 'booked')).toBe(null)
  })
})

describe('Rillet’s books say what is accepted', () => {
  const of = (...nets: string[]): SourceInvoice => {
    const total = String(nets.map(Number).reduce((one, other) => one + other, 0))
    const lines = nets.map((netTotal) => ({ ...line(), netTotal, totalTax: '0' }))
    return invoice({ netTotal: total, totalTax: '0', grossTotal: total, lines })
  }
  const rillet = (...nets: string[]) => {
    const { currency, grossTotal: total, lines } = of(...nets)
    const amounts = lines.map(({ netTotal }) => ({ amount: `${netTotal}.00` }))
    return {
      state: { invoiceDate: '', dueDate: '', invoiceNumber: '', total, currency },
      detail: {
        customerId: '',
        tax: '0.00',
        lines: amounts.map(({ amount }, index) => {
          const id = String(index)
          return { id, productId: '', amount, period: null, description: '' }
        }),
      },
    }
  }
  const sources = { sent: of('100'), booked: of('100'), accepted: of('100', '-30') }

  test('where its users changed the amounts to that, in whatever order', () => {
    expect(isBroughtInLine(sources, rillet('-30', '100'))).toBe(true)
  })

  test.each([
    ['not where the invoice is as it was booked', sources, rillet('100')],
    ['not where it says something else again', sources, rillet('100', '-20')],
    ['not where the same total is made of other lines', sources, rillet('70')],
    [
      'not where a credit lowered what the books say',
      { ...sources, sent: of('120') },
      rillet('100', '-30'),
    ],
    ['not where nothing differs', { ...sources, accepted: of('100') }, rillet('100')],
  ])('%s', (_, given, there) => {
    expect(isBroughtInLine(given, there)).toBe(false)
  })
})

describe('two sources are priced alike', () => {
  const lines = [line(), line({ id: 'line-2' })]
  const one = invoice({ lines })

  test('whatever words they have', () => {
    const [first, second = line()] = lines
    const words = { title: 'Renamed', description: 'more', servicePeriod: null }
    expect(isPricedAlike(one, { ...one, lines: [{ ...first, ...line(words) }, second] })).toBe(true)
  })

  test.each([
    ['another amount', [line({ netTotal: '99.99' }), line({ id: 'line-2' })]],
    ['another tax', [line({ totalTax: '19.99' }), line({ id: 'line-2' })]],
    ['another price of the same amount', [line({ quantity: '1' }), line({ id: 'line-2' })]],
    ['a line less', [line()]],
    ['another order', lines.toReversed()],
  ])('not with %s', (_, others) => {
    expect(isPricedAlike(one, { ...one, lines: others })).toBe(false)
  })
})

test('a total that is not the one that was sent is named', () => {
  const total = (amount: string, currency = 'USD') => ({ total: { amount, currency } })
  expect(totalEdits(invoice(), total('120.0'))).toEqual([])
  for (const other of [total('119.99'), total('120.01'), total('120.00', 'EUR')]) {
    expect(totalEdits(invoice(), other)).toMatchObject([
      { code: 'rillet_edited', params: { field: 'total', ours: '120.00 USD' } },
    ])
  }
})
