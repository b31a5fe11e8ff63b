import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBudget } from '../../store/budget.ts'
import { type Slot, takeSlot } from '../../store/budget-desk.ts'
import { pauseBudget } from '../../store/budget-slots.ts'
import { connect, type Db } from '../../store/connect.ts'
import { createDatabase } from '../support/database.ts'

let pools: Db[]
let keys = 0

beforeAll(async () => {
  const url = await createDatabase()
  pools = [1, 2, 3].map(() => connect({ url, maxConnections: 4 }))
})

afterAll(() => Promise.all(pools.map((db) => db.destroy())))

const poolOf = (n: number) => pools[n % pools.length]!

const budgetOf = ({ cap = 1, windowMs = 60_000, key = `key-${keys++}`, reserve = 0 } = {}) => ({
  db: poolOf(0),
  key,
  cap,
  windowMs,
  reserve,
  accountId: 'account',
  taker: takerOf({ name: null }),
})

const takerOf = ({ name, priority = 3 }: { name: string | null; priority?: number }) => ({
  name,
  priority,
  signal: null,
})

async function granted(take: ReturnType<typeof takeSlot>): Promise<Slot> {
  const taken = await take
  if (!taken.granted) throw new Error(`no slot for ${taken.freeInMs} ms`)
  return taken.slot
}

test('in any rolling window never more than the cap, and with a backlog nearly all of it', async () => {
  const [cap, windowMs, calls] = [20, 3_000, 60]
  const budget = budgetOf({ cap, windowMs })
  const arrivals: number[] = []
  const finished = new AbortController()
  let left = calls

  const taker = async (_: unknown, n: number) => {
    const { slot: take } = createBudget({
      ...budget,
      db: poolOf(n),
      taker: takerOf({ name: `taker-${n}` }),
    })
    while (left > 0) {
      const offered = await take()
      if (!offered.granted) {
        const { signal } = finished
        await sleep(offered.retryAfterMs, undefined, { signal }).catch(() => undefined)
        continue
      }
      if (left-- <= 0) return offered.slot.unused()
      // The vendor counts it somewhere between the grant and the answer.
      await sleep(Math.random() * 10)
      arrivals.push(performance.now())
      await offered.slot.answered()
      if (arrivals.length === calls) finished.abort()
    }
  }
  await Promise.all(Array.from({ length: 80 }, taker))

  arrivals.sort((a, b) => a - b)
  const spans = arrivals.slice(cap).map((at, n) => at - (arrivals[n] ?? Number.NaN))
  expect(arrivals).toHaveLength(calls)
  expect(Math.min(...spans)).toBeGreaterThanOrEqual(windowMs)
  const idealMs = (calls / cap - 1) * windowMs
  const spentMs = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)
  expect(idealMs / spentMs).toBeGreaterThanOrEqual(0.9)
}, 30_000)

test('many at once over several pools get exactly the cap', async () => {
  const budget = budgetOf({ cap: 7 })
  const taken = await Promise.all(
    Array.from({ length: 30 }, (_, n) => takeSlot({ ...budget, db: poolOf(n) })),
  )
  expect(taken.filter((one) => one.granted)).toHaveLength(7)
})

test('backfill leaves ten of the cap to live work', async () => {
  const budget = budgetOf({ cap: 12 })
  const backfill = { ...budget, reserve: 10 }
  await granted(takeSlot(backfill))
  await granted(takeSlot(backfill))
  expect(await takeSlot(backfill)).toMatchObject({ granted: false })
  for (let n = 0; n < 10; n++) await granted(takeSlot(budget))
  expect(await takeSlot(budget)).toMatchObject({ granted: false })
})

test('a slot given back is free at once', async () => {
  const budget = budgetOf()
  const slot = await granted(takeSlot(budget))
  await slot.unused()
  await granted(takeSlot(budget))
})

test('an answered slot is held for a window after the answer, not after the grant', async () => {
  const budget = budgetOf({ windowMs: 60_000 })
  const slot = await granted(takeSlot(budget))
  await ageSlots(budget.key, 59_000)
  await slot.answered()
  const taken = await takeSlot(budget)
  expect(taken).toMatchObject({ granted: false, freeInMs: expect.closeTo(60_000, -4) })
  await ageSlots(budget.key, 60_001)
  await granted(takeSlot(budget))
})

test('a slot that never heard of its answer is held thirty seconds and a window', async () => {
  const budget = budgetOf({ windowMs: 60_000 })
  await granted(takeSlot(budget))
  expect(await takeSlot(budget)).toMatchObject({ freeInMs: expect.closeTo(60_000, -3) })
  await ageSlots(budget.key, 89_000)
  expect(await takeSlot(budget)).toMatchObject({ granted: false })
  await ageSlots(budget.key, 1_001)
  await granted(takeSlot(budget))
})

test('the time told is when the next slot frees for this taker', async () => {
  const budget = budgetOf({ cap: 3 })
  for (const age of [10_000, 20_000, 0]) {
    const slot = await granted(takeSlot(budget))
    await slot.answered()
    await ageSlots(budget.key, age)
  }
  // Answered 30, 20 and 0 seconds ago.
  expect(await takeSlot(budget)).toMatchObject({ freeInMs: expect.closeTo(30_000, -3) })
  const backfill = { ...budget, reserve: 1 }
  expect(await takeSlot(backfill)).toMatchObject({ freeInMs: expect.closeTo(40_000, -3) })
})

test('slots that are free again leave no row', async () => {
  const budget = budgetOf({ cap: 5 })
  for (let n = 0; n < 5; n++) await (await granted(takeSlot(budget))).answered()
  await ageSlots(budget.key, 60_001)
  await granted(takeSlot(budget))
  const rows = await poolOf(0)
    .selectFrom('budget_slot')
    .selectAll()
    .where('budget_key', '=', budget.key)
    .execute()
  expect(rows).toHaveLength(1)
})

test('keys do not share their slots', async () => {
  await granted(takeSlot(budgetOf()))
  await granted(takeSlot(budgetOf()))
})

test('a 429 holds every taker of the key back, and a shorter pause does not shorten it', async () => {
  const budget = budgetOf({ cap: 5 })
  const slot = await granted(takeSlot(budget))
  await slot.answered()
  await slot.throttled(40_000)
  await pauseBudget(poolOf(1), budget.key, 5_000)
  const taken = await takeSlot({ ...budget, db: poolOf(2) })
  expect(taken).toMatchObject({ granted: false, freeInMs: expect.closeTo(40_000, -3) })
  await granted(takeSlot(budgetOf({ cap: 5 })))
})

test('a 429 that does not say how long means a whole window', async () => {
  const budget = budgetOf({ cap: 5, windowMs: 70_000 })
  const slot = await granted(takeSlot(budget))
  await slot.throttled(null)
  expect(await takeSlot(budget)).toMatchObject({ freeInMs: expect.closeTo(70_000, -3) })
})

test('who would wait longer than two seconds is told when to come back', async () => {
  const budget = budgetOf({ windowMs: 60_000 })
  const { slot } = createBudget(budget)
  const first = await slot()
  if (first.granted) await first.slot.answered()
  const offered = await slot()
  if (offered.granted) throw new Error('granted above the cap')
  expect(offered.retryAfterMs).toBeGreaterThan(59_000)
  expect(offered.retryAfterMs).toBeLessThanOrEqual(63_000)
})

test('four wait for a slot that frees soon, the fifth is sent away', async () => {
  const budget = budgetOf({ cap: 5, windowMs: 1_000 })
  for (let n = 0; n < 5; n++) await (await granted(takeSlot(budget))).answered()
  const offers = await Promise.all(Array.from({ length: 5 }, () => createBudget(budget).slot()))
  expect(offers.filter(({ granted }) => granted)).toHaveLength(4)
})

/** Moves the log into the past: the database's clock is the only one that counts. */
async function ageSlots(key: string, ms: number): Promise<void> {
  const rows = await poolOf(0)
    .selectFrom('budget_slot')
    .selectAll()
    .where('budget_key', '=', key)
    .execute()
  for (const { id, granted_at, answered_at } of rows) {
    await poolOf(0)
      .updateTable('budget_slot')
      .set({
        granted_at: new Date(granted_at.getTime() - ms),
        answered_at: answered_at === null ? null : new Date(answered_at.getTime() - ms),
      })
      .where('id', '=', id)
      .execute()
  }
}
