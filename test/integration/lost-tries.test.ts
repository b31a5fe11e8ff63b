import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createInvoiceActivities } from '../../activities/invoice.ts'
import { findInvoice } from '../../store/invoice.ts'
import { type Account, createAccount } from '../support/account.ts'
import { createWorld, type World } from '../support/world.ts'

// A worker had taken a try and stood still before it began; Temporal gave the try up, and the worker goes on.

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world)
})
afterAll(() => world.close())

/** The create as it would go on, of what Sequence said when it was scheduled. */
async function beginCreate(invoiceId: string, scheduledAtMs: number) {
  const ref = { accountId: account.id, invoiceId }
  const snapshotHash = (await findInvoice(world.db, ref))?.snapshot_hash ?? ''
  const { createInvoice } = createInvoiceActivities(world.activityDeps)
  const info = { currentAttemptScheduledTimestampMs: scheduledAtMs, startToCloseTimeoutMs: 30_000 }
  const logger = new DefaultLogger('ERROR')
  return () =>
    new MockActivityEnvironment(info, { logger }).run(createInvoice, { ...ref, snapshotHash })
}

test('a create that begins after its invoice was made, voided and deleted makes nothing', async () => {
  const id = await account.draft()
  await account.finalize(id)
  const scheduledAtMs = Date.now()
  await account.until(id, 'synced')
  const create = await beginCreate(id, scheduledAtMs)
  await account.sequence.post(`/invoices/${id}/void`)
  await account.until(id, 'voided')
  await expect(create()).rejects.toMatchObject({ type: 'overtaken' })
  expect(await account.booked(id)).toEqual([])
})

test('a create that begins after its invoice was excluded makes nothing, though no other try has begun', async () => {
  const customer = await account.newCustomer()
  const id = await account.draft({ customerId: customer['id'] })
  await account.finalize(id)
  await account.until(id, 'blocked')
  const create = await beginCreate(id, Date.now())
  await world.api.post(`${account.at}/invoices/${id}/exclude`, { reason: 'not this one' })
  await account.until(id, 'excluded')
  await account.linkCustomer(customer)
  await expect(create()).rejects.toMatchObject({ type: 'overtaken' })
  expect(await account.booked(id)).toEqual([])
})
