import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world)
})
afterEach(async () => {
  await world.rillet.delete('/_sandbox/faults')
  await world.sequence.delete('/_sandbox/faults')
})
afterAll(() => world.close())

const arrived = (vendor: 'rillet' | 'sequence', method: string, path: string) =>
  expect
    .poll(async () => {
      const { requests } = await world[vendor].get(
        `/_sandbox/requests?method=${method}&path=${path}`,
      )
      return requests.filter(({ fault }: Json) => fault !== null).length
    })
    .toBe(1)

test('excluding ends an open read within two seconds', async () => {
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'synced')
  const path = `/api/invoices/${id}`
  const match = { method: 'GET', path: `^${path}$` }
  await world.sequence.post('/_sandbox/faults', { kind: 'slow', ms: 15_000, match })
  await account.sequence.post(`/invoices/${id}/send`)
  await arrived('sequence', 'GET', path)
  const started = performance.now()
  await world.api.post(`${account.at}/invoices/${id}/exclude`, { reason: 'not ours' })
  await account.until(id, 'excluded')
  // Two seconds, and what a busy machine takes to come to rest.
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('excluding while a try is under way that fails is heard, however long Sequence is away', async () => {
  const id = await account.draft()
  const path = `/api/invoices/${id}`
  const match = { method: 'GET', path: `^${path}$` }
  const away = { match, status: 503, probability: 1 }
  // Longer than asking takes, shorter than a try needs to learn that it is cancelled.
  await world.sequence.post('/_sandbox/faults', { kind: 'slow', ms: 700, match })
  await world.sequence.post('/_sandbox/faults', { kind: 'commit_then_status', ...away })
  await account.finalize(id)
  await arrived('sequence', 'GET', path)
  await world.api.post(`${account.at}/invoices/${id}/exclude`, { reason: 'not ours' })
  await account.until(id, 'excluded')
})

test('excluding lets a create that is on its way finish, and what it made is known', async () => {
  const id = await account.draft()
  const match = { method: 'POST', path: '/invoices' }
  await world.rillet.post('/_sandbox/faults', { kind: 'commit_then_slow', ms: 4_000, match })
  await account.finalize(id)
  await arrived('rillet', 'POST', '/invoices')
  await world.api.post(`${account.at}/invoices/${id}/exclude`, { reason: 'not ours' })
  const excluded = await account.until(id, 'excluded')
  const [booked, ...others] = await account.booked(id)
  expect(others).toEqual([])
  expect(excluded.rilletId).toBe(booked?.['id'])
})
