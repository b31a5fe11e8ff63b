import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** A preview's answer, as its run stored it; undefined when there is none. */
export async function findPreview(db: Db, accountId: string, previewId: string): Promise<unknown> {
  const row = await db
    .selectFrom('preview')
    .select('body')
    .where('account_id', '=', accountId)
    .where('preview_id', '=', previewId)
    .executeTakeFirst()
  return row?.body
}

/** Previews are read once; what is older than an hour goes. */
export async function dropOldPreviews(db: Db, accountId: string): Promise<void> {
  await db
    .deleteFrom('preview')
    .where('account_id', '=', accountId)
    .where('created_at', '<', sql<Date>`now() - interval '1 hour'`)
    .execute()
}
