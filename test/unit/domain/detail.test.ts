import { expect, test } from 'vitest'
import { detailEdits, type RemoteDetail } from '../../../domain/detail.ts'
import { differencesOf } from '../../../domain/drift.ts'
import { sourceChangedAfterSync, sourceVoidedAfterSync } from '../../../domain/problems.ts'

type Line = RemoteDetail['lines'][number]
const line = (id: string, changes: Partial<Line> = {}): Line => ({
  id,
  productId: 'product-1',
  amount: '100.00',
  period: { start: '2026-11-01', end: '2026-11-30' },
  description: 'Seats for Acme',
  ...changes,
})
const detail = (changes: Partial<RemoteDetail> = {}): RemoteDetail => ({
  customerId: 'customer-1',
  tax: '20.00',
  lines: [line('a'), line('b')],
  ...changes,
})
const fields = (now: RemoteDetail) =>
  detailEdits(detail(), now).map(({ params }) => [params['field'], params['theirs']])

test('nothing is said where the figures are the same in other digits', () => {
  expect(fields(detail({ tax: '20', lines: [line('a', { amount: '100' }), line('b')] }))).toEqual(
    [],
  )
})

test('every compared field is named, and a text is not repeated', () => {
  const other = { productId: 'product-2', amount: '90', period: null, description: 'Bob’s seats' }
  const now = detail({ customerId: 'c2', tax: '18', lines: [line('a'), line('b', other)] })
  expect(fields(now)).toEqual([
    ['customer', 'c2'],
    ['tax', '18'],
    ['amount of line 2', '90'],
    ['product of line 2', 'product-2'],
    ['service period of line 2', 'none'],
    ['description of line 2', 'another text'],
  ])
  expect(JSON.stringify(detailEdits(detail(), now))).not.toContain('Bob')
})

test('lines that moved are found by their ids, and by their places where all were replaced', () => {
  expect(fields(detail({ lines: [line('b'), line('a')] }))).toEqual([])
  expect(fields(detail({ lines: [line('c'), line('d', { amount: '1' })] }))).toEqual([
    ['amount of line 2', '1'],
  ])
  expect(fields(detail({ lines: [line('b')] }))).toEqual([
    ['number of lines', '1'],
    ['line 1', 'gone'],
  ])
})

test('the differences of an invoice know the side that moved', () => {
  const [edit] = detailEdits(detail(), detail({ tax: '1' }))
  if (edit === undefined) throw new Error('no edit')
  const changed = sourceChangedAfterSync('total', '90 USD', '100 USD')
  expect(differencesOf([edit, changed, sourceVoidedAfterSync()])).toEqual([
    { field: 'tax', ours: '20.00', theirs: '1', side: 'rillet' },
    { field: 'total', ours: '90 USD', theirs: '100 USD', side: 'sequence' },
    { field: 'status', ours: 'voided', theirs: 'booked', side: 'sequence' },
  ])
})
