import { expect, test } from 'vitest'
import { invoiceStates, type Problem } from '../../../domain/model.ts'
import {
  customerNotLinked,
  paymentStatusDiffers,
  periodClosed,
  productNotMapped,
  rilletEdited,
  sequenceKeyRefused,
  sequenceRefused,
} from '../../../domain/problems.ts'
import { shownSteps } from '../../../domain/shown-steps.ts'

const stand = (
  state: (typeof invoiceStates)[number],
  step: string | null,
  ...problems: Problem[]
) => shownSteps({ state, step, problems, booked: null, isPaid: false }).map((one) => one.state)

test.each(invoiceStates)('%s: five steps, done ones first', (state) => {
  const states = stand(state, 'createInvoice', customerNotLinked('c-1'))
  expect(states).toHaveLength(5)
  const firstOpen = states.findIndex((one) => one !== 'done')
  if (firstOpen >= 0) expect(states.slice(firstOpen)).not.toContain('done')
})

test('what was done before the invoice was put away stays done, and its deletion is said', () => {
  const put = (booked: 'there' | 'gone' | null) =>
    shownSteps({ state: 'voided', step: null, problems: [], booked, isPaid: false }).map(
      (one) => one.state,
    )
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

const three = ['done', 'done', 'done']

test('what is in Rillet is past the first three, and past the fourth unless what is booked is held', () => {
  expect(stand('drift', null)).toEqual([...three, 'done', 'blocked'])
  expect(stand('synced', null)).toEqual([...three, 'done', 'working'])
})

test('what differs in the booked invoice holds that step, not its payment', () => {
  const edited = rilletEdited('due date', '2026-05-01', '2026-06-01')
  expect(stand('drift', 'awaitPayment', edited)).toEqual([...three, 'blocked', 'working'])
  expect(stand('blocked', 'awaitPayment', periodClosed('2026-05-01'))).toEqual([
    ...three,
    'blocked',
    'working',
  ])
  const paid = shownSteps({
    state: 'drift',
    step: 'awaitPayment',
    problems: [edited],
    booked: 'there',
    isPaid: true,
  })
  expect(paid.map((one) => one.state)).toEqual([...three, 'blocked', 'done'])
})

test('what is wrong with the payment holds that step, alone or beside the other', () => {
  const status = paymentStatusDiffers('PAID', 'UNPAID')
  const edited = rilletEdited('due date', '2026-05-01', '2026-06-01')
  expect(stand('drift', 'awaitPayment', status)).toEqual([...three, 'done', 'blocked'])
  expect(stand('drift', 'awaitPayment', edited, status)).toEqual([...three, 'blocked', 'blocked'])
  expect(stand('blocked', 'awaitPayment', sequenceRefused('No.'))).toEqual([
    ...three,
    'done',
    'blocked',
  ])
})

test('an invoice that is in Rillet stays past its first steps while Sequence cannot be read', () => {
  const held = shownSteps({
    state: 'blocked',
    step: 'readSource',
    problems: [sequenceKeyRefused()],
    booked: 'there',
    isPaid: false,
  })
  expect(held.map((one) => one.state)).toEqual([...three, 'done', 'blocked'])
})

test('what is in doubt of an invoice that is in Rillet is its last step', () => {
  const doubt = { state: 'in_doubt', step: 'awaitPayment', problems: [], isPaid: false } as const
  const last = (booked: 'there' | null) =>
    shownSteps({ ...doubt, booked })
      .map((one) => one.state)
      .slice(-2)
  expect(last('there')).toEqual(['done', 'in_doubt'])
  expect(last(null)).toEqual(['in_doubt', 'ahead'])
})
