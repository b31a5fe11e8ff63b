import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Postgres tells here what changed in accounts that are watched: `{accountId, what, id}`. */
export const changesChannel = 'sequence_rillet_changes'

/** From now on, changes of these accounts are told for that long, to every process that listens. */
export async function watch(db: Db, accountIds: string[], forMs: number): Promise<void> {
  if (accountIds.length === 0) return
  const until = sql<Date>`clock_timestamp() + ${`${forMs} ms`}::interval`
  await db
    .insertInto('watcher')
    .values(accountIds.toSorted().map((account_id) => ({ account_id, until })))
    .onConflict((conflict) =>
      conflict
        .column('account_id')
        .doUpdateSet({ until: sql<Date>`greatest(watcher.until, excluded.until)` }),
    )
    .execute()
}
