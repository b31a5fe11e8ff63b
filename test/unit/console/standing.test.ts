import { expect, test } from 'vitest'
import { problemKey, standingTitle } from '../../../console/words/standing.ts'

const invoice = {
  state: 'synced',
  syncedAt: '2026-11-27T09:00:00.000Z',
  rilletId: 'r-1',
  note: null,
  fields: [{ agrees: true }, { agrees: null }],
  lines: [{ agrees: true }],
} as const

test('an invoice is called right in Rillet only where no row under it differs', () => {
  expect(standingTitle(invoice)).toBe('In Rillet, and right there; not paid yet')
  const other = 'In Rillet, though not all as Sequence has it now; not paid yet'
  expect(standingTitle({ ...invoice, fields: [{ agrees: false }] })).toBe(other)
  expect(standingTitle({ ...invoice, lines: [{ agrees: false }] })).toBe(other)
})

test('what was marked as booked elsewhere is not just left out', () => {
  const left = { ...invoice, state: 'excluded', rilletId: null } as const
  expect(standingTitle(left)).toBe('Left out of the sync')
  expect(standingTitle({ ...left, note: 'Booked elsewhere.' })).toBe(
    'Booked elsewhere, and left out of the sync',
  )
})

test('a voided invoice that was in Rillet says that it is there no more', () => {
  const voided = { ...invoice, state: 'voided', rilletId: null } as const
  expect(standingTitle(voided)).toBe('Voided in Sequence, and deleted in Rillet')
  expect(standingTitle({ ...voided, syncedAt: null })).toBe('Voided in Sequence')
})

test('two problems of one kind are two cards: the page keeps none that is gone', () => {
  const differs = { code: 'source_changed_after_sync', blockedOn: 'rillet' }
  const [total, lines] = ['The total is another.', 'The number of lines is another.']
  expect(problemKey({ ...differs, whatHappened: total })).not.toBe(
    problemKey({ ...differs, whatHappened: lines }),
  )
})

test('what is in doubt of an invoice that is in Rillet is its credit memo', () => {
  const doubt = { ...invoice, state: 'in_doubt' } as const
  expect(standingTitle(doubt)).toBe('Rillet is being asked whether it has the credit memo')
  const unbooked = { ...doubt, syncedAt: null, rilletId: null }
  expect(standingTitle(unbooked)).toBe('Rillet is being asked whether it has this invoice')
})
