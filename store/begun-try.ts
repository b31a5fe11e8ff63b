import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** An invoice or a credit note. */
type Document = { accountId: string; documentId: string }

/**
 * Begins a try of one of its activities, which Temporal scheduled then. False when one that was scheduled later has
 * begun, or all were ended since: this one was lost with its worker before it began (a worker that was frozen), and
 * what it was to do has been done, or is not wanted any more.
 */
export async function beginTry(
  db: Db,
  { accountId, documentId }: Document,
  scheduledAt: Date,
): Promise<boolean> {
  const begun = await db
    .insertInto('begun_try')
    .values({ account_id: accountId, document_id: documentId, scheduled_at: scheduledAt })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'document_id'])
        .doUpdateSet({ scheduled_at: scheduledAt })
        .where('begun_try.scheduled_at', '<=', scheduledAt),
    )
    .returning('document_id')
    .executeTakeFirst()
  return begun !== undefined
}

/** A condition: no try that was scheduled later has begun, nor were all ended since. Holds where it is not known when. */
export const isLatestTry = ({ accountId, documentId }: Document, scheduledAt: Date | null) =>
  sql<boolean>`not exists (select from begun_try where account_id = ${accountId}
    and document_id = ${documentId} and scheduled_at > ${scheduledAt}::timestamptz)`

/** Nothing that was scheduled before now may begin. */
export async function endTries(db: Db, { accountId, documentId }: Document): Promise<void> {
  await db
    .insertInto('begun_try')
    .values({ account_id: accountId, document_id: documentId, scheduled_at: sql<Date>`now()` })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'document_id']).doUpdateSet({
        scheduled_at: sql<Date>`greatest(begun_try.scheduled_at, excluded.scheduled_at)`,
      }),
    )
    .execute()
}
