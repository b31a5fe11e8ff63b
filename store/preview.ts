import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'

/** Keeps a preview for whoever asked for it; those older than an hour go. */
export async function savePreview(
  db: Db,
  { accountId, invoiceId, previewId }: { accountId: string; invoiceId: string; previewId: string },
  body: object,
): Promise<void> {
  const columns = { invoice_id: invoiceId, body: toJson(body) }
  await db
    .insertInto('preview')
    .values({ account_id: accountId, preview_id: previewId, ...columns })
    .onConflict((conflict) => conflict.columns(['account_id', 'preview_id']).doUpdateSet(columns))
    .execute()
  await db
    .deleteFrom('preview')
    .where('account_id', '=', accountId)
    .where('created_at', '<', sql<Date>`now() - interval '1 hour'`)
    .execute()
}
