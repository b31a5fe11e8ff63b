import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** A place in the budget, held from its grant until a window after the answer. */
export type Slot = {
  /** The answer came: free again a window later. */
  answered(): Promise<void>
  /** Nothing was sent: free at once. */
  unused(): Promise<void>
  /** The vendor said 429: nobody gets a slot for that long; null, for a whole window. */
  throttled(retryAfterMs: number | null): Promise<void>
}

export type Budget = {
  db: Db
  /** One per limit of the vendor, such as `rillet/{organizationId}`. */
  key: string
  /** Requests in any rolling window. */
  cap: number
  windowMs: number
  /** Kept free for others: 10 for backfill and sweeps, 0 (default) for live work. */
  reserve?: number
}

export type Taken = { granted: true; slot: Slot } | { granted: false; freeInMs: number }
export type Offered = { granted: true; slot: Slot } | { granted: false; retryAfterMs: number }

/** A slot that never heard of its answer is held as if that came this long after the grant. */
const longestCallMs = 30_000
const sleepUpToMs = 2_000
const maxSleepers = 4
const sleepers = new Map<string, number>()

/**
 * The taker of slots for one key: waits when one frees within two seconds (at most four waiters per
 * key and process), else says when to come back: the time to the next free slot plus jitter.
 */
export function createBudget(budget: Budget): { slot: () => Promise<Offered> } {
  const { key, windowMs } = budget
  return {
    slot: async () => {
      for (let sleptMs = 0; ; ) {
        const taken = await takeSlot(budget)
        if (taken.granted) return taken
        const { freeInMs } = taken
        if (sleptMs + freeInMs > sleepUpToMs || (sleepers.get(key) ?? 0) >= maxSleepers) {
          return { granted: false, retryAfterMs: Math.ceil(freeInMs + jitter(windowMs)) }
        }
        sleptMs += freeInMs
        await waitInLine(key, freeInMs)
      }
    },
  }
}

/** Spreads those who were turned away, so that they do not all come back for the same slot. */
const jitter = (windowMs: number) => Math.random() * Math.max(windowMs / 20, 50)

async function waitInLine(key: string, ms: number): Promise<void> {
  sleepers.set(key, (sleepers.get(key) ?? 0) + 1)
  try {
    await sleep(ms)
  } finally {
    const left = (sleepers.get(key) ?? 1) - 1
    if (left === 0) sleepers.delete(key)
    else sleepers.set(key, left)
  }
}

/**
 * One try: a slot, or the milliseconds until one is free. A sliding log over all processes, by the
 * database's clock alone; the lock on the key makes counting and granting one step.
 */
export function takeSlot(budget: Budget): Promise<Taken> {
  const { db, key, cap, windowMs, reserve = 0 } = budget
  const limit = Math.max(cap - reserve, 1)
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`budget/${key}`}, 0))`.execute(tx)
    const { rows } = await sql<{ id: string | null; free_in_ms: number | null }>`
      with clock as materialized (select clock_timestamp() as now),
      log as materialized (
        select id,
          coalesce(answered_at, granted_at + ${ms(longestCallMs)}) + ${ms(windowMs)} as free_at
        from budget_slot where budget_key = ${key}
      ),
      held as (select free_at from log, clock where free_at > now),
      gone as (
        delete from budget_slot using log, clock where budget_slot.id = log.id and free_at <= now
      ),
      pause as (select until from budget_pause, clock where budget_key = ${key} and until > now),
      granted as (
        insert into budget_slot (budget_key, granted_at) select ${key}, now from clock
        where (select count(*) from held) < ${limit} and not exists (select from pause)
        returning id
      ),
      next as (
        -- Who still waits for its answer may get it now: a window from now is the soonest it frees.
        select least(free_at, now + ${ms(windowMs)}) as at from clock, (
          select free_at, row_number() over (order by free_at desc) as rank from held
        ) as ranked where rank = ${limit}
        union all select until from pause
      )
      select (select id::text from granted) as id,
        (select extract(epoch from max(at) - (select now from clock))::float8 * 1000 from next)
          as free_in_ms`.execute(tx)
    const id = rows[0]?.id ?? null
    if (id !== null) return { granted: true, slot: slotOf(budget, id) }
    return { granted: false, freeInMs: Math.max(Math.ceil(rows[0]?.free_in_ms ?? windowMs), 1) }
  })
}

function slotOf({ db, key, windowMs }: Budget, id: string): Slot {
  return {
    answered: async () => {
      await db
        .updateTable('budget_slot')
        .set({ answered_at: sql<Date>`clock_timestamp()` })
        .where('id', '=', id)
        .execute()
    },
    unused: async () => {
      await db.deleteFrom('budget_slot').where('id', '=', id).execute()
    },
    throttled: (retryAfterMs) => pauseBudget(db, key, retryAfterMs ?? windowMs),
  }
}

/** Nobody gets a slot of this key for that long; a longer pause already set stays. */
export async function pauseBudget(db: Db, key: string, pauseMs: number): Promise<void> {
  const until = sql<Date>`clock_timestamp() + ${ms(pauseMs)}`
  await db
    .insertInto('budget_pause')
    .values({ budget_key: key, until })
    .onConflict((conflict) =>
      conflict
        .column('budget_key')
        .doUpdateSet({ until: sql<Date>`greatest(budget_pause.until, excluded.until)` }),
    )
    .execute()
}

const ms = (value: number) => sql`make_interval(secs => ${value / 1_000}::float8)`
