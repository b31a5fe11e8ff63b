import { afterAll, beforeAll, expect, test } from 'vitest'
import { handOverDelivery } from '../../api/dispatcher/hand-over.ts'
import { paceOf } from '../../api/dispatcher/pace.ts'
import { handOver } from '../../store/hint-window.ts'
import { takeInbox } from '../../store/inbox.ts'
import {
  addAccount,
  deliver,
  invoiceNews,
  rilletDelivery,
  sequenceDelivery,
  startApp,
  type TestApp,
} from './gateway-support.ts'

let api: TestApp
beforeAll(async () => {
  api = await startApp()
})
afterAll(() => api.close())

/** Settles what waits in the inbox, once. */
async function settle(accountId: string) {
  const rows = await takeInbox(api.db, { limit: 100, leaseMs: 60_000 })
  for (const row of rows.toSorted((a, b) => Number(a.id) - Number(b.id))) {
    await handOverDelivery(api.db, row, paceOf(1))
  }
  const query = api.db.selectFrom('inbox').select(['status', 'last_error'])
  return query.where('account_id', '=', accountId).orderBy('id').execute()
}
const payloads = async (accountId: string) => {
  const query = api.db.selectFrom('outbox').select('payload').where('account_id', '=', accountId)
  return (await query.orderBy('id').execute()).map(({ payload }) => payload)
}

test('half a character or a NUL in a signed body does not hold the news up', async () => {
  const accountId = await addAccount(api.db)
  const news = invoiceNews(accountId, 'si-1')
  const resource = { ...news.resource, invoiceNumber: 'SEQ\0-\ud800' }
  await deliver(api, sequenceDelivery(accountId, { ...news, resource }))
  await api.db
    .insertInto('invoice')
    .values({ account_id: accountId, invoice_id: 'si-2', state: 'synced' })
    .execute()
  const references = [{ type: 'sequencehq', id: 'si-2' }]
  const amounts = { amount_due: { amount: '1e9999999' }, external_references: references }
  await deliver(api, rilletDelivery(accountId, { id: 'ri-2', status: 'P\udfffD', ...amounts }))

  const handedOver = { status: 'handed_over', last_error: null }
  expect(await settle(accountId)).toEqual([handedOver, handedOver])
  expect(await payloads(accountId)).toMatchObject([
    { number: 'SEQ-\ufffd' },
    { status: 'P\ufffdD', amountDue: null },
  ])
})

test('whatever a hint says can be stored', async () => {
  const accountId = await addAccount(api.db)
  const run = { accountId, invoiceId: 'si-1' }
  const said = { number: 'a\0b\ud800' }
  const hint = { signal: 'sourceChanged', payload: said, joined: () => ({ said, again: said }) }
  const hints = [hint, hint, hint] as const
  for (const one of hints) await handOver(api.db, run, { ...one, signal: 'sourceChanged' }, 60_000)
  const kept = { number: 'a\ufffdb\ufffd' }
  expect(await payloads(accountId)).toEqual([{ said: kept, again: kept }])
})
