import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Db } from '../../store/connect.ts'
import { takeInbox } from '../../store/inbox.ts'
import { takeOutbox } from '../../store/outbox-taking.ts'
import { createDatabase } from '../support/database.ts'

let db: Db

beforeAll(async () => {
  db = connect({ url: await createDatabase() })
})
afterAll(() => db.destroy())

const taking = { limit: 20, leaseMs: 60_000 }
const dueAt = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1_000)

test('a wake-up of one account does not wait behind a hundred of another', async () => {
  const row = (accountId: string, n: number, secondsAgo: number) => ({
    account_id: accountId,
    invoice_id: `${accountId}-${n}`,
    signal: 'sourceChanged' as const,
    payload: JSON.stringify({ version: null, count: 1 }),
    due_at: dueAt(secondsAgo),
  })
  const big = Array.from({ length: 100 }, (_, n) => row('big', n, 200 - n))
  await db
    .insertInto('outbox')
    .values([...big, row('small', 0, 1)])
    .execute()

  const first = await takeOutbox(db, taking)
  expect(first.map(({ invoiceId }) => invoiceId).sort()).toEqual(
    ['small-0', ...Array.from({ length: 19 }, (_, n) => `big-${n}`)].sort(),
  )
  const taken = new Set(first.map(({ id }) => id))
  for (const { id } of await takeOutbox(db, taking)) expect(taken).not.toContain(id)
})

test('a delivery of one account does not wait behind a hundred of another', async () => {
  const row = (accountId: string, n: number, secondsAgo: number) => ({
    account_id: accountId,
    source: 'sequence' as const,
    delivery_id: `${accountId}-${n}`,
    event: 'INVOICE_ISSUED',
    body: '{}',
    due_at: dueAt(secondsAgo),
  })
  const big = Array.from({ length: 100 }, (_, n) => row('big', n, 200 - n))
  await db
    .insertInto('inbox')
    .values([...big, row('small', 0, 1)])
    .execute()

  const first = await takeInbox(db, taking)
  expect(first.map(({ deliveryId }) => deliveryId).sort()).toEqual(
    ['small-0', ...Array.from({ length: 19 }, (_, n) => `big-${n}`)].sort(),
  )
})
