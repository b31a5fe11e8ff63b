import { expect, test } from 'vitest'
import {
  bulkAsked,
  creationAsked,
  invoiceAsked,
  replayAsked,
} from '../../../console/words/asked.ts'

test('what is asked of an invoice is not called done, and shows on its page', () => {
  expect(invoiceAsked('Retry sync', 'SEQ-1', { shownAs: 'Synced', problems: [] })).toEqual([
    'Asked for: Retry sync, SEQ-1',
    'It shows as Synced now; the timeline on its page tells what comes of it.',
  ])
  const excluded = { shownAs: 'Excluded', problems: [] } as const
  expect(invoiceAsked('Exclude', null, excluded)[0]).toBe('Asked for: Exclude')
})

test('what holds an invoice still, after it was asked for, is named with its state', () => {
  const title = 'Changed in Sequence after it was booked'
  const differs = { shownAs: 'Differs', problems: [{ title }, { title }] } as const
  expect(invoiceAsked('Push ours', 'SEQ-1', differs)[1]).toBe(
    'It shows as Differs now (Changed in Sequence after it was booked); the timeline on its page tells what comes of it.',
  )
})

test('a bulk retry is not called done either: its page shows the results', () => {
  expect(bulkAsked(1)[0]).toBe('Asked for: 1 retry')
  expect(bulkAsked(1_050)).toEqual([
    'Asked for: 1,050 retries',
    'This page shows the result for each invoice.',
  ])
})

test('what is being created in Rillet shows in its list', () => {
  expect(creationAsked('product', 'Seats')).toEqual([
    'Asked for: creating Seats in Rillet',
    'The page Products shows it as linked once it is there; invoices that wait for it then go on.',
  ])
  expect(creationAsked('customer', 'Acme')[1]).toContain('The page Customers shows it')
})

test('deliveries that are to be handled again are counted, and none is said to be none', () => {
  expect(replayAsked(2)).toEqual([
    'Asked for: 2 deliveries to be handled again',
    'The list under Deliveries shows what becomes of each.',
  ])
  expect(replayAsked(0)[0]).toBe('Nothing to handle again')
})

test('no word of what was asked for says that it is done', () => {
  const words = [
    invoiceAsked('Accept theirs', 'SEQ-1', { shownAs: 'Differs', problems: [] }),
    bulkAsked(2),
    creationAsked('customer', 'Acme'),
    replayAsked(1),
  ]
  expect(words.flat().join(' ')).not.toMatch(/\bdone\b/)
})
