import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemOf } from '../../activities/breakers.ts'
import { AccessError } from '../../clients/errors.ts'
import { credentialOf } from '../../store/breaker.ts'
import { connect, type Db } from '../../store/connect.ts'
import { findConnection } from '../../store/connection.ts'
import { createDatabase } from '../support/database.ts'

let db: Db

beforeAll(async () => {
  db = connect({ url: await createDatabase() })
})
afterAll(() => db.destroy())

const refused = (credential: string) =>
  new AccessError('401', {
    vendor: 'rillet',
    operation: 'read',
    method: 'GET',
    path: '/invoices',
    status: 401,
    credential: credentialOf(credential),
  })

test('a refusal of the key that was replaced meanwhile blocks nothing; one of the stored key does', async () => {
  const accountId = randomUUID()
  await db
    .insertInto('connection')
    .values({ account_id: accountId, rillet_api_key: 'new', rillet_status: 'ready' })
    .execute()
  const status = async () => (await findConnection(db, accountId))?.rillet_status
  const about = { what: 'invoice', id: 'one' }
  expect(await problemOf(db, accountId, refused('old'), about)).toBeNull()
  expect(await status()).toBe('ready')
  expect(await problemOf(db, accountId, refused('new'), about)).toMatchObject({
    code: 'api_key_refused',
  })
  expect(await status()).toBe('key_refused')
})
