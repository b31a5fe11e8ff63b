import type { Db } from './connect.ts'

/** What differs between the two systems in these invoices, oldest first. */
export function driftOf(db: Db, accountId: string, invoiceIds: string[]) {
  if (invoiceIds.length === 0) return Promise.resolve([])
  return db
    .selectFrom('drift')
    .select(['invoice_id', 'field', 'ours', 'theirs', 'side', 'since'])
    .where('account_id', '=', accountId)
    .where('invoice_id', 'in', invoiceIds)
    .orderBy('since')
    .orderBy('field')
    .execute()
}
