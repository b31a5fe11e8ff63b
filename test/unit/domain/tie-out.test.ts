import fc from 'fast-check'
import { expect, test } from 'vitest'
import { invoiceStates } from '../../../domain/model.ts'
import { equal, sum } from '../../../domain/money.ts'
import { type Ours, parts, type Theirs, tieOut, totalsOf } from '../../../domain/tie-out.ts'

const amount = fc.integer({ min: -10_000, max: 10_000 }).map((n) => (n / 100).toFixed(2))
const common = {
  customerId: fc.constantFrom('c-1', 'c-2', null),
  currency: fc.constantFrom('EUR', 'USD'),
  count: fc.integer({ min: 1, max: 5 }),
  total: amount,
}
const ours: fc.Arbitrary<Ours[]> = fc.array(
  fc.record({
    ...common,
    customerName: fc.constant('Acme'),
    state: fc.constantFrom(...invoiceStates),
  }),
)
const theirs: fc.Arbitrary<Theirs[]> = fc.array(
  fc.record({
    ...common,
    customerName: fc.constantFrom('Acme', null),
    own: fc.boolean(),
    invoices: fc.constant([]),
  }),
)
const elsewhere = { rilletId: 'ri-1', number: 'R-1', date: '2026-11-02', total: '7' }
const ofRillet = { customerId: 'c-1', customerName: null, invoices: [elsewhere], count: 1 }

test('ours is always the sum of its parts, and nothing but voids of either side is lost', () => {
  fc.assert(
    fc.property(ours, theirs, (mine, others) => {
      const rows = tieOut(mine, others, [])
      for (const row of [...rows, ...totalsOf(rows)]) {
        expect(equal(row.ours.total, sum(parts.map((part) => row.parts[part].total)))).toBe(true)
        expect(row.ours.count).toBe(parts.reduce((all, part) => all + row.parts[part].count, 0))
      }
      const total = (values: { total: string }[]) => sum(values.map((one) => one.total))
      const live = mine.filter(({ state }) => state !== 'voided')
      expect(equal(total(rows.map((row) => row.ours)), total(live))).toBe(true)
      expect(equal(total(rows.map((row) => row.rillet)), total(others))).toBe(true)
    }),
  )
})

test('currencies are never added to one another, and cents are exact', () => {
  const base = { customerId: 'c-1', customerName: 'Acme', count: 1 }
  const rows = tieOut(
    [
      { ...base, currency: 'EUR', state: 'synced', total: '0.1' },
      { ...base, currency: 'EUR', state: 'paid', total: '0.2' },
      { ...base, currency: 'USD', state: 'blocked', total: '5' },
    ],
    [{ ...ofRillet, currency: 'EUR', own: true, count: 2, total: '0.3' }],
    [],
  )
  expect(rows.map(({ currency, difference, ties }) => [currency, difference, ties])).toEqual([
    ['EUR', '0', true],
    ['USD', '0', true],
  ])
})

test('what Rillet has besides ours is a difference that says where it comes from', () => {
  const [row] = tieOut([], [{ ...ofRillet, currency: 'EUR', own: false, total: '7' }], [])
  expect(row).toMatchObject({
    difference: '7',
    ties: false,
    elsewhere: { count: 1, total: '7' },
    elsewhereInvoices: [elsewhere],
  })
})

test('a customer has its name in every currency, also where only Rillet has something', () => {
  const mine = { customerId: 'c-1', customerName: 'Acme', currency: 'GBP', count: 1, total: '3' }
  const byHand = { ...ofRillet, currency: 'EUR', own: false, total: '480' }
  const linked = { ...byHand, customerId: 'c-2', customerName: 'Birch' }
  const unlinked = { ...byHand, customerId: null }
  const rows = tieOut([{ ...mine, state: 'synced' }], [byHand, linked, unlinked], [])
  expect(rows.map(({ customerName, currency }) => [customerName, currency])).toEqual([
    ['Acme', 'EUR'],
    ['Acme', 'GBP'],
    ['Birch', 'EUR'],
    [null, 'EUR'],
  ])
})

test('a voided invoice counts to nothing of ours', () => {
  const mine = { customerId: 'c-1', customerName: 'Acme', currency: 'EUR', count: 1, total: '3' }
  expect(tieOut([{ ...mine, state: 'voided' }], [], [])).toEqual([])
  const [row] = tieOut(
    [
      { ...mine, state: 'voided' },
      { ...mine, state: 'removed' },
    ],
    [],
    [],
  )
  expect(row).toMatchObject({ ours: { count: 1 }, parts: { excluded: { count: 1, total: '3' } } })
})
