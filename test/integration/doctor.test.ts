import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const doctor = async (at: string): Promise<Json> => world.api.get(`${at}/doctor`)
const stateOf = ({ lines }: Json, id: string) => lines.find((one: Json) => one.id === id)?.state

test('from nothing: red lines say what to do, and each turns green as it is done', async () => {
  const organization = await world.rillet.post('/_sandbox/organizations', {
    trade_name: `Books ${randomUUID()}`,
    currency: 'USD',
    referenceTypes: [{ slug: 'sequencehq', restricted: true }],
  })
  const credentials = await world.sequence.post('/_sandbox/accounts', { companyName: 'New Ltd' })
  const at = `/api/v1/accounts/${credentials.id}`
  expect((await world.api.ask('GET', `${at}/doctor`)).status).toBe(404)
  await world.api.put(at)
  expect(stateOf(await doctor(at), 'rillet_key')).toBe('bad')

  await world.api.put(`${at}/connection/rillet`, { apiKey: organization.keys[0].token })
  const first = await doctor(at)
  expect(first.ready).toBe(false)
  expect(stateOf(first, 'rillet_key')).toBe('ok')
  for (const id of ['rillet_webhook_secret', 'sequence_credentials']) {
    expect([id, stateOf(first, id)]).toEqual([id, 'bad'])
  }
  expect(stateOf(first, 'subsidiary')).toBe('ok')
  expect(stateOf(first, 'reference_type')).toBe('unknown')
  for (const line of first.lines) {
    if (line.state === 'bad' || line.state === 'warn') expect(line.nextStep).toMatch(/\w+\.$/)
    else expect(line.sentence).toMatch(/\.$/)
  }

  await world.api.put(`${at}/connection/sequence`, {
    clientId: credentials.clientId,
    clientSecret: credentials.clientSecret,
  })
  const webhook = await world.rillet.post('/_sandbox/webhooks', {
    organizationId: organization.id,
    name: 'sequence-rillet',
    url: `${world.apiUrl}/api/rillet/webhooks/${credentials.id}`,
    events: ['INVOICE.UPDATED', 'INVOICE.DELETED', 'INVOICE.PAYMENT_UPDATED'],
  })
  await world.api.put(`${at}/connection/rillet/webhook-secret`, { secret: webhook.token })
  const second = await doctor(at)
  for (const id of ['rillet_webhook_secret', 'sequence_credentials', 'sequence_policy', 'runner']) {
    expect([id, stateOf(second, id)]).toEqual([id, 'ok'])
  }
  expect(stateOf(second, 'rillet_webhook_received')).toBe('warn')
  expect(second.ready).toBe(true)
})

test('the webhook and type lines turn green by themselves with the first invoice and payment', async () => {
  const account = await createAccount(world)
  expect(stateOf(await doctor(account.at), 'rillet_webhook_received')).toBe('warn')
  const invoiceId = await account.draft()
  await account.finalize(invoiceId)
  const { rilletId, grossTotal } = await account.until(invoiceId, 'synced')
  await account.pay(rilletId, grossTotal)
  await account.until(invoiceId, 'paid')
  await expect
    .poll(async () => stateOf(await doctor(account.at), 'rillet_webhook_received'))
    .toBe('ok')
  const seen = await doctor(account.at)
  expect(stateOf(seen, 'reference_type')).toBe('ok')
  expect(stateOf(seen, 'sequence_webhook_received')).toBe('ok')
  expect(stateOf(seen, 'tax_table')).toBe('ok')
  const events = seen.lines.find((one: Json) => one.id === 'rillet_webhook_events')
  expect(events.sentence).toMatch('invoice.deleted')
  expect(events.sentence).not.toMatch('payment.updated')
})

test('a wrong webhook secret shows when Rillet’s next delivery is refused', async () => {
  const account = await createAccount(world)
  // The second one ends the overlap in which the true one, as the one before, still counts.
  for (const wrong of ['not the token', 'nor this']) {
    const secret = Buffer.from(wrong).toString('base64')
    await world.api.put(`${account.at}/connection/rillet/webhook-secret`, { secret })
  }
  const invoiceId = await account.draft()
  await account.finalize(invoiceId)
  const { rilletId } = await account.until(invoiceId, 'synced')
  await account.pay(rilletId, '10')
  await expect
    .poll(async () => stateOf(await doctor(account.at), 'rillet_webhook_received'))
    .toBe('bad')
})

test('what the settings name is looked up again: a product that is gone is red, a revoked key too', async () => {
  const account = await createAccount(world)
  const recheck = () => world.api.post(`${account.at}/doctor/recheck`)
  const good = await recheck()
  expect(good.rechecked).toMatchObject({ rilletKey: 'good', sequenceKey: 'good' })
  expect([stateOf(good, 'default_product'), stateOf(good, 'default_account')]).toEqual(['ok', 'ok'])
  expect(good.recheckedAt).not.toBeNull()

  await world.db
    .updateTable('connection')
    .set(({ ref }) => ({
      settings: JSON.stringify({ defaultProductId: randomUUID(), defaultAccountCode: '9999' }),
      updated_at: ref('updated_at'),
    }))
    .where('account_id', '=', account.id)
    .execute()
  const gone = await recheck()
  expect(stateOf(gone, 'default_product')).toBe('bad')
  expect(stateOf(gone, 'default_account')).toBe('bad')
  expect(stateOf(gone, 'subsidiary')).toBe('bad')
})

test('the sweeps have a line, with when each was last done', async () => {
  const account = await createAccount(world)
  const lineNow = async () =>
    (await doctor(account.at)).lines.find((one: Json) => one.id === 'sweeps')
  const first = await lineNow()
  expect([first.state, first.sentence]).toEqual(['unknown', expect.stringMatching('not yet')])
  await world.api.post(`${account.at}/sweeps/sequence/run`)
  await expect
    .poll(async () => (await lineNow()).sentence)
    .toMatch(/Sequence’s invoices: \d{4}-.+Z\.$/)
})

test('missing codes of the tax table are named by category and status', async () => {
  const account = await createAccount(world, { settings: { taxTable: [] } })
  expect(stateOf(await doctor(account.at), 'tax_table')).toBe('unknown')
  const invoiceId = await account.draft()
  await account.finalize(invoiceId)
  await account.until(invoiceId, 'synced')
  const line = (await doctor(account.at)).lines.find((one: Json) => one.id === 'tax_table')
  expect(line).toMatchObject({ state: 'warn', where: { page: 'settings' } })
  expect(line.sentence).toMatch('no category, taxed')
})

test('without a worker nothing is green that needs one', async () => {
  const account = await createAccount(world)
  await world.api.delete(`${account.at}/connection`)
  const gone = await doctor(account.at)
  expect(gone.ready).toBe(false)
  expect(stateOf(gone, 'connected')).toBe('bad')
})
