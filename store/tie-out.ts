import { sql } from 'kysely'
import type { Ours, Theirs } from '../domain/tie-out.ts'
import type { Db } from './connect.ts'

/** Days, inclusive: a calendar month. */
export type Month = { from: string; to: string }

/** Our invoices of the month by accounting date, summed by customer, currency and state. */
export async function ourSums(db: Db, accountId: string, { from, to }: Month): Promise<Ours[]> {
  const { rows } = await sql<Ours & { count: string }>`
    select customer_id as "customerId", max(customer_name) as "customerName",
      coalesce(currency, '') as currency, state, count(*) as count,
      coalesce(sum(gross_total), 0)::text as total
    from invoice
    where account_id = ${accountId} and accounting_date between ${from} and ${to}
    group by customer_id, coalesce(currency, ''), state
  `.execute(db)
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

/**
 * Rillet's invoices of the month, as last read, by Sequence's customer and by whether they are ours. A Rillet
 * customer to which several of ours are linked counts for the one whose invoice it is, else for the first.
 * Of the invoices themselves the first twenty are named.
 */
export async function theirSums(db: Db, accountId: string, { from, to }: Month): Promise<Theirs[]> {
  const { rows } = await sql<Theirs & { count: string }>`
    select coalesce(ours.customer_id, linked.source_id) as "customerId",
      max(case when ours.customer_id is null then linked.name else ours.customer_name end)
        as "customerName", theirs.currency,
      made.source_id is not null as own, count(*) as count, sum(theirs.total)::text as total,
      (array_agg(theirs.rillet_id order by theirs.invoice_date, theirs.rillet_id))[1:20] as "rilletIds"
    from remote_invoice theirs
    join connection on connection.account_id = theirs.account_id
      and connection.organization_id = theirs.organization_id
    left join link made on made.account_id = theirs.account_id and made.kind = 'invoice'
      and made.rillet_id = theirs.rillet_id
    left join invoice ours on ours.account_id = made.account_id
      and ours.invoice_id = made.source_id
    left join lateral (
      select source_id, coalesce(source_name, (
          select customer_name from invoice named where named.account_id = link.account_id
            and named.customer_id = link.source_id and named.customer_name is not null
          order by named.accounting_date desc nulls last, named.invoice_id limit 1
        )) as name
      from link where account_id = theirs.account_id and kind = 'customer'
        and rillet_id = theirs.customer_id order by source_id limit 1
    ) linked on true
    where theirs.account_id = ${accountId} and theirs.gone_at is null
      and theirs.invoice_date between ${from} and ${to}
    group by 1, theirs.currency, made.source_id is not null
  `.execute(db)
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

export type Reading = {
  /** When Rillet's whole list was last read to its end; null if it never was. */
  completeAt: Date | null
  /** True while it is being read. */
  running: boolean
}

/** How old Rillet's figures are. */
export async function lastReading(db: Db, accountId: string): Promise<Reading> {
  const [complete, running] = await Promise.all([
    db
      .selectFrom('sweep_run')
      .select('started_at')
      .where('account_id', '=', accountId)
      .where('kind', '=', 'full')
      .where('outcome', '=', 'done')
      .orderBy('started_at', 'desc')
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('sweep_run')
      .select('run_id')
      .where('account_id', '=', accountId)
      .where('kind', '=', 'full')
      .where('outcome', '=', 'running')
      .limit(1)
      .executeTakeFirst(),
  ])
  return { completeAt: complete?.started_at ?? null, running: running !== undefined }
}
