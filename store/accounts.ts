import type { Db } from './connect.ts'

const mostAccounts = 1_000

/** Every account with a connection, by age: the one query that names no account. */
export function listAccounts(db: Db) {
  return db
    .selectFrom('connection')
    .select(['account_id', 'sequence_company', 'organization_name'])
    .select(['rillet_status', 'sequence_status', 'disconnected_at'])
    .orderBy('created_at')
    .limit(mostAccounts)
    .execute()
}
