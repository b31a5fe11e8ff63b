import { expect, test } from 'vitest'
import { argumentOf, joinRemoteHints, joinSourceHints } from '../../../api/dispatcher/hints.ts'
import type { RemoteHint } from '../../../workflows/messages.ts'

const may = '2026-05-01T00:00:00.000Z'
const june = '2026-06-01T00:00:00.000Z'

test('joined source hints count both and keep the later version', () => {
  const joined = joinSourceHints({ version: june, count: 2 }, { version: may, count: 1 })
  expect(joined).toEqual({ version: june, count: 3 })
})

test('a hint of unknown version never passes for old news after joining', () => {
  const joined = joinSourceHints({ version: june, count: 1 }, { version: null, count: 1 })
  expect(joined.version).toBeNull()
})

const remote = (change: Partial<RemoteHint>): RemoteHint => ({
  kinds: ['updated'],
  version: may,
  status: 'UNPAID',
  amountDue: '10.00',
  count: 1,
  ...change,
})

test('joined remote hints keep all kinds and what the newer body said', () => {
  const newer = remote({ kinds: ['payment'], version: june, status: 'PAID', amountDue: '0.00' })
  const expected = {
    kinds: ['payment', 'updated'],
    version: june,
    status: 'PAID',
    amountDue: '0.00',
    count: 2,
  }
  expect(joinRemoteHints(remote({}), newer)).toEqual(expected)
  expect(joinRemoteHints(newer, remote({}))).toEqual(expected)
})

test('a deletion says nothing of the status, so the one known stays', () => {
  const deletion = remote({ kinds: ['deleted'], version: null, status: null, amountDue: null })
  expect(joinRemoteHints(remote({ status: 'PAID' }), deletion)).toMatchObject({
    kinds: ['deleted', 'updated'],
    version: null,
    status: 'PAID',
  })
})

test('a stored wake-up is sent with the fields of its signal only', () => {
  const row = { id: '1', accountId: 'a', invoiceId: 'i', attempts: 1, failures: 0 }
  const payload = { version: may, count: 1, number: 'SEQ-1' }
  expect(argumentOf({ ...row, signal: 'sourceChanged', payload })).toEqual({
    version: may,
    count: 1,
  })
  const cleared = { cause: 'settings', probe: true }
  expect(argumentOf({ ...row, signal: 'causeCleared', payload: cleared })).toEqual(cleared)
  expect(() => argumentOf({ ...row, signal: 'remoteChanged', payload })).toThrow()
})
