import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { notifyDispatchers } from './outbox.ts'

/**
 * Takes up again the deliveries about a Rillet document that matched nothing so far. Call it in the
 * transaction that writes a link with that Rillet id, after the link. Returns how many there were.
 */
export async function rematchDeliveries(
  db: Db,
  accountId: string,
  rilletId: string,
): Promise<number> {
  await lockMatching(db, accountId, rilletId)
  const { numUpdatedRows } = await db
    .updateTable('inbox')
    .set({ status: 'pending', attempts: 0, lease_until: null, due_at: new Date() })
    .where('account_id', '=', accountId)
    .where('source', '=', 'rillet')
    .where('resource_id', '=', rilletId)
    .where('status', '=', 'unmatched')
    .executeTakeFirstOrThrow()
  if (numUpdatedRows > 0n) await notifyDispatchers(db)
  return Number(numUpdatedRows)
}

/**
 * Held by who matches a delivery and by who writes a link: whichever comes second sees what the
 * first one wrote, so that no delivery stays unmatched beside its link.
 */
export async function lockMatching(db: Db, accountId: string, rilletId: string): Promise<void> {
  const key = `match/${accountId}/${rilletId}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(db)
}
