import { type Kysely, sql } from 'kysely'

/** Wake-ups may be for the run of a credit note. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox drop constraint outbox_signal_check`.execute(db)
  await sql`
    alter table outbox add constraint outbox_signal_check check (signal in
      ('sourceChanged', 'remoteChanged', 'causeCleared', 'customerChanged', 'creditNoteChanged'))
  `.execute(db)
}
