import { causes } from '../domain/ids.ts'
import type { Settings } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { settingsOf } from './connection.ts'
import { addEvent } from './event.ts'
import { wakeWaiting } from './outbox.ts'

export type SettingsChange = { accountId: string; actor: string; patch: Partial<Settings> }

/** Merges a change into the account's settings and wakes who waits for one. Returns all settings. */
export function changeSettings(
  db: Db,
  { accountId, actor, patch }: SettingsChange,
): Promise<Settings> {
  return db.transaction().execute(async (transaction) => {
    const { settings } = await transaction
      .selectFrom('connection')
      .select('settings')
      .where('account_id', '=', accountId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const next = { ...settings, ...patch }
    await transaction
      .updateTable('connection')
      .set({
        settings: JSON.stringify(next),
        updated_at: new Date(),
      })
      .where('account_id', '=', accountId)
      .execute()
    await addEvent(transaction, {
      accountId,
      invoiceId: null,
      kind: 'settings.changed',
      actor,
      data: { patch },
    })
    await wakeWaiting(transaction, accountId, causes.settings)
    return settingsOf({ settings: next })
  })
}
