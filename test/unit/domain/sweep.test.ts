import { describe, expect, test } from 'vitest'
import type { InvoiceState } from '../../../domain/model.ts'
import { remoteDifference } from '../../../domain/sweep.ts'

const read = '2026-11-20T10:00:00.000Z'
const later = '2026-11-20T11:00:00.000Z'

const held = (state: InvoiceState, paid = '0') => ({ state, remoteVersion: read, paid })
const listed = ({ at = later, due = '100.00', edited = false }) => ({
  total: { amount: '100.00', currency: 'USD' },
  amount_due: { amount: due, currency: 'USD' },
  updated_at: at,
  edited,
})

describe('what Rillet’s list says of an invoice is news', () => {
  test('when it was edited after it was last read', () => {
    expect(remoteDifference(held('synced'), listed({ edited: true }))).toBe('changed')
    expect(remoteDifference(held('synced'), listed({ edited: true, at: read }))).toBe(null)
  })

  test('when another amount is settled', () => {
    expect(remoteDifference(held('synced'), listed({ due: '60.00' }))).toBe('payment')
    expect(remoteDifference(held('partially_paid', '40.00'), listed({ due: '60.00' }))).toBe(null)
  })

  test.each(['drift', 'blocked'] as const)(
    'when it moved while it is in %s, even to what it was when it was found right',
    (state) => {
      expect(remoteDifference(held(state), listed({}))).toBe('changed')
      expect(remoteDifference(held(state), listed({ at: read }))).toBe(null)
    },
  )

  test('not when it only moved otherwise, or is put away', () => {
    expect(remoteDifference(held('synced'), listed({}))).toBe(null)
    expect(remoteDifference(held('removed'), listed({ edited: true, due: '0' }))).toBe(null)
  })
})
