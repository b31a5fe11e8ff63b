import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { patient } from '../support/patience.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const createInvoice = { method: 'POST', path: '^/invoices$' }
const fault = (kind: string, more: Json = {}) =>
  world.rillet.post('/_sandbox/faults', { kind, match: createInvoice, ...more })

const eventsOf = async ({ id }: Account, kind: string) =>
  world.db
    .selectFrom('event')
    .select('invoice_id')
    .where('account_id', '=', id)
    .where('kind', '=', kind)
    .execute()

test('Rillet forgets its keys and lists ten seconds late: still one invoice', async () => {
  const account = await createAccount(world)
  await world.rillet.put('/_sandbox/switches', { listingLagMs: 10_000 / world.timeScale })
  const forget = `/_sandbox/organizations/${account.organization.id}/idempotency-keys`
  const ids = await Promise.all(Array.from({ length: 5 }, () => account.draft()))
  await fault('commit_then_reset', { times: 5 })
  for (const id of ids) await account.finalize(id)
  for (const id of ids) {
    await account.until(id, 'in_doubt')
    await world.rillet.delete(forget)
  }
  for (const id of ids) {
    await account.until(id, 'synced')
    expect(await account.booked(id)).toHaveLength(1)
  }
  await world.rillet.put('/_sandbox/switches', { listingLagMs: 0 })
})

test('Rillet lists much later than the settling time, but honours its keys: still one invoice', async () => {
  const account = await createAccount(world)
  await world.rillet.put('/_sandbox/switches', { listingLagMs: 60_000 })
  const id = await account.draft()
  await fault('commit_then_reset')
  await account.finalize(id)
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
  await world.rillet.put('/_sandbox/switches', { listingLagMs: 0 })
})

test('Rillet ignores its keys, but lists at once: still one invoice', async () => {
  const account = await createAccount(world)
  await world.rillet.put('/_sandbox/switches', { idempotency: 'ignored' })
  const id = await account.draft()
  await fault('commit_then_reset')
  await account.finalize(id)
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
  await world.rillet.put('/_sandbox/switches', { idempotency: 'honoured' })
})

test('the key is revoked during a run of fifty: one alert, all are held, and a new key lets all go on', {
  timeout: patient(180_000),
}, async () => {
  const account = await createAccount(world)
  const ids = await Promise.all(Array.from({ length: 50 }, () => account.draft()))
  // All of them are on their way, none is there yet.
  const held = await fault('throttle', { probability: 1, retryAfter: 0 })
  await Promise.all(ids.map((id) => account.finalize(id)))
  const organization = `/_sandbox/organizations/${account.organization.id}`
  await expect.poll(async () => (await triedOf()).length).toBeGreaterThan(0)
  await world.rillet.delete(`${organization}/keys/${account.organization.keys[0].token}`)
  await world.rillet.delete(`/_sandbox/faults/${held.id}`)

  for (const id of ids) {
    const { problems } = await account.until(id, 'blocked')
    expect(problems.map(({ code }: Json) => code)).toEqual(['api_key_refused'])
  }
  expect(await eventsOf(account, 'alert.rillet_key')).toEqual([{ invoice_id: null }])

  const { token: apiKey } = await world.rillet.post(`${organization}/keys`)
  await world.api.put(`${account.at}/connection/rillet`, { apiKey })
  for (const id of ids) await account.until(id, 'synced')
  const { invoices } = await account.books()
  const booked = invoices.map(({ external_references: references }: Json) => references[0].id)
  expect(booked.sort()).toEqual(ids.toSorted())

  async function triedOf() {
    const { requests } = await world.rillet.get('/_sandbox/requests?method=POST&path=/invoices')
    return requests.filter(({ status }: Json) => status === 429)
  }
})
