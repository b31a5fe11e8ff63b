import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { Vendor } from './schema.ts'

const latest = 200
const leastMs = 6 * 3_600_000
const mostMs = 7 * 24 * 3_600_000

export type Gap = { source: Vendor; lastAt: Date; quietMs: number; usualMs: number }

/**
 * Vendors that have said nothing for much longer than they usually do: one and a half times the longest
 * pause among the last two hundred deliveries, but at least six hours and at most a week.
 */
export async function quietVendors(db: Db, accountId: string): Promise<Gap[]> {
  const { rows } = await sql<{ source: Vendor; lastAt: Date; quiet: number; longest: number }>`
    select source, max(received_at) as "lastAt",
      (extract(epoch from clock_timestamp() - max(received_at)) * 1000)::float8 as quiet,
      coalesce((extract(epoch from max(pause)) * 1000)::float8, 0) as longest
    from (
      select source, received_at,
        received_at - lag(received_at) over (partition by source order by id) as pause
      from (
        (select id, source, received_at from inbox
          where account_id = ${accountId} and source = 'rillet' order by id desc limit ${latest})
        union all
        (select id, source, received_at from inbox
          where account_id = ${accountId} and source = 'sequence' order by id desc limit ${latest})
      ) as deliveries
    ) as pauses group by source
  `.execute(db)
  return rows.flatMap(({ source, lastAt, quiet, longest }) => {
    const usualMs = Math.min(Math.max(longest * 1.5, leastMs), mostMs)
    return quiet > usualMs ? [{ source, lastAt, quietMs: quiet, usualMs }] : []
  })
}
