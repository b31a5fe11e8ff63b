import type { UpdateObject } from 'kysely'
import type { Db } from './connect.ts'
import { addEvent } from './event.ts'
import type { Database } from './schema.ts'

type By = { accountId: string; actor: string }

/** Forgets Rillet's key and webhook secrets; links and what was synced stay. */
export const forgetRillet = (db: Db, by: By): Promise<void> =>
  changed(db, by, 'connection.rillet_forgotten', {
    rillet_api_key: null,
    rillet_key_hint: null,
    rillet_status: 'missing',
    rillet_webhook_secret: null,
    rillet_webhook_secret_hint: null,
    rillet_webhook_secret_previous: null,
    rillet_webhook_secret_previous_until: null,
  })

/** From now on no call is made for the account and no delivery taken, until somebody connects again. */
export const disconnect = (db: Db, by: By): Promise<void> =>
  changed(db, by, 'connection.disconnected', { disconnected_at: new Date() })

/** Why our notification policy in Sequence could not be made, in words; a policy made later clears it. */
export async function setPolicyProblem(db: Db, accountId: string, problem: string): Promise<void> {
  await db
    .updateTable('connection')
    .set({ sequence_policy_problem: problem, updated_at: new Date() })
    .where('account_id', '=', accountId)
    .execute()
}

function changed(
  db: Db,
  { accountId, actor }: By,
  kind: string,
  columns: UpdateObject<Database, 'connection'>,
): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('connection')
      .set(columns)
      .set({ updated_at: new Date() })
      .where('account_id', '=', accountId)
      .execute()
    await addEvent(transaction, { accountId, invoiceId: null, kind, actor })
  })
}
