import { expect, test } from 'vitest'
import { stillDue } from '../../../domain/still-due.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 27, 9, minute))
const read = { total: '240.00', amountDue: '240.00', readAt: at(0) }

test('what Rillet said when the invoice was read is due while no payment is newer', () => {
  expect(stillDue(read, { paid: null, changedAt: null })).toEqual({ amount: '240.00', at: at(0) })
  // A credit that nobody can name is in Rillet's own figure alone.
  const credited = { ...read, amountDue: '40.00', readAt: at(5) }
  expect(stillDue(credited, { paid: '100', changedAt: at(1) }).amount).toBe('40.00')
})

test('a payment that came since the invoice was read is taken off', () => {
  const paid = stillDue(read, { paid: '240', changedAt: at(1) })
  expect(paid).toEqual({ amount: '0', at: at(1) })
  expect(stillDue(read, { paid: '100.5', changedAt: at(1) }).amount).toBe('139.5')
})

test('a payment that was deleted since is due again', () => {
  const whenPaid = { ...read, amountDue: '0.00' }
  expect(stillDue(whenPaid, { paid: '0', changedAt: at(1) }).amount).toBe('240')
})

test('more paid than the total leaves nothing due', () => {
  expect(stillDue(read, { paid: '300', changedAt: at(1) }).amount).toBe('0')
})
