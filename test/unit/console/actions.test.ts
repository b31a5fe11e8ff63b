import { expect, test } from 'vitest'
import { wordsOf } from '../../../console/words/actions.ts'

const aboutOf = (
  ...[action, state]: [Parameters<typeof wordsOf>[0], Parameters<typeof wordsOf>[1]['state']]
) => wordsOf(action, { state, rilletId: null }).about

test('pushing ours promises no more than an update can change', () => {
  expect(aboutOf('pushOurs', 'drift')).toContain('where nothing else differs, nothing is sent')
})

test('marking as synced says what an invoice that is booked elsewhere then shows as', () => {
  expect(aboutOf('markAsSynced', 'blocked')).toContain('Excluded')
})

test('a retry of a voided invoice says that a voided one is not booked', () => {
  expect(aboutOf('retry', 'voided')).toContain('no longer voided in Sequence')
  expect(aboutOf('retry', 'removed')).toContain('created in Rillet again')
})

test('a doubt about an invoice that is in Rillet asks for its credit memo', () => {
  expect(wordsOf('resolveInDoubt', { state: 'in_doubt', rilletId: 'r-1' }).title).toContain('memo')
  expect(aboutOf('resolveInDoubt', 'in_doubt')).toContain('second invoice')
})
