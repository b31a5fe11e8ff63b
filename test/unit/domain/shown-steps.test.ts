import { expect, test } from 'vitest'
import { invoiceStates, type Problem } from '../../../domain/model.ts'
import { customerNotLinked, periodClosed, productNotMapped } from '../../../domain/problems.ts'
import { shownSteps } from '../../../domain/shown-steps.ts'

const stand = (
  state: (typeof invoiceStates)[number],
  step: string | null,
  ...problems: Problem[]
) => shownSteps({ state, step, problems, booked: null }).map((one) => one.state)

test.each(invoiceStates)('%s: five steps, done ones first', (state) => {
  const states = stand(state, 'createInvoice', customerNotLinked('c-1'))
  expect(states).toHaveLength(5)
  const firstOpen = states.findIndex((one) => one !== 'done')
  if (firstOpen >= 0) expect(states.slice(firstOpen)).not.toContain('done')
})

test('what was done before the invoice was put away stays done, and its deletion is said', () => {
  const put = (booked: 'there' | 'gone' | null) =>
    shownSteps({ state: 'voided', step: null, problems: [], booked }).map((one) => one.state)
  const three = ['done', 'done', 'done']
  expect(put('gone')).toEqual([...three, 'undone', 'left_out'])
  expect(put('there')).toEqual([...three, 'done', 'left_out'])
  expect(new Set(put(null))).toEqual(new Set(['left_out']))
})

test('a waiting invoice is past the steps before the one that runs', () => {
  expect(stand('waiting', 'createInvoice')).toEqual(['done', 'done', 'done', 'working', 'ahead'])
  expect(stand('waiting', 'readSource')).toEqual(['working', 'ahead', 'ahead', 'ahead', 'ahead'])
  expect(stand('waiting', null)).toEqual(['working', 'ahead', 'ahead', 'ahead', 'ahead'])
})

test('every step that a problem belongs to is blocked, and none is called done before it is', () => {
  const problems = [customerNotLinked('c-1'), productNotMapped('p-1'), periodClosed('2026-05-01')]
  expect(stand('blocked', 'readSource', ...problems)).toEqual([
    'blocked',
    'blocked',
    'ahead',
    'blocked',
    'ahead',
  ])
})

test('what is in Rillet is past the first four, whatever holds it back then', () => {
  const expected = ['done', 'done', 'done', 'done']
  expect(stand('blocked', 'awaitPayment', periodClosed('2026-05-01'))).toEqual([
    ...expected,
    'blocked',
  ])
  expect(stand('drift', null)).toEqual([...expected, 'blocked'])
  expect(stand('synced', null)).toEqual([...expected, 'working'])
})
