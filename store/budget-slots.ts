import { sql } from 'kysely'
import type { Db } from './connect.ts'

export type SlotLimit = {
  /** One per limit of the vendor, such as `rillet/{organizationId}`. */
  key: string
  /** Slots that may be held at once. */
  most: number
  /** How long a slot is held after its answer. */
  windowMs: number
}

/** `ids`: the slots granted, as many as were wanted or fewer; then when the next one frees. */
export type Granted = { ids: string[]; freeInMs: number | null }

/** A slot that never heard of its answer is held as if that came this long after the grant. */
const longestCallMs = 30_000

/**
 * Grants slots out of a sliding log over all processes, by the database's clock alone; a lock on the
 * key makes counting and granting one step (`take_budget_slots` in `migrations/`).
 */
export async function grantSlots(
  db: Db,
  { key, most, windowMs }: SlotLimit,
  wanted: number,
): Promise<Granted> {
  const { rows } = await sql<Granted>`
    select slots::text[] as ids, free_in_ms as "freeInMs"
    from take_budget_slots(${key}, ${wanted}, ${most}, ${ms(windowMs)}, ${ms(longestCallMs)})
  `.execute(db)
  const [granted] = rows
  if (granted === undefined) throw new Error('take_budget_slots returned no row')
  return granted
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
