import { expect, test } from 'vitest'
import { invoiceStates } from '../../../domain/model.ts'
import { actions, allowed, isOpen, refusalOf } from '../../../domain/states.ts'

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
  expect(actions.filter((action) => allowed(state, action))).toEqual(may)
})

test('paid, removed, voided and excluded are closed, all others open', () => {
  const closed = invoiceStates.filter((state) => !isOpen(state))
  expect(closed).toEqual(['paid', 'removed', 'voided', 'excluded'])
})

test('a refused action says what is possible instead', () => {
  expect(refusalOf('blocked', 'pushOurs')).toBe(
    '“Push ours” is not possible while the invoice is blocked. Possible now: “Retry sync” or “Exclude” or “Mark as synced”.',
  )
  expect(refusalOf('paid', 'retry')).toContain('Nothing is left to be done.')
  expect(refusalOf('blocked', 'retry')).toBeNull()
})
