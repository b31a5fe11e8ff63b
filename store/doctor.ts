import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { Vendor } from './schema.ts'

const lookedAt = 500

/** The kinds of the vendor's last deliveries, with when each came last. */
export async function deliveredKinds(
  db: Db,
  accountId: string,
  source: Vendor,
): Promise<Map<string, Date>> {
  const { rows } = await sql<{ event: string; at: Date }>`
    select event, max(received_at) as at from (
      select event, received_at from inbox
      where account_id = ${accountId} and source = ${source} order by id desc limit ${lookedAt}
    ) as latest group by event
  `.execute(db)
  return new Map(rows.map(({ event, at }) => [event, at]))
}

/** True once Rillet took an invoice of ours: what the organization must have for that, it has. */
export async function hasBooked(
  db: Db,
  accountId: string,
  organizationId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('link')
    .select('source_id')
    .where('account_id', '=', accountId)
    .where('kind', '=', 'invoice')
    .where('organization_id', '=', organizationId)
    .where('origin', '=', 'created')
    .where('rillet_id', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export type TaxInUse = { category: string | null; status: string }

/** The tax categories and customers' tax statuses of the last invoices that were read. */
export async function taxesInUse(db: Db, accountId: string): Promise<TaxInUse[]> {
  const { rows } = await sql<TaxInUse>`
    select distinct line ->> 'taxCategoryId' as category,
      coalesce(body ->> 'customerTaxStatus', '') as status
    from (
      select body from snapshot where account_id = ${accountId}
      order by created_at desc limit ${lookedAt}
    ) as latest, jsonb_array_elements(body -> 'lines') as line
    limit 1000
  `.execute(db)
  return rows
}
