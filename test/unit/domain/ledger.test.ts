import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Entry, type KnownEntry, ledgerChanges } from '../../../domain/ledger.ts'

const entry = (changes: Partial<KnownEntry> = {}): KnownEntry => ({
  id: 'p1',
  status: 'UNCLEARED',
  amount: '10.00',
  currency: 'USD',
  date: '2026-11-20',
  removed: false,
  ...changes,
})
const kinds = (known: KnownEntry[], now: Entry[]) => ledgerChanges(known, now).map((c) => c.kind)

test('each step has a name', () => {
  expect(kinds([], [entry()])).toEqual(['recorded'])
  expect(kinds([entry()], [entry({ amount: '9.00' })])).toEqual(['edited'])
  expect(kinds([entry()], [entry({ date: '2026-11-21' })])).toEqual(['edited'])
  expect(kinds([entry()], [entry({ status: 'SUCCESSFUL' })])).toEqual(['cleared'])
  expect(kinds([entry()], [entry({ status: 'FAILED' })])).toEqual(['failed'])
  expect(kinds([entry()], [entry({ status: 'A_NEW_WORD' })])).toEqual(['edited'])
  expect(kinds([entry()], [])).toEqual(['deleted'])
  expect(kinds([entry({ removed: true })], [entry()])).toEqual(['returned'])
})

test('the same amount in other digits is no step, and neither is one that is gone already', () => {
  expect(kinds([entry({ amount: '10' })], [entry({ amount: '10.00' })])).toEqual([])
  expect(kinds([entry({ removed: true })], [])).toEqual([])
})

const entries = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
    status: fc.constantFrom('UNCLEARED', 'SUCCESSFUL', 'FAILED'),
    amount: fc.constantFrom('1', '2.50'),
    currency: fc.constant('USD'),
    date: fc.constantFrom(null, '2026-11-20'),
  }),
  { selector: ({ id }) => id },
)

test('the steps of any readings, one after the other, lead to what was read last', () => {
  fc.assert(
    fc.property(fc.array(entries, { maxLength: 6 }), (readings) => {
      const ledger = new Map<string, KnownEntry>()
      for (const reading of readings) {
        for (const { kind, entry: one } of ledgerChanges([...ledger.values()], reading)) {
          ledger.set(one.id, { ...one, removed: kind === 'deleted' })
        }
        const there = [...ledger.values()].filter(({ removed }) => !removed)
        const byId = (a: Entry, b: Entry) => (a.id < b.id ? -1 : 1)
        const expected = reading.map((one) => ({ ...one, removed: false }))
        expect(there.sort(byId)).toEqual(expected.sort(byId))
        expect(ledgerChanges([...ledger.values()], reading)).toEqual([])
      }
    }),
  )
})
