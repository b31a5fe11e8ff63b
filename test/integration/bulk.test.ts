import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { patient } from '../support/patience.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account
let ids: string[]
const count = 12
beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world)
  await world.rillet.post('/_sandbox/faults', {
    kind: 'status',
    status: 400,
    body: { title: 'No', status: 400 },
    match: { method: 'POST', path: '^/invoices$' },
    times: count,
  })
  ids = await Promise.all(Array.from({ length: count }, () => account.draft()))
  await Promise.all(ids.map((id) => account.finalize(id)))
  await Promise.all(ids.map((id) => account.until(id, 'blocked')))
})
afterAll(() => world.close())

const refused = { filter: { errorClass: 'rillet_refused' } }
const untilOver = async (bulkId: string): Promise<Json> => {
  const over = async () => {
    const view = await world.api.get(`${account.at}/bulk/${bulkId}`)
    return view.state !== 'running' && view.counts.working === 0
  }
  await expect.poll(over, { timeout: patient(30_000) }).toBe(true)
  return world.api.get(`${account.at}/bulk/${bulkId}`)
}

test('an estimate says how many, how much and how long, and retries nothing', async () => {
  const estimate = await world.api.post(`${account.at}/bulk/retry/estimate`, refused)
  expect(estimate).toMatchObject({
    count,
    isTooMany: false,
    byState: [{ state: 'blocked', count }],
    amounts: [{ currency: 'USD', amount: '1200' }],
    requests: count,
    minutes: 1,
  })
  expect((await account.invoice(ids[0]!)).state).toBe('blocked')
})

test('a choice must be one of the two, and fit something', async () => {
  const ask = (body: Json) =>
    world.api.ask('POST', `${account.at}/bulk/retry`, { reason: 'test', ...body })
  expect((await ask({})).status).toBe(400)
  expect((await ask({ ...refused, invoiceIds: ids })).status).toBe(400)
  expect((await ask({ filter: { errorClass: 'nothing_like_it' } })).status).toBe(400)
  expect((await ask({ invoiceIds: ['01990000-0000-7000-8000-000000000009'] })).status).toBe(400)
})

test('a cancelled batch asks nobody else', async () => {
  await world.stopWorker()
  const { bulkId } = await world.api.post(`${account.at}/bulk/retry`, {
    ...refused,
    reason: 'too early',
  })
  const cancelled = await world.api.post(`${account.at}/bulk/${bulkId}/cancel`)
  expect(cancelled).toMatchObject({ state: 'cancelled', counts: { cancelled: count } })
  await world.startWorker()
  expect((await untilOver(bulkId)).counts).toMatchObject({ cancelled: count, done: 0 })
})

test('all of a class are retried once each, with a result per invoice and the reason kept', async () => {
  const { bulkId } = await world.api.post(`${account.at}/bulk/retry`, {
    ...refused,
    reason: 'Rillet is mended',
  })
  const over = await untilOver(bulkId)
  expect(over).toMatchObject({ state: 'done', total: count, counts: { done: count } })
  expect(over.items).toHaveLength(count)
  for (const id of ids) expect(await account.booked(id)).toHaveLength(1)
  const { items } = await world.api.get(`${account.at}/invoices/${ids[0]}/timeline`)
  expect(items.find(({ kind }: Json) => kind === 'person.retry')).toMatchObject({
    actor: 'tester',
    reason: 'Rillet is mended',
  })

  const first = await world.api.get(`${account.at}/bulk/${bulkId}?limit=5`)
  const rest = await world.api.get(
    `${account.at}/bulk/${bulkId}?limit=100&cursor=${first.nextCursor}`,
  )
  const seen = [...first.items, ...rest.items].map(({ invoiceId }: Json) => invoiceId)
  expect(new Set(seen)).toEqual(new Set(ids))
  const { items: batches } = await world.api.get(`${account.at}/bulk`)
  expect(batches.map(({ state }: Json) => state)).toEqual(['done', 'cancelled'])
})
