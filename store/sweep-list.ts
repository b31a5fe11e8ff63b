import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { SweepKind } from '../domain/sweep.ts'
import type { Db } from './connect.ts'
import { type Listed, toPage } from './cursor.ts'
import type { SweepRow } from './sweep-schema.ts'

export type ListedSweep = SweepRow & { healed: number; customersHealed: number }

/** Whether its run has looked at the customer since, and left it so. */
const isCustomer = (state: RawBuilder<unknown>) => sql<boolean>`exists (
  select from customer_sync customer
  where customer.account_id = difference.account_id
    and customer.customer_id = difference.customer_id
    and customer.checked_at >= difference.at and ${state}
)`

/** By when a difference counts as healed: by what we hold now, not by what was intended. */
const isHealed = sql<boolean>`(
  case difference.what
    when 'changed' then invoice.remote_version >= difference.version
    when 'payment' then coalesce(invoice.paid_total = difference.paid, exists (
      select from payment
      where payment.account_id = difference.account_id
        and payment.payment_id = difference.rillet_id
        and greatest(payment.first_seen_at, payment.changed_at) >= difference.at
    ))
    when 'deleted' then invoice.state = 'removed'
    when 'source' then invoice.source_version >= difference.version
    when 'gone' then invoice.changed_at > difference.at
    when 'unknown' then not (invoice.state = 'excluded' and invoice.problems <> '[]')
    when 'customer_edited' then ${isCustomer(sql`customer.state = 'in_sync'`)}
    when 'customer_absent' then ${isCustomer(sql`customer.absent_at is null`)}
  end
) is true`

/** How many of a sweep's differences of that sort are gone by now. */
const healedOf = (sort: RawBuilder<unknown>) => sql<number>`(
  select count(*)::int from sweep_difference difference
  left join invoice on invoice.account_id = difference.account_id
    and invoice.invoice_id = difference.invoice_id
  where difference.account_id = sweep_run.account_id
    and difference.run_id = sweep_run.run_id and ${sort} and ${isHealed}
)`

/** The account's sweeps, newest first, with how many of their differences are gone by now. */
export async function listSweeps(
  db: Db,
  accountId: string,
  kind: SweepKind | undefined,
  { limit, after }: { limit: number; after: readonly [string, string] | null },
): Promise<Listed<ListedSweep>> {
  let query = db
    .selectFrom('sweep_run')
    .selectAll()
    .select(healedOf(sql`difference.customer_id is null`).as('healed'))
    .select(healedOf(sql`difference.customer_id is not null`).as('customersHealed'))
    .select(exactly)
    .where('account_id', '=', accountId)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  if (after !== null) {
    query = query.where(
      sql<SqlBool>`(started_at, run_id) < (${after[0]}::timestamptz, ${after[1]})`,
    )
  }
  const rows = await query
    .orderBy('started_at', 'desc')
    .orderBy('run_id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, (row) => [row.startedAtExactly, row.run_id])
}

const exactly = sql<string>`
  to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
`.as('startedAtExactly')

/** What one sweep found, in the order it did. */
export async function listDifferences(
  db: Db,
  { accountId, runId }: { accountId: string; runId: string },
  { limit, after }: { limit: number; after: readonly [string] | null },
) {
  let query = db
    .selectFrom('sweep_difference as difference')
    .leftJoin('invoice', (join) =>
      join
        .onRef('invoice.account_id', '=', 'difference.account_id')
        .onRef('invoice.invoice_id', '=', 'difference.invoice_id'),
    )
    .select(['difference.id', 'difference.what', 'difference.at'])
    .select(['difference.invoice_id', 'difference.customer_id'])
    .select(['invoice.number', 'invoice.state'])
    .select(isHealed.as('healed'))
    .where('difference.account_id', '=', accountId)
    .where('difference.run_id', '=', runId)
  if (after !== null) query = query.where('difference.id', '>', after[0])
  const rows = await query
    .orderBy('difference.id')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, (row) => [row.id]) satisfies Listed<(typeof rows)[number]>
}
