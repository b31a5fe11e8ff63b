import { type Kysely, sql } from 'kysely'

/** A snapshot says when its content was first read, not that it was read again and found the same. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table invoice add column source_read_at timestamptz`.execute(db)
}
