import { type Kysely, sql } from 'kysely'

/** Vendors' own sentences about an invoice, by the problem's code: histories must not hold them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table invoice add column sentences jsonb not null default '{}'`.execute(db)
}
