import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { AbsentQuestion } from './sweep-absent.ts'
import type { InOrganization } from './sweep-held.ts'

type AbsentCustomer = { customerId: string; rilletId: string }

/** How many of these Rillet customers are linked in this organization. */
export async function countLinked(
  db: Db,
  { accountId, organizationId }: InOrganization,
  rilletIds: string[],
): Promise<number> {
  if (rilletIds.length === 0) return 0
  const { count } = await db
    .selectFrom('link')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('account_id', '=', accountId)
    .where('kind', '=', 'customer')
    .where('organization_id', '=', organizationId)
    .where('rillet_id', 'in', rilletIds)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Linked customers that the run's whole list of Rillet's did not show, nor are known to be gone. */
export async function absentCustomers(
  db: Db,
  { accountId, runId, organizationId, startedAt, after, limit }: AbsentQuestion,
): Promise<AbsentCustomer[]> {
  const { rows } = await sql<AbsentCustomer>`
    select link.source_id as "customerId", link.rillet_id as "rilletId" from link
    where link.account_id = ${accountId} and link.kind = 'customer'
      and link.organization_id = ${organizationId} and link.rillet_id is not null
      and link.problem is null
      and link.updated_at < ${startedAt} and link.source_id > ${after}
      and not exists (
        select from sweep_seen seen
        where seen.account_id = link.account_id and seen.run_id = ${runId}
          and seen.part = 'rilletCustomers' and seen.thing_id = link.rillet_id
      )
    order by link.source_id limit ${limit}
  `.execute(db)
  return rows
}

/** Their runs are to ask Rillet whether they are there, whatever Sequence says. */
export async function saveAbsent(
  db: Db,
  accountId: string,
  absent: AbsentCustomer[],
): Promise<void> {
  if (absent.length === 0) return
  await sql`
    insert into customer_sync (account_id, customer_id, rillet_id, absent_at)
    select ${accountId}, one.customer_id, one.rillet_id, clock_timestamp()
    from unnest(
      ${absent.map(({ customerId }) => customerId)}::text[],
      ${absent.map(({ rilletId }) => rilletId)}::text[]
    ) as one(customer_id, rillet_id)
    on conflict (account_id, customer_id) do update
      set absent_at = excluded.absent_at, rillet_id = excluded.rillet_id,
        base = case when customer_sync.rillet_id = excluded.rillet_id then customer_sync.base end
  `.execute(db)
}
