import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** How many calls counted in the last 60 s, and until when the vendor asked for a pause, if it did. */
export async function budgetUse(
  db: Db,
  key: string,
): Promise<{ used: number; pausedUntil: Date | null }> {
  const [held, pause] = await Promise.all([
    db
      .selectFrom('budget_slot')
      .select(sql<string>`count(*)`.as('count'))
      .where('budget_key', '=', key)
      .where(sql<boolean>`coalesce(answered_at, granted_at) > clock_timestamp() - interval '60 s'`)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('budget_pause')
      .select('until')
      .where('budget_key', '=', key)
      .where('until', '>', sql<Date>`clock_timestamp()`)
      .executeTakeFirst(),
  ])
  return { used: Number(held.count), pausedUntil: pause?.until ?? null }
}
