import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Settings that name a thing in Rillet. */
export type NamingSetting = 'defaultProductId' | 'defaultAccountCode' | 'subsidiaryId'

export type SettingCheck = { setting: NamingSetting; value: string; found: boolean }

/** Remembers what was found of each; replaces what was known before. */
export async function saveSettingChecks(
  db: Db,
  accountId: string,
  checks: SettingCheck[],
): Promise<void> {
  for (const { setting, value, found } of checks) {
    await db
      .insertInto('setting_check')
      .values({ account_id: accountId, setting, value, found })
      .onConflict((conflict) =>
        conflict
          .columns(['account_id', 'setting'])
          .doUpdateSet({ value, found, checked_at: sql<Date>`now()` }),
      )
      .execute()
  }
}

export function listSettingChecks(db: Db, accountId: string) {
  return db
    .selectFrom('setting_check')
    .select(['setting', 'value', 'found', 'checked_at'])
    .where('account_id', '=', accountId)
    .execute()
}
