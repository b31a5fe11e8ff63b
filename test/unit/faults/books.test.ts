import { expect, test } from 'vitest'
import { auditOnce } from '../../faults/oracle/ends.ts'
import { auditBooks } from '../../faults/oracle/ledger.ts'

const refersTo = (id: string) => ({ external_references: [{ type: 'sequencehq', id }] })
const usd = (amount: string) => ({ amount, currency: 'USD' })

const booked = (id: string, credited = '0.00') => ({
  ...refersTo(id),
  currency: 'USD',
  total: usd('100.00'),
  credited,
})
const memo = (id: string, amount = '25.00') => ({ ...refersTo(id), total: usd(amount) })
const note = { id: 'note', status: 'FINAL', grossTotal: '25', currency: 'USD' }

type Books = { invoices?: object[]; creditMemos?: object[] }

/** What is found wrong with one organization's books, or several ones'. */
function audit(books: Books[], { status = 'FINAL', noteStatus = 'FINAL' } = {}): string[] {
  const empty = { customers: [], products: [], invoices: [], creditMemos: [] }
  const rillet = {
    organizations: books.map((one, id) => ({ id: `books-${id}`, ...empty, ...one })),
  }
  const invoices = [{ id: 'invoice', status }]
  const sequence = { accounts: [{ invoices, creditNotes: [{ ...note, status: noteStatus }] }] }
  return auditBooks({ rillet, sequence }).map(({ rule, what }) => `${rule}: ${what}`)
}

test('books in which everything is there once are right', () => {
  expect(audit([{ invoices: [booked('invoice')], creditMemos: [memo('note')] }])).toEqual([])
})

test('a second memo of a credit note is found, in another organization too', () => {
  const twice = ['one live invoice: note is 2 memos in Rillet']
  expect(audit([{ creditMemos: [memo('note'), memo('note')] }])).toEqual(twice)
  expect(audit([{ creditMemos: [memo('note')] }, { creditMemos: [memo('note')] }])).toEqual(twice)
})

test('a memo of another amount, of a voided credit note, or of nothing is found', () => {
  expect(audit([{ creditMemos: [memo('note', '25.01')] }])).toEqual([
    'no wrong cent: credit note note: 25 became 25.01',
  ])
  expect(audit([{ creditMemos: [memo('note')] }], { noteStatus: 'VOIDED' })).toEqual([
    'one live invoice: credit note note is voided, and still in Rillet',
  ])
  expect(audit([{ creditMemos: [memo('stranger')] }])).toEqual([
    'nothing crosses accounts: Rillet has a credit memo of stranger, which Sequence has not',
  ])
})

test('a voided invoice that is live is found, unless a memo takes all of it back', () => {
  const voided = { status: 'VOIDED' }
  const live = ['one live invoice: invoice is voided, and still in Rillet']
  const creditMemos = [memo('invoice:void', '100.00')]
  expect(audit([{ invoices: [] }], voided)).toEqual([])
  expect(audit([{ invoices: [booked('invoice')] }], voided)).toEqual(live)
  expect(audit([{ invoices: [booked('invoice', '100.00')], creditMemos }], voided)).toEqual([])
  expect(audit([{ invoices: [booked('invoice', '99.00')], creditMemos }], voided)).toEqual(live)
  expect(audit([{ invoices: [booked('invoice', '100.00')] }], voided)).toEqual(live)
})

test('each invoice is in the books once, and nothing else is', () => {
  const [a, b] = [booked('a'), booked('b')]
  expect(auditOnce({ invoices: [a, b] }, ['a', 'b'])).toEqual([])
  expect(auditOnce({ invoices: [a, a] }, ['a', 'b'])).toEqual([
    'a is 2 times in Rillet',
    'b is 0 times in Rillet',
  ])
  expect(auditOnce({ invoices: [a, b] }, ['a'])).toEqual(['1 invoices, 2 live in Rillet'])
})
