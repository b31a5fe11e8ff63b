import { expect, test } from 'vitest'
import { invoiceStates } from '../../../domain/model.ts'
import { actions, actionsOf, allowed, isOpen, refusalOf } from '../../../domain/states.ts'

test.each([
  ['waiting', ['retry', 'exclude']],
  ['blocked', ['retry', 'exclude', 'markAsSynced']],
  ['in_doubt', ['resolveInDoubt']],
  ['synced', ['exclude']],
  ['partially_paid', ['exclude']],
  ['drift', ['acceptTheirs', 'pushOurs']],
  ['paid', []],
  ['removed', ['retry']],
  ['voided', ['retry']],
  ['excluded', ['retry']],
] as const)('a person may, in %s, only: %j', (state, may) => {
  expect(actions.filter((action) => allowed(state, action, []))).toEqual(may)
})

test('paid, removed, voided and excluded are closed, all others open', () => {
  const closed = invoiceStates.filter((state) => !isOpen(state))
  expect(closed).toEqual(['paid', 'removed', 'voided', 'excluded'])
})

test('the reasons add what a person can decide about them, and only where it is held', () => {
  const more = (state: 'blocked' | 'drift' | 'synced', code: string) =>
    actionsOf(state, [code]).filter((action) => !allowed(state, action, []))
  expect(more('blocked', 'void_refused')).toEqual(['creditDifference', 'leave'])
  expect(more('blocked', 'period_closed')).toEqual(['dateOnOpenDay'])
  expect(more('blocked', 'source_voided_after_sync')).toEqual([
    'creditDifference',
    'leave',
    'deleteInRillet',
  ])
  expect(more('drift', 'source_changed_after_sync')).toEqual([
    'recreate',
    'creditDifference',
    'leave',
  ])
  expect(more('synced', 'source_changed_after_sync')).toEqual([])
})

test.each(['void_refused', 'recreate_refused'])(
  'what a closed period keeps in Rillet (%s) cannot be dated on another day',
  (code) => {
    expect(allowed('blocked', 'dateOnOpenDay', [code, 'period_closed'])).toBe(false)
    expect(allowed('drift', 'dateOnOpenDay', [code, 'period_closed'])).toBe(false)
  },
)

test('a refused action says what is possible instead', () => {
  expect(refusalOf('blocked', 'pushOurs', [])).toBe(
    '“Push ours” is not possible while the invoice is blocked. Possible now: “Retry sync” or “Exclude” or “Mark as synced”.',
  )
  expect(refusalOf('paid', 'retry', [])).toContain('Nothing is left to be done.')
  expect(refusalOf('blocked', 'retry', [])).toBeNull()
})
