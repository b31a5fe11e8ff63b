import fc from 'fast-check'
import { expect, test } from 'vitest'
import { invoiceStates } from '../../../domain/model.ts'
import { add, equal, subtract, sum } from '../../../domain/money.ts'
import { type Ours, type Theirs, tieOut, totalsOf } from '../../../domain/tie-out.ts'
import { itemsOf, type Pair } from '../../../domain/tie-out-items.ts'

/** Booked alike on both sides, in the month. */
const alike: Pair = {
  invoiceId: 'i-1',
  number: 'INV-1',
  customerId: 'c-1',
  customerName: 'Acme',
  currency: 'EUR',
  state: 'synced',
  isVoid: false,
  ours: '100',
  oursDate: '2026-11-03',
  isOursIn: true,
  rilletId: 'ri-1',
  rillet: '100',
  rilletDate: '2026-11-03',
  isRilletIn: true,
  credited: '0',
  isRedated: false,
  isDayAccepted: false,
  isAccepted: false,
  isLeft: false,
}
const because = (change: Partial<Pair>) =>
  itemsOf({ ...alike, ...change }).map(({ kind, amount }) => [kind, amount])

const here = { rilletDate: '2026-11-03', isRilletIn: true }
const later = { rilletDate: '2026-12-01', isRilletIn: false }
const earlier = { oursDate: '2026-10-15', isOursIn: false }

test.each<[string, Partial<Pair>, [string, string][]]>([
  ['alike on both sides', {}, []],
  ['on an open day of the next month', { ...later, isRedated: true }, [['open_day', '-100']]],
  ['on an open day, of the month before', { ...earlier, isRedated: true }, [['open_day', '100']]],
  ['on a day that a person accepted', { ...earlier, isDayAccepted: true }, [['accepted', '100']]],
  ['in another month, and nobody said so', { ...later }, [['differs', '-100']]],
  ['void and credited', { state: 'voided', isVoid: true, credited: '100' }, [['credited', '100']]],
  ['void and held', { state: 'blocked', isVoid: true }, [['void_held', '100']]],
  [
    'void, credited in part, and held',
    { state: 'blocked', isVoid: true, credited: '60' },
    [
      ['credited', '60'],
      ['void_held', '40'],
    ],
  ],
  ['void and left booked', { state: 'voided', isVoid: true, isLeft: true }, [['left', '100']]],
  [
    'void, and nobody knows why it is there',
    { state: 'voided', isVoid: true },
    [['differs', '100']],
  ],
  ['void and deleted', { state: 'voided', isVoid: true, rillet: null, ...later }, []],
  ['credited by the difference', { ours: '80', credited: '20' }, [['credited', '20']]],
  [
    'credited, and edited in Rillet',
    { state: 'drift', ours: '80', credited: '20', rillet: '110' },
    [
      ['credited', '20'],
      ['differs', '10'],
    ],
  ],
  [
    'credited, and lowered in Rillet too: the totals are the same, the books are not',
    { ours: '80', credited: '20', rillet: '80' },
    [
      ['credited', '20'],
      ['differs', '-20'],
    ],
  ],
  ['another amount, as accepted', { ours: '84', isAccepted: true }, [['accepted', '16']]],
  ['another amount', { state: 'drift', ours: '84' }, [['differs', '16']]],
  [
    'on an open day, with another amount',
    { ...earlier, isRedated: true, rillet: '103' },
    [
      ['open_day', '100'],
      ['differs', '3'],
    ],
  ],
  [
    'of another month, with another amount, and nobody said so',
    { ...earlier, rillet: '103' },
    [['differs', '103']],
  ],
  ['booked, and held since', { state: 'blocked' }, [['held', '100']]],
  ['held before it is booked', { state: 'blocked', rillet: null, rilletId: null, ...later }, []],
  ['said to be there, and not there', { rillet: null, ...later }, [['missing', '-100']]],
  ['put away, and there', { state: 'excluded', ...here }, [['differs', '100']]],
])('an invoice %s', (_, change, expected) => {
  expect(because(change)).toEqual(expected)
})

const cents = fc.integer({ min: 0, max: 10_000 }).map((n) => (n / 100).toFixed(2))
const pair: fc.Arbitrary<Pair> = fc
  .record({
    invoiceId: fc.uuid(),
    customerId: fc.constantFrom('c-1', 'c-2'),
    currency: fc.constantFrom('EUR', 'USD'),
    state: fc.constantFrom(...invoiceStates),
    isVoid: fc.boolean(),
    ours: cents,
    isOursIn: fc.boolean(),
    rillet: fc.option(cents),
    isRilletIn: fc.boolean(),
    credited: cents,
    isRedated: fc.boolean(),
    isDayAccepted: fc.boolean(),
    isAccepted: fc.boolean(),
    isLeft: fc.boolean(),
  })
  .map((one) => ({ ...alike, ...one, isRilletIn: one.isRilletIn && one.rillet !== null }))

/** As Postgres sums the same invoices. */
const summed = (pairs: Pair[]): [Ours[], Theirs[]] => [
  pairs
    .filter(({ isOursIn, isVoid }) => isOursIn && !isVoid)
    .map((one) => ({ ...one, count: 1, total: one.ours })),
  pairs
    .filter(({ isRilletIn }) => isRilletIn)
    .map((one) => ({ ...one, count: 1, total: one.rillet ?? '0', own: true, invoices: [] })),
]

test('whatever became of the invoices, those that are named make the whole difference', () => {
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 8 }), (pairs) => {
      const rows = tieOut(...summed(pairs), pairs)
      for (const row of rows) {
        expect(equal(row.difference, sum(row.items.map(({ amount }) => amount)))).toBe(true)
        expect(equal(row.difference, add(row.explained, row.unexplained))).toBe(true)
      }
      const difference = (total: 'difference' | 'unexplained') => sum(rows.map((row) => row[total]))
      const totals = totalsOf(rows)
      expect(equal(difference('difference'), sum(totals.map((row) => row.difference)))).toBe(true)
      expect(equal(difference('unexplained'), sum(totals.map((row) => row.unexplained)))).toBe(true)
    }),
  )
})

test('two differences that make up for each other do not tie, in a row nor in a total', () => {
  const over: Pair = { ...alike, state: 'drift', rillet: '103' }
  const under: Pair = { ...alike, invoiceId: 'i-2', state: 'drift', rillet: '97' }
  const one = [over, under]
  const [row] = tieOut(...summed(one), one)
  expect(row).toMatchObject({ difference: '0', unexplained: '0', ties: false })
  const two = [over, { ...under, customerId: 'c-2' }]
  expect(totalsOf(tieOut(...summed(two), two))).toMatchObject([{ difference: '0', ties: false }])
})

test('what is not explained is named first', () => {
  const voided: Pair = { ...alike, number: 'INV-0', state: 'blocked', isVoid: true }
  const differing: Pair = { ...alike, invoiceId: 'i-2', number: 'INV-9', rillet: '99' }
  const pairs = [voided, differing]
  const [row] = tieOut(...summed(pairs), pairs)
  expect(row?.items.map(({ number }) => number)).toEqual(['INV-9', 'INV-0'])
  expect(row).toMatchObject({ difference: '99', explained: '100', unexplained: '-1', ties: false })
  expect(subtract(row?.difference ?? '', row?.explained ?? '')).toBe('-1')
})
