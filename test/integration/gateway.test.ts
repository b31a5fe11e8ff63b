import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { disconnect } from '../../store/connection-ends.ts'
import { saveWebhookPolicy, setWebhookSecret } from '../../store/webhook-rotation.ts'
import { holdInbox } from '../support/hold-inbox.ts'
import {
  addAccount,
  type Delivery,
  deliver,
  invoiceNews,
  rilletDelivery,
  secrets,
  sequenceDelivery,
  startApp,
  type TestApp,
} from './gateway-support.ts'

let api: TestApp
beforeAll(async () => {
  api = await startApp()
})
afterAll(() => api.close())

const send = (delivery: Delivery) => deliver(api, delivery)
const inbox = (accountId: string) =>
  api.db.selectFrom('inbox').selectAll().where('account_id', '=', accountId).orderBy('id').execute()
const refusals = async (accountId: string) => {
  const query = api.db.selectFrom('refusal').select(['source', 'reason', 'count'])
  return query.where('account_id', '=', accountId).orderBy('reason').execute()
}
const rilletInvoice = { id: 'ri-1', updated_at: '2026-05-01T10:00:00Z', status: 'UNPAID' }

test('a genuine delivery of each vendor is stored and answered 2xx', async () => {
  const accountId = await addAccount(api.db)
  const answers = [
    await send(sequenceDelivery(accountId, invoiceNews(accountId, 'si-1'))),
    await send(rilletDelivery(accountId, rilletInvoice, { id: 'event-1' })),
  ]
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200])
  const rows = await inbox(accountId)
  expect(rows).toMatchObject([
    { source: 'sequence', event: 'INVOICE_UPDATED', resource_id: 'si-1', status: 'pending' },
    { source: 'rillet', delivery_id: 'event-1', resource_id: 'ri-1', status: 'pending' },
  ])
  expect(rows.every(({ stale }) => !stale)).toBe(true)
})

test('one flipped byte: 401, and nothing is kept but the count', async () => {
  const accountId = await addAccount(api.db)
  const sequence = sequenceDelivery(accountId, invoiceNews(accountId, 'si-1'))
  const rillet = rilletDelivery(accountId, rilletInvoice)
  const flip = (delivery: Delivery) => ({
    ...delivery,
    payload: String(delivery.payload).replace('1', '2'),
  })
  const answers = [await send(flip(sequence)), await send(flip(rillet)), await send(flip(rillet))]
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401])
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
  expect(await inbox(accountId)).toEqual([])
  expect(await refusals(accountId)).toEqual(
    expect.arrayContaining([
      { source: 'sequence', reason: 'signature_wrong', count: 1 },
      { source: 'rillet', reason: 'signature_wrong', count: 2 },
    ]),
  )
})

test('a thousand copies at once make one row, all answered 2xx', async () => {
  const accountId = await addAccount(api.db)
  const delivery = rilletDelivery(accountId, rilletInvoice)
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => send(delivery)))
  expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true)
  expect(await inbox(accountId)).toHaveLength(1)
})

test('an exact copy of Sequence’s is one row, a re-signed retry a new hint', async () => {
  const accountId = await addAccount(api.db)
  const news = invoiceNews(accountId, 'si-1')
  const first = sequenceDelivery(accountId, news, { at: Date.now() - 1_000 })
  const answers = [await send(first), await send(first)]
  await send(sequenceDelivery(accountId, news))
  expect(answers.map((answer) => answer.json().status)).toEqual(['stored', 'known'])
  expect(await inbox(accountId)).toHaveLength(2)
})

test('an account that nobody connected is 404, whatever the signature says', async () => {
  expect((await send(rilletDelivery(randomUUID(), rilletInvoice))).statusCode).toBe(404)
  expect((await send(rilletDelivery('a%00b', rilletInvoice))).statusCode).toBe(404)
})

test('a disconnected account is 404, at once', async () => {
  const accountId = await addAccount(api.db)
  const delivery = () => send(rilletDelivery(accountId, rilletInvoice))
  expect((await delivery()).statusCode).toBe(200)
  await disconnect(api.db, { accountId, actor: 'test' })
  api.deps.door.forget(accountId)
  expect((await delivery()).statusCode).toBe(404)
})

test('without a secret or a signature every delivery is refused, and the reason counted', async () => {
  const accountId = await addAccount(api.db)
  const { headers, ...unsigned } = rilletDelivery(accountId, rilletInvoice)
  expect((await send({ ...unsigned, headers: {} })).statusCode).toBe(401)
  await api.db
    .updateTable('connection')
    .set({ rillet_webhook_secret: null })
    .where('account_id', '=', accountId)
    .execute()
  api.deps.door.forget(accountId)
  expect((await send({ ...unsigned, headers })).statusCode).toBe(401)
  expect(await refusals(accountId)).toMatchObject([
    { reason: 'no_secret', count: 1 },
    { reason: 'signature_missing', count: 1 },
  ])
})

test('after a rotation both secrets open for a day, then only the new one', async () => {
  const accountId = await addAccount(api.db)
  const newToken = Buffer.from('another token').toString('base64')
  for (const secret of [newToken, newToken]) {
    await setWebhookSecret(api.db, secrets, { accountId, actor: 'test', secret })
  }
  const old = () => send(rilletDelivery(accountId, rilletInvoice))
  const renewed = () => send(rilletDelivery(accountId, rilletInvoice, {}, newToken))
  expect([(await old()).statusCode, (await renewed()).statusCode]).toEqual([200, 200])

  await api.db
    .updateTable('connection')
    .set({ rillet_webhook_secret_previous_until: new Date(Date.now() - 1_000) })
    .where('account_id', '=', accountId)
    .execute()
  api.deps.door.forget(accountId)
  expect([(await old()).statusCode, (await renewed()).statusCode]).toEqual([401, 200])
})

test('a new secret of the policy in Sequence counts at once, and the one before for a day', async () => {
  const accountId = await addAccount(api.db)
  const secret = 'whsec_fedcba9876543210fedcba9876543210'
  await saveWebhookPolicy(api.db, secrets, accountId, { policyId: 'policy-2', secret })
  const codes = async () => {
    const news = () => invoiceNews(accountId, randomUUID())
    const answers = [
      await send(sequenceDelivery(accountId, news())),
      await send(sequenceDelivery(accountId, news(), { secret })),
    ]
    return answers.map(({ statusCode }) => statusCode)
  }
  expect(await codes()).toEqual([200, 200])
  await api.db
    .updateTable('connection')
    .set({ sequence_webhook_secret_previous_until: new Date(Date.now() - 1_000) })
    .where('account_id', '=', accountId)
    .execute()
  api.deps.door.forget(accountId)
  expect(await codes()).toEqual([401, 200])
})

test('256 KB are taken, one byte more is 413 before anything is looked up', async () => {
  const accountId = await addAccount(api.db)
  const padded = (bytes: number) => {
    const body = JSON.stringify({ ...rilletInvoice, memo: '' })
    return body.replace('""', `"${'x'.repeat(bytes - body.length)}"`)
  }
  const most = 256 * 1024
  expect((await send(rilletDelivery(accountId, padded(most)))).statusCode).toBe(200)
  expect((await send(rilletDelivery(accountId, padded(most + 1)))).statusCode).toBe(413)
  expect((await send(rilletDelivery(randomUUID(), padded(most + 1)))).statusCode).toBe(413)
  expect(await refusals(accountId)).toMatchObject([{ reason: 'too_large', count: 1 }])
})

test('compressed bodies are refused, odd content types are not', async () => {
  const accountId = await addAccount(api.db)
  const delivery = rilletDelivery(accountId, gzipSync(JSON.stringify(rilletInvoice)))
  const headers = { ...delivery.headers, 'content-encoding': 'gzip' }
  expect((await send({ ...delivery, headers })).statusCode).toBe(415)
  const plain = rilletDelivery(accountId, rilletInvoice)
  const odd = { ...plain.headers, 'content-type': 'text/plain; charset=latin1' }
  expect((await send({ ...plain, headers: odd })).statusCode).toBe(200)
})

test('old and unseen deliveries are taken and flagged', async () => {
  const accountId = await addAccount(api.db)
  const day = 24 * 3_600_000
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString()
  await send(rilletDelivery(accountId, rilletInvoice, { timestamp: ago(6 * day) }))
  await send(rilletDelivery(accountId, rilletInvoice, { timestamp: ago(8 * day) }))
  const news = invoiceNews(accountId, 'si-1')
  await send(sequenceDelivery(accountId, news, { at: Date.now() - 4 * 60_000 }))
  await send(sequenceDelivery(accountId, news, { at: Date.now() - 6 * 60_000 }))
  expect((await inbox(accountId)).map(({ stale }) => stale)).toEqual([false, true, false, true])
})

test('what is signed but cannot be read is kept and answered 2xx', async () => {
  const accountId = await addAccount(api.db)
  const broken = [
    rilletDelivery(accountId, '{"id":'),
    rilletDelivery(accountId, Buffer.from([0, 0xff, 1])),
    sequenceDelivery(accountId, 'not json'),
  ]
  for (const delivery of broken) expect((await send(delivery)).statusCode).toBe(200)
  const rows = await inbox(accountId)
  expect(rows.map(({ status }) => status)).toEqual(['unreadable', 'unreadable', 'unreadable'])
})

test('events that the sync does not follow are kept, answered 2xx and ignored', async () => {
  const accountId = await addAccount(api.db)
  await send(rilletDelivery(accountId, '"x"', { entity: 'BILL', event: 'DELETED' }))
  await send(rilletDelivery(accountId, '?', { entity: 'product', event: 'renamed' }))
  await send(sequenceDelivery(accountId, { notificationType: 'WATCHTOWER_TASK_ASSIGNED' }))
  expect(await inbox(accountId)).toMatchObject([
    { status: 'ignored', outcome: 'event_not_followed', event: 'BILL.DELETED' },
    { status: 'ignored', event: 'PRODUCT.RENAMED' },
    { status: 'ignored', event: 'WATCHTOWER_TASK_ASSIGNED' },
  ])
})

test('a body that names another account is never handled, only counted', async () => {
  const accountId = await addAccount(api.db)
  await send(sequenceDelivery(accountId, invoiceNews(randomUUID(), 'si-1')))
  expect(await inbox(accountId)).toMatchObject([{ status: 'ignored', outcome: 'another_account' }])
  expect(await refusals(accountId)).toMatchObject([{ reason: 'another_account', count: 1 }])
})

test('a secret of one account does not open another one’s door', async () => {
  const [mine, theirs] = [await addAccount(api.db), await addAccount(api.db)]
  await api.db
    .updateTable('connection')
    .set({
      rillet_webhook_secret: secrets.seal(Buffer.from('their own').toString('base64'), {
        accountId: theirs,
        column: 'rillet_webhook_secret',
      }),
    })
    .where('account_id', '=', theirs)
    .execute()
  const { headers, payload } = rilletDelivery(mine, rilletInvoice)
  const answer = await send({ url: `/api/rillet/webhooks/${theirs}`, headers, payload })
  expect(answer.statusCode).toBe(401)
})

test('a flood of wrong signatures is limited, and genuine deliveries still pass', async () => {
  const accountId = await addAccount(api.db)
  const wrong = rilletDelivery(accountId, rilletInvoice, {}, 'd3Jvbmc=')
  const answers = await Promise.all(Array.from({ length: 300 }, () => send(wrong)))
  const codes = new Set(answers.map(({ statusCode }) => statusCode))
  expect(codes).toEqual(new Set([401, 429]))
  expect((await send(rilletDelivery(accountId, rilletInvoice))).statusCode).toBe(200)
})

test('with the database away a delivery is 503 and to be sent again', async () => {
  const broken = await startApp()
  const accountId = await addAccount(broken.db)
  const delivery = rilletDelivery(accountId, rilletInvoice)
  await broken.db.destroy()
  const answer = await deliver(broken, delivery)
  expect(answer.statusCode).toBe(503)
  expect(answer.headers['retry-after']).toBe('5')
  expect(answer.json()).toMatchObject({ code: 'storage_away', status: 503 })
  await broken.app.close()
})

test('while somebody holds the inbox nobody waits for long: 503, and taken when sent again', async () => {
  const accountId = await addAccount(api.db)
  const letGo = await holdInbox(api.databaseUrl)
  const deliveries = Array.from({ length: 500 }, () =>
    rilletDelivery(accountId, { ...rilletInvoice, id: randomUUID() }),
  )
  const startedMs = Date.now()
  const held = await Promise.all(deliveries.map(send))
  const waitedMs = Date.now() - startedMs
  await letGo()
  expect(new Set(held.map(({ statusCode }) => statusCode))).toEqual(new Set([503]))
  // One statement is given five seconds; tried in turn, five hundred took a minute.
  expect(waitedMs).toBeLessThan(15_000)
  const again = await Promise.all(deliveries.map(send))
  expect(new Set(again.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
})
