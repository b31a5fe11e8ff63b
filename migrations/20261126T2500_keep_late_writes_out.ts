import { type Kysely, sql } from 'kysely'

/** By what a write that comes late is known, and what was last sent to Sequence beside what it took. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // A worker that was frozen, or a connection that was held up, may write where an invoice stood long ago.
  `alter table invoice
    add column recorded_run text,
    add column recorded_run_at timestamptz,
    add column recorded_number integer,
    add constraint invoice_recorded_whole check (
      num_nulls(recorded_run, recorded_run_at, recorded_number) in (0, 3)
    )`,
  `alter table credit_note add column stood_at timestamptz`,
  // When the reading was scheduled that the ledger of payments and credits shows.
  `alter table invoice add column ledger_as_of timestamptz`,

  `alter table invoice add column intended_payment_status text`,
]
