import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '../support/account.ts'
import { patient } from '../support/patience.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

test('a run whose history grows long continues as new, and still goes on when its cause is gone', async () => {
  const account = await createAccount(world, { linkCustomer: false })
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'blocked')
  const handle = world.temporal.workflow.getHandle(`invoice/${account.id}/${id}`)
  const { runId } = await handle.describe()
  // Asked of the run: our row may still be written once more by a task that is tried again.
  const { blockedSince } = await handle.query<{ blockedSince: string }>('status')

  // The test server suggests it at 400 events.
  const version = '2020-01-01T00:00:00.000Z'
  const hints = Array.from({ length: 420 }, () =>
    handle.signal('sourceChanged', { version, count: 1 }),
  )
  await Promise.all(hints)
  await handle.signal('sourceChanged', { version: null, count: 1 })
  await expect
    .poll(async () => (await handle.describe()).runId, { timeout: patient(30_000) })
    .not.toBe(runId)
  await expect.poll(async () => (await account.invoice(id)).blockedSince).toBe(blockedSince)

  await account.linkCustomer(account.customer)
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
})
