import { afterAll, beforeAll, expect, test } from 'vitest'
import { signalStorm } from '../faults/signal-storm.ts'
import { type Account, createAccount } from '../support/account.ts'
import { createWorld, type World } from '../support/world.ts'

// Six hours, after which a blocked invoice is read again, are half a second here.
const timeScale = 43_200
let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world)
})
afterAll(() => world.close())

const runsOf = async (id: string, of = world, account_ = account) => {
  const query = `WorkflowId = 'invoice/${account_.id}/${id}'`
  const runs: { status: string; events: number }[] = []
  for await (const one of of.temporal.workflow.list({ query })) {
    runs.push({ status: one.status.name, events: one.historyLength ?? 0 })
  }
  return runs
}

test('hints in a storm are all counted, over every run of the chain', async () => {
  const storm = await signalStorm(world, account, {
    hints: 600,
    overMs: 10_000,
    withinMs: 40_000,
  })
  expect(storm.counted).toBe(storm.sent)
  expect(storm.runs).toBeGreaterThan(1)
})

test('an invoice that waits 400 days for its payment, looked at by a sweep each day, stays under 200 events', async () => {
  const id = await account.draft()
  await account.finalize(id)
  const { rilletId } = await account.until(id, 'synced')
  const { updated_at } = await account.rillet.get(`/invoices/${rilletId}`)
  // What a sweep finds as it was it does not tell; told all the same, it is an echo for the dispatcher.
  for (let day = 0; day < 400; day++) {
    const payload = {
      kinds: ['updated'],
      version: updated_at,
      status: null,
      amountDue: null,
      count: 1,
    }
    await world.db
      .insertInto('outbox')
      .values({
        account_id: account.id,
        invoice_id: id,
        signal: 'remoteChanged',
        payload: JSON.stringify(payload),
      })
      .execute()
  }
  const waiting = async () =>
    (await world.db.selectFrom('outbox').selectAll().where('invoice_id', '=', id).execute()).length
  await expect.poll(waiting, { timeout: 40_000 }).toBe(0)
  const total = (await runsOf(id)).reduce((sum, { events }) => sum + events, 0)
  expect(total).toBeLessThan(200)
  await account.pay(rilletId, '100.00')
  await account.until(id, 'paid')
})

test('a blocked invoice that is read again and again goes on in new runs, none over 200 events', {
  timeout: 120_000,
}, async () => {
  const quick = await createWorld({ timeScale })
  try {
    const own = await createAccount(quick, { linkCustomer: false })
    const id = await own.draft()
    await own.finalize(id)
    await own.until(id, 'blocked')
    await expect
      .poll(async () => (await runsOf(id, quick, own)).length, { timeout: 45_000 })
      .toBeGreaterThan(2)
    const ended = (await runsOf(id, quick, own)).filter(({ status }) => status !== 'RUNNING')
    expect(Math.max(...ended.map(({ events }) => events))).toBeLessThan(200)
    await own.linkCustomer(own.customer)
    await own.until(id, 'synced')
    expect(await own.booked(id)).toHaveLength(1)
  } finally {
    await quick.close()
  }
})
