import { type Kysely, sql } from 'kysely'

/** What the sync did hour by hour, and how much of the call budget it used. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create index invoice_by_synced_at on invoice (account_id, synced_at)
    include (created_at) where synced_at is not null`,
  `create index invoice_by_created_at on invoice (account_id, created_at)`,

  // One look a minute at how many calls counted against the limit.
  `create table budget_sample (
    budget_key text not null,
    minute timestamptz not null,
    used integer not null,
    primary key (budget_key, minute)
  )`,
]
