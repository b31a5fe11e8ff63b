import { afterAll, beforeAll, expect, test } from 'vitest'
import { signalStorm } from '../faults/signal-storm.ts'
import { type Account, createAccount } from '../support/account.ts'
import { untilAsleep } from '../support/sweeps.ts'
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

const handleOf = (id: string) => world.temporal.workflow.getHandle(`invoice/${account.id}/${id}`)
const statusOf = (id: string) => handleOf(id).query<{ hints: number }>('status')

/** Temporal's list says nothing of a history that still grows. */
const openRun = async (id: string) => {
  const { runId, historyLength } = await handleOf(id).describe()
  return { runId, events: historyLength }
}

/** How often hints made the run read Rillet's side. */
const readings = async (id: string) =>
  (
    await world.db
      .selectFrom('event')
      .select('id')
      .where('invoice_id', '=', id)
      .where('kind', '=', 'remote.read')
      .execute()
  ).length

test('hints in a storm are all counted, over every run of the chain', async () => {
  const storm = await signalStorm(world, account, {
    hints: 600,
    overMs: 10_000,
    withinMs: 40_000,
  })
  expect(storm.counted).toBe(storm.sent)
  expect(storm.runs).toBeGreaterThan(1)
})

/** Hints about Rillet's invoice, as a webhook or a sweep leaves them for the dispatcher; waits until it has none left. */
const tell = async (id: string, hints: { kinds: string[]; version: string | null }[]) => {
  const outbox = hints.map((hint) => ({
    account_id: account.id,
    invoice_id: id,
    signal: 'remoteChanged' as const,
    payload: JSON.stringify({ ...hint, status: null, amountDue: null, count: 1 }),
  }))
  await world.db.insertInto('outbox').values(outbox).execute()
  const waiting = async () =>
    (await world.db.selectFrom('outbox').select('id').where('invoice_id', '=', id).execute()).length
  await expect.poll(waiting, { timeout: 40_000 }).toBe(0)
}

const waitingForPayment = async () => {
  const id = await account.draft()
  await account.finalize(id)
  const { rilletId } = await account.until(id, 'synced')
  await untilAsleep(world, account, id)
  return { id, rilletId }
}

test('400 hints of what is known already do not reach an invoice that waits for its payment', async () => {
  const { id, rilletId } = await waitingForPayment()
  const before = await openRun(id)
  const { updated_at: version } = await account.rillet.get(`/invoices/${rilletId}`)
  await tell(
    id,
    Array.from({ length: 400 }, () => ({ kinds: ['updated'], version })),
  )
  expect(before.events).toBeGreaterThan(0)
  expect(await openRun(id)).toEqual(before)
  await account.pay(rilletId, '100.00')
  await account.until(id, 'paid')
})

test('an invoice that waits sixty days, with news to read every day, goes on in new runs, none over 200 events', {
  timeout: 180_000,
}, async () => {
  const { id, rilletId } = await waitingForPayment()
  const [{ hints: before }, read] = [await statusOf(id), await readings(id)]
  for (let day = 1; day <= 60; day++) {
    await tell(id, [{ kinds: ['payment'], version: null }])
    await untilAsleep(world, account, id)
  }
  expect((await statusOf(id)).hints - before).toBe(60)
  expect((await readings(id)) - read).toBe(60)
  const ended = (await runsOf(id)).filter(({ status }) => status !== 'RUNNING')
  expect(ended.length).toBeGreaterThan(1)
  const lengths = [...ended, await openRun(id)].map(({ events }) => events)
  expect(Math.max(...lengths)).toBeLessThan(200)
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
