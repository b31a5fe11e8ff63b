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
