import { everyAccount, type Grant } from '../domain/roles.ts'
import type { Db } from './connect.ts'
import { addEvent } from './event.ts'

const mostAccounts = 1_000

/** The accounts with a connection that some grants reach, by age. */
export function listAccounts(db: Db, grants: readonly Grant[]) {
  const ids = grants.map(({ accountId }) => accountId)
  let query = db
    .selectFrom('connection')
    .select(['account_id', 'sequence_company', 'organization_name'])
    .select(['rillet_status', 'sequence_status', 'disconnected_at'])
  if (!ids.includes(everyAccount)) query = query.where('account_id', 'in', ids)
  return query.orderBy('created_at').limit(mostAccounts).execute()
}

/** Which of the accounts that some grants reach know an invoice of this id, by age. */
export async function accountsWithInvoice(
  db: Db,
  grants: readonly Grant[],
  invoiceId: string,
): Promise<string[]> {
  const ids = grants.map(({ accountId }) => accountId)
  let query = db
    .selectFrom('connection')
    .innerJoin('invoice', 'invoice.account_id', 'connection.account_id')
    .select('connection.account_id')
    .where('invoice.invoice_id', '=', invoiceId)
  if (!ids.includes(everyAccount)) query = query.where('connection.account_id', 'in', ids)
  const rows = await query.orderBy('connection.created_at').limit(mostAccounts).execute()
  return rows.map(({ account_id }) => account_id)
}

/** Adds an account, to be connected; returns whether it is new. */
export function addAccount(
  db: Db,
  { accountId, actor }: { accountId: string; actor: string },
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const added = await transaction
      .insertInto('connection')
      .values({ account_id: accountId })
      .onConflict((conflict) => conflict.doNothing())
      .returning('account_id')
      .executeTakeFirst()
    if (added === undefined) return false
    await addEvent(transaction, { accountId, invoiceId: null, kind: 'account.added', actor })
    return true
  })
}
