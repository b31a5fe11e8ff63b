import { type Kysely, sql } from 'kysely'

/** The last four characters of each secret, to be shown; and how long Sequence's previous one still counts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('connection')
    .addColumn('rillet_webhook_secret_hint', 'text')
    .addColumn('sequence_client_secret_hint', 'text')
    .addColumn('sequence_webhook_secret_hint', 'text')
    .addColumn('sequence_webhook_secret_previous_until', 'timestamptz')
    .execute()
  await sql`
    update connection set sequence_webhook_secret_previous_until = now() + interval '24 hours'
    where sequence_webhook_secret_previous is not null
  `.execute(db)
}
