import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Milliseconds since an instant that Postgres wrote, by Postgres' own clock: workers' clocks may differ. */
export async function ageMs(db: Db, since: Date): Promise<number> {
  const { rows } = await sql<{ age: number }>`
    select (extract(epoch from (clock_timestamp() - ${since}::timestamptz)) * 1000)::float8 as age
  `.execute(db)
  return rows[0]?.age ?? 0
}
