import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect, type Db } from '../../store/connect.ts'
import { announce, type Found, lasting } from '../../store/sweep-announce.ts'
import { createDatabase } from '../support/database.ts'

let db: Db
let invoiceId: string
const ref = { accountId: 'account', runId: 'sweep' }

beforeAll(async () => {
  db = connect({ url: await createDatabase() })
  await db
    .insertInto('sweep_run')
    .values({ account_id: ref.accountId, run_id: ref.runId, kind: 'full', actor: 'tester' })
    .execute()
})
afterAll(() => db.destroy())
beforeEach(async () => {
  invoiceId = randomUUID()
  await db
    .insertInto('invoice')
    .values({ account_id: ref.accountId, invoice_id: invoiceId, state: 'synced' })
    .execute()
})

/** How many wake-ups a sweep that finds this difference makes out of it. */
const tell = (fingerprint: string, what: Found['what'] = 'payment') => {
  const wake = { signal: 'remoteChanged', payload: { kinds: ['payment'] } } as const
  return announce(db, ref, [{ invoiceId, what, fingerprint, wake }], 0)
}
/** The run reads the payments: scheduled after all that was announced until now. */
const read = () =>
  db
    .updateTable('invoice')
    .set({ ledger_as_of: sql<Date>`clock_timestamp()` })
    .where('invoice_id', '=', invoiceId)
    .execute()
const move = () =>
  db
    .insertInto('payment_change')
    .values({
      account_id: ref.accountId,
      invoice_id: invoiceId,
      entry: 'payment',
      entry_id: 'payment',
      kind: 'recorded',
      status: 'UNCLEARED',
      amount: '100',
      currency: 'USD',
      dated: null,
    })
    .execute()
const aDayPasses = () =>
  db
    .updateTable('sweep_difference')
    .set({ at: sql<Date>`at - interval '25 hours'` })
    .where('invoice_id', '=', invoiceId)
    .execute()

describe.each([
  ['a difference of payments', 'payment/100/0'],
  ['one that may stay for good', `${lasting}payment/0/100`],
])('%s', (_, fingerprint) => {
  test('is not told again while its wake-up is on its way, for a day at most', async () => {
    expect(await tell(fingerprint)).toBe(1)
    expect(await tell(fingerprint)).toBe(0)
    await aDayPasses()
    expect(await tell(fingerprint)).toBe(1)
  })

  test('is told once more when it is still there after a reading', async () => {
    expect(await tell(fingerprint)).toBe(1)
    await read()
    expect(await tell(fingerprint)).toBe(1)
    await read()
    expect(await tell(fingerprint)).toBe(0)
  })

  test('is a new one when the payments have moved since', async () => {
    await tell(fingerprint)
    await read()
    await tell(fingerprint)
    await move()
    await read()
    expect(await tell(fingerprint)).toBe(1)
    expect(await tell(fingerprint)).toBe(0)
  })
})

test('what two readings do not mend is told once a day, or no more if it may stay for good', async () => {
  const both = ['payment/100/0', `${lasting}payment/0/100`]
  const tellBoth = async () => [await tell(both[0] ?? ''), await tell(both[1] ?? '')]
  expect(await tellBoth()).toEqual([1, 1])
  await read()
  expect(await tellBoth()).toEqual([1, 1])
  await aDayPasses()
  await read()
  expect(await tellBoth()).toEqual([1, 0])
  expect(await tellBoth()).toEqual([0, 0])
})

test('payments that move do not make news of an edit that was told', async () => {
  expect(await tell('changed/1', 'changed')).toBe(1)
  await move()
  await read()
  expect(await tell('changed/1', 'changed')).toBe(0)
})
