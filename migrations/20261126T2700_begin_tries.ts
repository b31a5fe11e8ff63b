import { type Kysely, sql } from 'kysely'

/** When the last try that began on an invoice or a credit note was scheduled: an earlier one is over. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table begun_try (
      account_id text not null,
      document_id text not null,
      scheduled_at timestamptz not null,
      primary key (account_id, document_id)
    )
  `.execute(db)
}
