import { sql } from 'kysely'
import type { CustomerBase } from '../domain/customer-merge.ts'
import type { Db } from './connect.ts'
import type { InOrganization } from './sweep-held.ts'

/** A linked customer as it was last carried to Rillet; `base` null when that is not known. */
export type HeldCustomer = {
  customerId: string
  rilletId: string
  base: CustomerBase | null
  archived: boolean
  writtenAt: Date | null
}

/** Those of Sequence's customers that are linked in this organization and not known to be gone, by id. */
export async function heldCustomers(
  db: Db,
  { accountId, organizationId }: InOrganization,
  customerIds: string[],
): Promise<Map<string, HeldCustomer>> {
  if (customerIds.length === 0) return new Map()
  const { rows } = await sql<HeldCustomer>`
    select link.source_id as "customerId", link.rillet_id as "rilletId", sync.base,
      coalesce(sync.archived, false) as archived, sync.written_at as "writtenAt"
    from link left join customer_sync sync on sync.account_id = link.account_id
      and sync.customer_id = link.source_id and sync.rillet_id = link.rillet_id
    where link.account_id = ${accountId} and link.organization_id = ${organizationId}
      and ${isLinked} and link.source_id = any(${customerIds}::text[])
  `.execute(db)
  return new Map(rows.map((row) => [row.customerId, row]))
}

const isLinked = sql<boolean>`
  (link.kind = 'customer' and link.rillet_id is not null and link.problem is null)
`

/** The linked customer that no sweep has read whole for longest, and not this one. */
export async function longestUnread(
  db: Db,
  { accountId, organizationId }: InOrganization,
  { runId, startedAt }: { runId: string; startedAt: Date },
): Promise<HeldCustomer | undefined> {
  const { rows } = await sql<HeldCustomer>`
    select sync.customer_id as "customerId", sync.rillet_id as "rilletId", sync.base,
      sync.archived, sync.written_at as "writtenAt"
    from link join customer_sync sync on sync.account_id = link.account_id
      and sync.customer_id = link.source_id and sync.rillet_id = link.rillet_id
    where link.account_id = ${accountId} and link.organization_id = ${organizationId}
      and ${isLinked} and sync.base is not null
      and (sync.swept_at is null or sync.swept_at < ${startedAt})
      and not exists (
        select from sweep_difference known
        where known.account_id = ${accountId} and known.customer_id = sync.customer_id
          and known.run_id = ${runId}
      )
    order by sync.swept_at nulls first, sync.customer_id limit 1
  `.execute(db)
  return rows[0]
}

/** A sweep has read the customer whole. */
export async function saveSwept(db: Db, accountId: string, customerId: string): Promise<void> {
  await db
    .updateTable('customer_sync')
    .set({ swept_at: sql<Date>`clock_timestamp()` })
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .execute()
}
