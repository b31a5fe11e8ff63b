import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const fault = (kind: string, more: Json = {}) =>
  world.rillet.post('/_sandbox/faults', {
    kind,
    match: { method: 'POST', path: '^/invoices$' },
    ...more,
  })

const kinds = async (account: Account, id: string): Promise<string[]> =>
  (await account.timeline(id)).map(({ kind }) => kind)

test.each([
  ['the answer is lost after Rillet booked it', 'commit_then_reset', {}],
  ['Rillet booked it and answers 500', 'commit_then_status', { status: 500 }],
  ['the answer is cut', 'cut', {}],
])('%s: it is looked up and adopted, and is there once', async (_, kind, more) => {
  const account = await createAccount(world)
  const id = await account.draft()
  await fault(kind, more)
  await account.finalize(id)
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
  expect(await kinds(account, id)).toEqual(
    expect.arrayContaining(['state.in_doubt', 'invoice.adopted']),
  )
})

test('the request is lost before Rillet saw it: absent twice, then sent again', async () => {
  const account = await createAccount(world)
  const id = await account.draft()
  await fault('reset')
  await account.finalize(id)
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
  expect(await kinds(account, id)).toEqual(
    expect.arrayContaining(['state.in_doubt', 'invoice.created']),
  )
})

test('Rillet forgets its keys and lists late: still one', async () => {
  const account = await createAccount(world)
  const id = await account.draft()
  await fault('commit_then_reset')
  await account.finalize(id)
  await account.until(id, 'in_doubt')
  const organization = `/_sandbox/organizations/${account.organization.id}`
  await world.rillet.delete(`${organization}/idempotency-keys`)
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
})

test('a person may say which one it is, but not a wrong one', async () => {
  const account = await createAccount(world)
  const other = await account.draft({ lines: [{ rate: '7' }] })
  await account.finalize(other)
  const { rilletId: wrong } = await account.until(other, 'synced')
  const id = await account.draft()
  // Reads fail, so that it cannot be looked up by itself.
  await world.rillet.post('/_sandbox/faults', {
    kind: 'status',
    status: 503,
    probability: 1,
    match: { method: 'GET', path: '^/invoices\\?' },
  })
  await fault('commit_then_reset')
  await account.finalize(id)
  await account.until(id, 'in_doubt')
  const resolve = (body: Json) =>
    world.api.ask('POST', `${account.at}/invoices/${id}/resolve-in-doubt`, body)
  await resolve({ found: true, rilletId: wrong, reason: 'a slip' })
  expect(['in_doubt', 'blocked']).toContain((await account.invoice(id)).state)

  const [booked] = await account.booked(id)
  await resolve({ found: true, rilletId: booked.id, reason: 'seen in Rillet' })
  await world.rillet.delete('/_sandbox/faults')
  const synced = await account.until(id, 'synced')
  expect(synced.rilletId).toBe(booked.id)
})

test('an unmapped product whose creation is in doubt is still created once', async () => {
  const account = await createAccount(world, { linkProduct: false })
  await world.rillet.post('/_sandbox/faults', {
    kind: 'commit_then_reset',
    match: { method: 'POST', path: '/products' },
  })
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'synced')
  const { products } = await account.books()
  const made = products.filter((one: Json) =>
    one.external_references.some((reference: Json) => reference.id === account.product.id),
  )
  expect(made).toHaveLength(1)
})

test('the worker is lost in the middle of the request: one invoice', async () => {
  const account = await createAccount(world)
  const id = await account.draft()
  await world.rillet.post('/_sandbox/faults', {
    kind: 'commit_then_slow',
    ms: 1_500,
    match: { method: 'POST', path: '^/invoices$' },
  })
  await account.finalize(id)
  await expect.poll(() => account.booked(id).then((all) => all.length)).toBe(1)
  await world.stopWorker()
  await world.startWorker()
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
})

test('a storm of 429 is waited out, within the budget', async () => {
  const account = await createAccount(world)
  await fault('throttle', { times: 3 })
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
})
