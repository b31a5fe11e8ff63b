import { sql } from 'kysely'
import type { Ours, Theirs } from '../domain/tie-out.ts'
import { claiming, type Pair } from '../domain/tie-out-items.ts'
import type { Db } from './connect.ts'

/** Days, inclusive: a calendar month. */
export type Month = { from: string; to: string }

/** Our invoices of the month by accounting date, summed by customer, currency and state. What is void counts to nothing. */
export async function ourSums(db: Db, accountId: string, { from, to }: Month): Promise<Ours[]> {
  const { rows } = await sql<Ours & { count: string }>`
    select customer_id as "customerId", max(customer_name) as "customerName",
      coalesce(currency, '') as currency, state, count(*) as count,
      coalesce(sum(gross_total), 0)::text as total
    from invoice
    where account_id = ${accountId} and accounting_date between ${from} and ${to}
      and source_status is distinct from 'VOIDED'
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
      to_json((array_agg(json_build_object(
        'rilletId', theirs.rillet_id, 'number', theirs.number,
        'date', theirs.invoice_date::text, 'total', trim_scale(theirs.total)::text
      ) order by theirs.invoice_date, theirs.rillet_id))[1:20]) as invoices
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

/**
 * Our invoices of the month, by either side's date, that the two systems do not have alike: other amounts, other
 * months, one side only, or credited by a memo of the sync. Such a memo is known by its link, whose source is the
 * invoice's id and what was credited (`creditOfInvoiceId`), and by the line in the timeline that says how much; one
 * whose applications Rillet has no more does not count.
 */
export async function unlikePairs(db: Db, accountId: string, { from, to }: Month): Promise<Pair[]> {
  const { rows } = await sql<Pair>`
    with live as not materialized (
      select theirs.account_id, theirs.rillet_id, theirs.invoice_date, theirs.total
      from remote_invoice theirs
      join connection on connection.account_id = theirs.account_id
        and connection.organization_id = theirs.organization_id
      where theirs.account_id = ${accountId} and theirs.gone_at is null
    ), of_month as (
      select invoice_id from invoice
      where account_id = ${accountId} and accounting_date between ${from} and ${to}
      union
      select made.source_id from live
      join link made on made.account_id = live.account_id and made.kind = 'invoice'
        and made.rillet_id = live.rillet_id
      where live.invoice_date between ${from} and ${to}
    ), memo as (
      select split_part(link.source_id, ':', 1) as invoice_id, link.rillet_id
      from link
      where link.account_id = ${accountId} and link.kind = 'credit_memo'
        and link.rillet_id is not null and link.source_id like '%:%'
    ), credited as (
      select memo.invoice_id, sum(told.total) as total
      from memo
      join of_month on of_month.invoice_id = memo.invoice_id
      cross join lateral (
        select (data->>'total')::numeric as total from event
        where account_id = ${accountId} and event.invoice_id = memo.invoice_id
          and kind = 'invoice.credited' and data->>'creditMemoId' = memo.rillet_id
        order by id desc limit 1
      ) told
      where not exists (
        select from credit where account_id = ${accountId} and credit.invoice_id = memo.invoice_id
          and credit_memo_id = memo.rillet_id
        having count(*) > 0 and bool_and(removed_at is not null)
      )
      group by memo.invoice_id
    ), pair as (
      select ours.invoice_id as "invoiceId", ours.number, ours.customer_id as "customerId",
        ours.customer_name as "customerName", coalesce(ours.currency, '') as currency, ours.state,
        ours.source_status is not distinct from 'VOIDED' as "isVoid",
        coalesce(ours.gross_total, 0) as ours, ours.accounting_date as "oursDate",
        coalesce(ours.accounting_date between ${from} and ${to}, false) as "isOursIn",
        made.rillet_id as "rilletId", live.total as rillet, live.invoice_date as "rilletDate",
        coalesce(live.invoice_date between ${from} and ${to}, false) as "isRilletIn",
        coalesce(credited.total, 0) as credited,
        coalesce(made.booked_for = ours.accounting_date and made.booked_on = live.invoice_date, false)
          as "isRedated",
        coalesce(
          made.accepted->>'accountingDate' in (
            ours.accounting_date::text,
            case when made.booked_for = ours.accounting_date then made.booked_on::text end
          ) and coalesce(made.accepted->'theirs'->>'invoiceDate' = live.invoice_date::text, true),
          false
        ) as "isDayAccepted",
        coalesce(
          made.accepted->'source'->>'hash' = ours.snapshot_hash
            and (made.remote_state->>'total')::numeric = live.total,
          false
        ) as "isAccepted",
        coalesce((made.accepted->>'voided')::boolean, false) as "isLeft"
      from of_month
      join invoice ours on ours.account_id = ${accountId} and ours.invoice_id = of_month.invoice_id
      left join link made on made.account_id = ours.account_id and made.kind = 'invoice'
        and made.source_id = ours.invoice_id
      left join live on live.account_id = made.account_id and live.rillet_id = made.rillet_id
      left join credited on credited.invoice_id = ours.invoice_id
    )
    select "invoiceId", number, "customerId", "customerName", currency, state, "isVoid", trim_scale(ours)::text as ours,
      "oursDate", "isOursIn", "rilletId", trim_scale(rillet)::text as rillet, "rilletDate", "isRilletIn", trim_scale(credited)::text as credited,
      "isRedated", "isDayAccepted", "isAccepted", "isLeft"
    from pair
    where "isVoid" or state <> all(${[...claiming]}::text[])
      or "isOursIn" <> "isRilletIn" or ours <> rillet or credited <> 0
  `.execute(db)
  return rows
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
