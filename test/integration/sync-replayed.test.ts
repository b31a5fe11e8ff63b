import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '../support/account.ts'
import { createWorld, type World } from '../support/world.ts'

// No run is kept in memory: each is replayed from its history whenever it is woken.
let world: World

beforeAll(async () => {
  world = await createWorld({ maxCachedWorkflows: 0 })
})
afterAll(() => world.close())

test('replayed at every step: blocked, linked, in doubt, adopted, paid, one deleted payment later open', async () => {
  const account = await createAccount(world, { linkCustomer: false, linkProduct: false })
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'blocked')
  const match = { method: 'POST', path: '^/invoices$' }
  await world.rillet.post('/_sandbox/faults', { kind: 'commit_then_reset', match })
  await account.linkCustomer(account.customer)
  const { rilletId } = await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)

  const payment = await account.pay(rilletId, '100.00')
  await account.until(id, 'paid')
  expect(await account.paymentStatus(id)).toBe('PAID')
  await account.rillet.delete(`/invoices/${rilletId}/payments/${payment['id']}`)
  await account.until(id, 'synced')
})

test('replayed at every step: dates that move, a person who excludes and retries', async () => {
  const account = await createAccount(world)
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'synced')
  await account.sequence.post(`/invoices/${id}/send`)
  await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-01-15' })
  await expect.poll(async () => (await account.booked(id))[0]?.['due_date']).toBe('2027-01-15')

  await world.api.post(`${account.at}/invoices/${id}/exclude`, { reason: 'booked by hand' })
  await account.until(id, 'excluded')
  await world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'after all' })
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
})
