import type { Db } from '../store/connect.ts'
import { findConnection, settingsOf } from '../store/connection.ts'
import type { ConnectionRow } from '../store/schema.ts'
import type { ApiDeps } from './deps.ts'
import { ApiError } from './problem.ts'
import type { Pages } from './views.ts'

/** The account's connection. Throws 404 for an account that nobody connected here. */
export async function accountOf(db: Db, accountId: string): Promise<ConnectionRow> {
  const row = await findConnection(db, accountId)
  if (row !== undefined) return row
  throw unknownAccount(accountId)
}

/** The same for an account that is not here and for one in which whoever asks has no role. */
export const unknownAccount = (accountId: string) =>
  new ApiError(
    'account_unknown',
    `There is no account ${accountId} here: an admin of all accounts adds it first.`,
  )

/** How the account's things are linked to their pages. */
export const pagesOf = (row: ConnectionRow, { temporal, temporalUiUrl }: ApiDeps): Pages => ({
  settings: settingsOf(row),
  temporalUiUrl,
  namespace: temporal.options.namespace,
})
