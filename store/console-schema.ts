import type { ColumnType } from 'kysely'
import type { NamingSetting } from './setting-check.ts'

type OwnTime = ColumnType<Date, Date | undefined, Date>

/** Tables that serve the console alone. */
export type ConsoleTables = {
  /** Accounts that pages are open on. */
  watcher: { account_id: string; until: ColumnType<Date, Date, Date> }
  /** Whether what a setting names was found in Rillet. */
  setting_check: {
    account_id: string
    setting: NamingSetting
    value: string
    found: boolean
    checked_at: OwnTime
  }
  /** Calls that counted in the minute before. */
  budget_sample: { budget_key: string; minute: ColumnType<Date, Date, Date>; used: number }
}
