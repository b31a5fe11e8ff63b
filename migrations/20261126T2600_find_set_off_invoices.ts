import { type Kysely, sql } from 'kysely'

/** Which credit notes were set off against an invoice is asked whenever one is booked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index credit_note_applied on credit_note using gin (applied jsonb_path_ops)
    where applied is not null
  `.execute(db)
}
