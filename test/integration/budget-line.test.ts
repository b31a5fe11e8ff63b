import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBudget } from '../../store/budget.ts'
import { type Budget, type Slot, takeSlot } from '../../store/budget-desk.ts'
import { connect, type Db } from '../../store/connect.ts'
import { createDatabase } from '../support/database.ts'

let db: Db
let keys = 0

beforeAll(async () => {
  db = connect({ url: await createDatabase() })
})
afterAll(() => db.destroy())

const takerOf = (name: string, priority = 3, signal: AbortSignal | null = null) => ({
  name,
  priority,
  signal,
})

/** A budget whose slots are all held, answered just now. */
async function fullBudget({ cap = 3, windowMs = 60_000 } = {}): Promise<Budget> {
  const key = `line-${keys++}`
  const budget = { db, key, accountId: 'big', cap, windowMs, taker: takerOf('nobody') }
  for (let n = 0; n < cap; n++) await (await granted(takeSlot(budget))).answered()
  return budget
}

async function granted(take: ReturnType<typeof takeSlot>): Promise<Slot> {
  const taken = await take
  if (!taken.granted) throw new Error(`no slot for ${taken.freeInMs} ms`)
  return taken.slot
}

/** In which window from now the turn of this one comes; 0 when it gets a slot now. */
async function turnOf(budget: Budget, name: string, more: Partial<Budget> = {}): Promise<number> {
  const taken = await takeSlot({ ...budget, taker: takerOf(name), ...more }, name)
  return taken.granted ? 0 : Math.round(taken.freeInMs / budget.windowMs)
}

/** Lets that much time pass: the database's clock is the only one that counts. */
async function pass(key: string, ms: number): Promise<void> {
  const by = sql`make_interval(secs => ${ms / 1_000}::float8)`
  await sql`update budget_slot set granted_at = granted_at - ${by}, answered_at = answered_at - ${by}
    where budget_key = ${key}`.execute(db)
  await sql`update budget_waiter set since = since - ${by}, due_at = due_at - ${by}
    where budget_key = ${key}`.execute(db)
}

test('who is turned away is told its own turn, not that of all', async () => {
  const budget = await fullBudget({ cap: 3 })
  const turns: number[] = []
  for (let n = 0; n < 8; n++) turns.push(await turnOf(budget, `n${n}`))
  expect(turns).toEqual([1, 1, 1, 2, 2, 2, 3, 3])
})

test('who asks again before its turn has the same place', async () => {
  const budget = await fullBudget({ cap: 1 })
  for (const name of ['a', 'b', 'c']) await turnOf(budget, name)
  expect(await turnOf(budget, 'b')).toBe(2)
})

test('a newcomer does not take the slot of one whose turn has come', async () => {
  const budget = await fullBudget({ cap: 1 })
  await turnOf(budget, 'first')
  await pass(budget.key, 60_001)
  expect(await turnOf(budget, 'newcomer')).toBe(1)
  expect(await turnOf(budget, 'first')).toBe(0)
})

test('one who does not come back holds nobody up for longer than a sixth of a window', async () => {
  const budget = await fullBudget({ cap: 1 })
  await turnOf(budget, 'lost')
  await pass(budget.key, 70_100)
  expect(await turnOf(budget, 'newcomer')).toBe(0)
})

test('a slot that frees early goes to whoever asks, rather than to nobody', async () => {
  const budget = await fullBudget({ cap: 2 })
  await sql`delete from budget_slot where id = (select min(id) from budget_slot where budget_key = ${budget.key})`.execute(
    db,
  )
  const early = await granted(takeSlot({ ...budget, taker: takerOf('early') }))
  await turnOf(budget, 'waits')
  await early.unused()
  expect(await turnOf(budget, 'newcomer')).toBe(0)
})

test('accounts take turns: one invoice does not wait behind five of another account', async () => {
  const budget = await fullBudget({ cap: 1 })
  for (let n = 0; n < 5; n++) await turnOf(budget, `big-${n}`)
  expect(await turnOf(budget, 'small', { accountId: 'small' })).toBe(2)
})

test('a person’s wish goes before live work, that before background work', async () => {
  const budget = await fullBudget({ cap: 1 })
  const ask = (name: string, priority: number) =>
    turnOf(budget, name, { taker: takerOf(name, priority) })
  await ask('background', 5)
  await ask('live', 3)
  expect(await ask('person', 1)).toBe(1)
  expect(await ask('live', 3)).toBe(2)
  expect(await ask('background', 5)).toBe(3)
})

test('work that has begun goes first until it is done, also when its activity is tried again', async () => {
  const budget = await fullBudget({ cap: 2, windowMs: 30_000 })
  await pass(budget.key, 30_001)
  const first = { ...budget, taker: takerOf('begun') }
  const one = await createBudget(first).slot()
  if (!one.granted) throw new Error('no slot')
  await one.slot.answered()
  await (await granted(takeSlot({ ...budget, taker: takerOf('other') }))).answered()
  for (const name of ['x', 'y']) await turnOf(budget, name)
  const turnedAway = await createBudget(first).slot()
  expect(turnedAway).toMatchObject({ granted: false, retryAfterMs: expect.closeTo(30_000, -4) })
  await pass(budget.key, 30_001)
  expect(await turnOf(budget, 'y')).toBe(1)
  expect(await turnOf(budget, 'x')).toBe(0)
  const again = await createBudget({ ...budget, taker: takerOf('begun') }).slot()
  expect(again.granted).toBe(true)
})

test('a wait ends when its work is cancelled', async () => {
  const budget = await fullBudget({ cap: 1, windowMs: 1_900 })
  const controller = new AbortController()
  const taker = takerOf('cancelled', 3, controller.signal)
  const started = performance.now()
  const waiting = createBudget({ ...budget, taker }).slot()
  controller.abort()
  expect(await waiting).toMatchObject({ granted: false })
  expect(performance.now() - started).toBeLessThan(1_500)
})

test('nobody is sent away for longer than five windows, however long the line is', async () => {
  const budget = await fullBudget({ cap: 1 })
  const waits = await Promise.all(
    Array.from({ length: 200 }, (_, n) => turnOf(budget, `many-${n}`)),
  )
  expect(Math.max(...waits)).toBeLessThanOrEqual(5)
})
