import { describe, expect, test } from 'vitest'
import type { RemoteHint } from '../../workflows/messages.ts'
import {
  isEmpty,
  mergeHints,
  noWakes,
  withCleared,
  withoutEchoes,
  withRemote,
  withSource,
} from '../../workflows/wakes.ts'

const old = '2026-11-01T10:00:00.000Z'
const now = '2026-11-01T10:00:01.000Z'
const unknown = { source: null, remote: null }
const remote = (more: Partial<RemoteHint>): RemoteHint => ({
  kinds: ['payment'],
  version: now,
  status: null,
  amountDue: null,
  count: 1,
  ...more,
})

test('nothing has come in at first', () => {
  expect(isEmpty(noWakes())).toBe(true)
  expect(isEmpty(withCleared(noWakes(), { cause: 'settings' }))).toBe(false)
})

describe('a hint about Sequence', () => {
  const wakes = (version: string | null) => withSource(noWakes(), { version, count: 1 })

  test('that is not newer than what is known wakes nothing', () => {
    for (const version of [old, now]) {
      expect(isEmpty(withoutEchoes(wakes(version), { ...unknown, source: now }))).toBe(true)
    }
    expect(isEmpty(withoutEchoes(wakes(now), { ...unknown, source: old }))).toBe(false)
  })

  test('without a version wakes always, also beside an older one', () => {
    const both = withSource(wakes(null), { version: old, count: 1 })
    expect(isEmpty(withoutEchoes(both, { ...unknown, source: now }))).toBe(false)
    const reversed = withSource(wakes(old), { version: null, count: 1 })
    expect(isEmpty(withoutEchoes(reversed, { ...unknown, source: now }))).toBe(false)
  })

  test('of a later version is kept of two', () => {
    const both = withSource(wakes(now), { version: old, count: 1 })
    expect(isEmpty(withoutEchoes(both, { ...unknown, source: old }))).toBe(false)
  })
})

describe('a hint about Rillet', () => {
  test('of a deletion is never an echo', () => {
    const wakes = withRemote(noWakes(), remote({ kinds: ['deleted'] }))
    expect(isEmpty(withoutEchoes(wakes, { ...unknown, remote: now }))).toBe(false)
  })

  test('of a payment is always news, an update only after the version that is known', () => {
    const known = { ...unknown, remote: now }
    const at = (more: Partial<RemoteHint>) =>
      isEmpty(withoutEchoes(withRemote(noWakes(), remote(more)), known))
    expect(at({ kinds: ['payment'], version: now })).toBe(false)
    expect(at({ kinds: ['updated'], version: now })).toBe(true)
    expect(at({ kinds: ['payment'], version: old })).toBe(false)
    expect(at({ kinds: ['updated'], version: old })).toBe(true)
  })

  test('says together with another one all that may have changed, and what the later one knew', () => {
    const merged = mergeHints(
      remote({ version: now, status: 'PAID', amountDue: '0.00' }),
      remote({ kinds: ['updated'], version: old, status: 'UNPAID', amountDue: '9.00' }),
    )
    expect(merged).toEqual({
      kinds: ['payment', 'updated'],
      version: now,
      status: 'PAID',
      amountDue: '0.00',
      count: 2,
    })
  })

  test('merged with one without a version may be about anything', () => {
    expect(mergeHints(remote({ version: null }), remote({})).version).toBeNull()
    expect(mergeHints(remote({}), remote({ version: null })).version).toBeNull()
  })
})
