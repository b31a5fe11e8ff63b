import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemOf } from '../../activities/breakers.ts'
import { recordInRillet } from '../../activities/record-in-rillet.ts'
import { AccessError } from '../../clients/errors.ts'
import type { Invoice } from '../../clients/rillet/schemas.ts'
import { causes } from '../../domain/ids.ts'
import { mapInvoice } from '../../domain/mapping.ts'
import { credentialOf } from '../../store/breaker.ts'
import { connect, type Db } from '../../store/connect.ts'
import { findConnection } from '../../store/connection.ts'
import { openIntent } from '../../store/intent.ts'
import { wakeWaiting } from '../../store/outbox.ts'
import { createDatabase } from '../support/database.ts'
import { answerTo, context, external, invoice } from '../unit/domain/builders.ts'

let url: string
let db: Db

beforeAll(async () => {
  url = await createDatabase()
  db = connect({ url })
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

test('an invoice that is recorded while its connection is mended: neither waits for the other', async () => {
  const accountId = randomUUID()
  await db
    .insertInto('connection')
    .values({ account_id: accountId, setup_missing_since: new Date() })
    .execute()
  const thing = {
    accountId,
    kind: 'invoice',
    sourceId: 'one',
    organizationId: 'organization',
  } as const
  await openIntent(db, thing)
  const recorder = connect({ url, maxConnections: 1 })
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(recorder)

  const { outcome } = await db.transaction().execute(async (mending) => {
    await mending
      .updateTable('connection')
      .set({ disconnected_at: null })
      .where('account_id', '=', accountId)
      .execute()
    const recording = recordInRillet(
      recorder,
      { accountId, invoiceId: 'one' },
      { thing, ...sampleInRillet(), snapshotHash: 'hash', origin: 'created' },
    )
    const outcome = Promise.allSettled([recording])
    await expect.poll(() => waitsForLock(rows[0]?.pid)).toBe(true)
    await wakeWaiting(mending, accountId, causes.disconnected)
    return { outcome } // not awaited in here: it may wait for this transaction to end
  })
  expect(await outcome).toMatchObject([{ status: 'fulfilled', value: { kind: 'done' } }])
  await recorder.destroy()
})

async function waitsForLock(pid: number | undefined): Promise<boolean> {
  const { rows } = await sql`select from pg_locks where pid = ${pid} and not granted`.execute(db)
  return rows.length > 0
}

function sampleInRillet() {
  const mapped = mapInvoice({ invoice: invoice(), context: context() })
  if (!mapped.ok) throw new Error('the sample does not map')
  const draft = external(mapped.value)
  const answered = { ...answerTo(draft, '120.00'), updated_at: '2026-11-01T10:00:00Z' }
  return { draft, invoice: answered as unknown as Invoice }
}
