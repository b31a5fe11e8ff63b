import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Db } from '../../store/connect.ts'
import { auditQueues } from '../faults/oracle/queues.ts'
import { createDatabase } from '../support/database.ts'

let db: Db

beforeAll(async () => {
  db = connect({ url: await createDatabase() })
})
afterAll(() => db.destroy())

const found = async () => (await auditQueues(db, 0)).map(({ rule, what }) => `${rule}: ${what}`)

test('what waits for ever in the outbox or the inbox, or was put aside there, is a lost wake-up', async () => {
  expect(await found()).toEqual([])
  const signal = { account_id: 'a', signal: 'sourceChanged' as const, payload: '{}' }
  const delivery = {
    account_id: 'a',
    source: 'rillet' as const,
    event: 'INVOICE/UPDATED',
    resource_id: 'r',
    body: '{}',
  }
  await db
    .insertInto('outbox')
    .values([
      { ...signal, invoice_id: 'waiting' },
      { ...signal, invoice_id: 'aside', quarantined_at: new Date(), last_error: 'refused' },
    ])
    .execute()
  await db
    .insertInto('inbox')
    .values([
      { ...delivery, delivery_id: '1' },
      { ...delivery, delivery_id: '2', status: 'quarantined' },
      { ...delivery, delivery_id: '3', status: 'handed_over' },
    ])
    .execute()

  expect((await found()).toSorted()).toEqual([
    'no wake-up is lost: rillet INVOICE/UPDATED of a/r still waits: no error',
    'no wake-up is lost: rillet INVOICE/UPDATED of a/r was put aside: no error',
    'no wake-up is lost: sourceChanged for a/aside was put aside: refused',
    'no wake-up is lost: sourceChanged for a/waiting still waits: no error',
  ])
})
