import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** `slowest`: minutes from the first sight of an invoice until it was in Rillet. */
export type Hour = { at: Date; arrived: number; synced: number; slowest: number | null }

/** What came and what was synced in each of the last hours, the oldest first. */
export async function hoursOf(db: Db, accountId: string, hours: number): Promise<Hour[]> {
  const { rows } = await sql<{ at: Date; arrived: string; synced: string; slowest: number | null }>`
    with hours as (
      select generate_series(
        date_trunc('hour', clock_timestamp()) - make_interval(hours => ${hours - 1}::int),
        date_trunc('hour', clock_timestamp()), interval '1 hour') as at
    ), arrived as (
      select date_trunc('hour', created_at) as at, count(*) as count from invoice
      where account_id = ${accountId} and created_at >= (select min(at) from hours) group by 1
    ), synced as (
      select date_trunc('hour', synced_at) as at, count(*) as count,
        (extract(epoch from max(synced_at - created_at)) / 60)::float8 as slowest
      from invoice where account_id = ${accountId} and synced_at is not null
        and synced_at >= (select min(at) from hours) group by 1
    )
    select hours.at, coalesce(arrived.count, 0) as arrived, coalesce(synced.count, 0) as synced,
      synced.slowest
    from hours left join arrived using (at) left join synced using (at) order by hours.at
  `.execute(db)
  return rows.map((row) => ({
    ...row,
    arrived: Number(row.arrived),
    synced: Number(row.synced),
  }))
}

/** The most calls of the budget that counted at once in each of the last hours, the oldest first. */
export async function budgetHours(
  db: Db,
  key: string,
  hours: number,
): Promise<{ at: Date; most: number }[]> {
  const { rows } = await sql<{ at: Date; most: number }>`
    select hours.at, coalesce(max(used), 0)::int as most
    from generate_series(
      date_trunc('hour', clock_timestamp()) - make_interval(hours => ${hours - 1}::int),
      date_trunc('hour', clock_timestamp()), interval '1 hour') as hours(at)
    left join budget_sample on budget_key = ${key}
      and minute >= hours.at and minute < hours.at + interval '1 hour'
    group by hours.at order by hours.at
  `.execute(db)
  return rows
}
