import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  followsSequence,
  ownStatuses,
  settle,
  stateBySequence,
  statusToWrite,
} from '../../../domain/settlement.ts'

const row = (amount: string, status = 'SUCCESSFUL') => ({ id: `p-${amount}`, status, amount })
const paid = (total: string, ...payments: ReturnType<typeof row>[]) =>
  settle({ total, payments, credits: [] })

describe('an invoice of 100', () => {
  test.each([
    ['nothing', [], 'synced', 'UNPAID', '0', '100'],
    ['a part', [row('40.00')], 'partially_paid', 'PARTIALLY_PAID', '40', '60'],
    ['two parts', [row('40.00'), row('60.00')], 'paid', 'PAID', '100', '0'],
    ['one uncleared row', [row('100', 'UNCLEARED')], 'paid', 'PAID', '100', '0'],
    ['one failed row', [row('100', 'FAILED')], 'synced', 'UNPAID', '0', '100'],
    [
      'a failed and a good part',
      [row('100', 'FAILED'), row('99.99')],
      'partially_paid',
      'PARTIALLY_PAID',
      '99.99',
      '0.01',
    ],
    ['too much', [row('100.01')], 'paid', 'PAID', '100.01', '0'],
  ])('with %s', (_, payments, state, target, sum, open) => {
    expect(settle({ total: '100', payments, credits: [] })).toEqual({
      state,
      target,
      paid: sum,
      open,
    })
  })

  test('is settled by payments and credits together', () => {
    const credits = ['25.00', '15.00']
    expect(settle({ total: '100', payments: [row('60')], credits }).state).toBe('paid')
    expect(settle({ total: '100', payments: [row('59.99')], credits }).state).toBe('partially_paid')
    expect(settle({ total: '100', payments: [], credits }).state).toBe('partially_paid')
  })
})

test('a total of zero is settled without any row', () => {
  expect(paid('0.00')).toMatchObject({ state: 'paid', target: 'PAID' })
})

test('paid exactly when the counted rows reach the total, however it is split', () => {
  const cents = fc.integer({ min: 1, max: 100_000 })
  const rows = fc.array(fc.record({ cents, failed: fc.boolean() }), { maxLength: 8 })
  fc.assert(
    fc.property(rows, cents, (parts, total) => {
      const money = (value: number) => (value / 100).toFixed(2)
      const payments = parts.map((part) =>
        row(money(part.cents), part.failed ? 'FAILED' : 'UNCLEARED'),
      )
      const counted = parts.reduce((sum, part) => sum + (part.failed ? 0 : part.cents), 0)
      const expected = counted >= total ? 'paid' : counted > 0 ? 'partially_paid' : 'synced'
      expect(settle({ total: money(total), payments, credits: [] }).state).toBe(expected)
    }),
  )
})

test('a payment link mutes Rillet only if the settings say so', () => {
  const both = { mutingPaymentLinks: ['STRIPE', 'GOCARDLESS'] as const }
  const settings = { mutingPaymentLinks: [...both.mutingPaymentLinks] }
  expect(followsSequence({ paymentLink: 'STRIPE' }, settings)).toBe(true)
  expect(followsSequence({ paymentLink: 'GOCARDLESS' }, settings)).toBe(true)
  expect(followsSequence({ paymentLink: 'GOCARDLESS' }, { mutingPaymentLinks: ['STRIPE'] })).toBe(
    false,
  )
  expect(followsSequence({ paymentLink: null }, settings)).toBe(false)
})

test.each([
  ['PAID', 'paid'],
  ['PARTIALLY_PAID', 'partially_paid'],
  ['UNPAID', 'synced'],
  ['UNCOLLECTIBLE', 'synced'],
])('an invoice that follows Sequence’s %s is %s', (status, state) => {
  expect(stateBySequence(status)).toBe(state)
})

describe('the status written to Sequence', () => {
  test.each([
    ['UNPAID', 'PAID', [], 'PAID'],
    ['UNPAID', 'PARTIALLY_PAID', [], 'PARTIALLY_PAID'],
    ['PARTIALLY_PAID', 'PAID', [], 'PAID'],
    ['PAID', 'PAID', [], null],
    ['UNPAID', 'UNPAID', [], null],
    ['PAID', 'PAID', ['PAID'], null],
    ['PAID', 'UNPAID', ['PAID'], 'UNPAID'],
    ['PAID', 'PARTIALLY_PAID', ['PAID'], 'PARTIALLY_PAID'],
    ['PAID', 'PARTIALLY_PAID', ['PAID', 'PARTIALLY_PAID'], 'PARTIALLY_PAID'],
    ['PAID', 'UNPAID', [], null],
    ['PAID', 'UNPAID', ['PARTIALLY_PAID'], null],
    ['UNCOLLECTIBLE', 'PAID', [], 'PAID'],
    ['UNCOLLECTIBLE', 'UNPAID', [], null],
  ] as const)('from %s to %s, where %j are ours: %s', (current, target, own, expected) => {
    expect(statusToWrite({ current, target, own })).toBe(expected)
  })

  test('what was sent last counts as ours beside what was taken last, and no other word does', () => {
    const own = (writtenPaymentStatus: string | null, intendedPaymentStatus: string | null) =>
      ownStatuses({ writtenPaymentStatus, intendedPaymentStatus })
    expect(own('PAID', 'PARTIALLY_PAID')).toEqual(['PAID', 'PARTIALLY_PAID'])
    expect(own(null, 'PAID')).toEqual(['PAID'])
    expect(own('UNCOLLECTIBLE', null)).toEqual([])
  })
})
