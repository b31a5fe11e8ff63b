import { causes } from '../domain/ids.ts'
import type { PaymentLink, Settings } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { settingsOf } from './connection.ts'
import { addEvent } from './event.ts'
import { wakeHeldByPeriod, wakeLinked, wakeWaiting } from './outbox.ts'

export type SettingsChange = { accountId: string; actor: string; patch: Partial<Settings> }

/**
 * Merges a change into the account's settings and wakes who waits for one, whose closed period another rule is for,
 * and whose payment link decides from now on, or no more. Returns all settings.
 */
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
    const before = settingsOf({ settings })
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
    const merged = settingsOf({ settings: next })
    if (merged.closedPeriodPolicy !== before.closedPeriodPolicy) {
      await wakeHeldByPeriod(transaction, accountId)
    }
    const links = changedLinks(before.mutingPaymentLinks, merged.mutingPaymentLinks)
    await wakeLinked(transaction, accountId, links)
    return merged
  })
}

const changedLinks = (before: PaymentLink[], after: PaymentLink[]): PaymentLink[] => [
  ...before.filter((link) => !after.includes(link)),
  ...after.filter((link) => !before.includes(link)),
]
