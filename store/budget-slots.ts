import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'

export type SlotLimit = {
  /** One per limit of the vendor, such as `rillet/{organizationId}`. */
  key: string
  /** How long a slot is held after its answer. */
  windowMs: number
}

/** One who wants a slot. */
export type Asking = {
  /** Unique among those who wait. */
  waiter: string
  /** Accounts take turns. */
  account: string
  /** The lower goes first. */
  rank: number
  /** Slots that may be held at once for this one to get another. */
  most: number
  /** Comes back when its turn has come: its place in the line is kept. */
  keeps: boolean
}

/** A slot, or when the turn of this one comes. */
export type Turn = { slot: string; freeInMs: null } | { slot: null; freeInMs: number }

/** A slot that never heard of its answer is held as if that came this long after the grant. */
const longestCallMs = 30_000

/**
 * Grants slots out of a sliding log over all processes, by the database's clock alone; a lock on the
 * key makes counting and granting one step (`take_budget_turns` in `migrations/`). Answers in the
 * order of `asking`.
 */
export async function takeTurns(
  db: Db,
  { key, windowMs }: SlotLimit,
  asking: Asking[],
): Promise<Turn[]> {
  const patienceMs = Math.max(windowMs / 6, 1_000)
  const { rows } = await sql<Turn>`
    select slot, free_in_ms as "freeInMs" from take_budget_turns(${key}, ${toJson(asking)}::jsonb,
      ${ms(windowMs)}, ${ms(longestCallMs)}, ${ms(patienceMs)})
  `.execute(db)
  return rows
}

/**
 * Their answers came. Not synced to disk: what a crash of Postgres forgets of it only holds the slots
 * for longer.
 */
export async function answerSlots(db: Db, ids: string[]): Promise<void> {
  await sql`
    update budget_slot set answered_at = clock_timestamp()
    where id = any(${ids}::bigint[]) and set_config('synchronous_commit', 'off', true) = 'off'
  `.execute(db)
}

/** Calls that have been made and answered without a slot: from now on they hold as many. */
export async function countCalls(db: Db, key: string, calls: number): Promise<void> {
  const now = sql<Date>`clock_timestamp()`
  const slot = { budget_key: key, granted_at: now, answered_at: now }
  await db
    .insertInto('budget_slot')
    .values(Array.from({ length: calls }, () => slot))
    .execute()
}

/** Free at once, as if it had not been granted. */
export async function freeSlot(db: Db, id: string): Promise<void> {
  await db.deleteFrom('budget_slot').where('id', '=', id).execute()
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
