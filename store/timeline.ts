import type { Db } from './connect.ts'
import { toPage } from './cursor.ts'

/** What happened to an invoice, or (null) to the account itself; newest first. */
export async function listEvents(
  db: Db,
  accountId: string,
  invoiceId: string | null,
  { limit, after }: { limit: number; after: readonly [string] | null },
) {
  let query = db
    .selectFrom('event')
    .select(['id', 'at', 'kind', 'actor', 'reason', 'data'])
    .where('account_id', '=', accountId)
  query =
    invoiceId === null
      ? query.where('invoice_id', 'is', null)
      : query.where('invoice_id', '=', invoiceId)
  if (after !== null) query = query.where('id', '<', after[0])
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, (row) => [row.id])
}
