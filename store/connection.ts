import type { Settings, SyncContext } from '../domain/model.ts'
import { initialSettings } from '../domain/settings.ts'
import type { Db } from './connect.ts'
import type { ConnectionRow } from './schema.ts'

/** The account's connection, or nothing for an account that never connected. */
export function findConnection(db: Db, accountId: string): Promise<ConnectionRow | undefined> {
  return db
    .selectFrom('connection')
    .selectAll()
    .where('account_id', '=', accountId)
    .executeTakeFirst()
}

const mostConnections = 10_000

/** Every account's connection, for what looks after all of them. */
export const listConnections = (db: Db): Promise<ConnectionRow[]> =>
  db
    .selectFrom('connection')
    .selectAll()
    .orderBy('created_at')
    .orderBy('account_id')
    .limit(mostConnections)
    .execute()

/** Settings as saved, over those an account starts with. */
export const settingsOf = (row: Pick<ConnectionRow, 'settings'> | undefined): Settings => ({
  ...initialSettings,
  ...row?.settings,
})

/** What keeps the account's invoices from moving, if anything does; the first that must be mended. */
export function connectionHealth(row: ConnectionRow | undefined): SyncContext['connection'] {
  if (row === undefined || row.rillet_status === 'missing') return 'rillet_missing'
  if (row.disconnected_at !== null) return 'disconnected'
  if (row.sequence_status === 'missing') return 'sequence_missing'
  if (row.sequence_status === 'key_refused') return 'sequence_key_refused'
  if (row.rillet_status === 'key_refused') return 'rillet_key_refused'
  if (row.setup_missing_since !== null) return 'setup_missing'
  return 'ready'
}
