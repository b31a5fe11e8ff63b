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
