import { type Kysely, sql } from 'kysely'

/** What the doctor found when it last looked things up in Rillet; which taxes are in use. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Whether what a setting names is still there; `value` is what the setting was then.
  `create table setting_check (
    account_id text not null,
    setting text not null,
    value text not null,
    found boolean not null,
    checked_at timestamptz not null default now(),
    primary key (account_id, setting)
  )`,
  `create index snapshot_newest on snapshot (account_id, created_at desc)`,
]
