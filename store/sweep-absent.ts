import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { SweepRef } from './sweep-run.ts'

export type AbsentQuestion = SweepRef & {
  organizationId: string
  startedAt: Date
  /** Goes on after this invoice. */
  after: string
  limit: number
}

/**
 * Invoices that we hold as live in Rillet and that the run's whole list did not show. What was linked
 * or read since the run began is there.
 */
export async function absentInRillet(
  db: Db,
  { accountId, runId, organizationId, startedAt, after, limit }: AbsentQuestion,
): Promise<{ invoiceId: string; rilletId: string }[]> {
  const { rows } = await sql<{ invoiceId: string; rilletId: string }>`
    select link.source_id as "invoiceId", link.rillet_id as "rilletId"
    from link join invoice
      on invoice.account_id = link.account_id and invoice.invoice_id = link.source_id
    where link.account_id = ${accountId} and link.kind = 'invoice'
      and link.organization_id = ${organizationId} and link.rillet_id is not null
      and link.updated_at < ${startedAt} and link.source_id > ${after}
      and invoice.state not in ('removed', 'voided', 'excluded')
      and not exists (
        select from sweep_seen seen
        where seen.account_id = link.account_id and seen.run_id = ${runId}
          and seen.part = 'rilletInvoices' and seen.thing_id = link.rillet_id
      )
    order by link.source_id limit ${limit}
  `.execute(db)
  return rows
}

/** What a list of Rillet showed under one reference of ours, with the link that we hold. */
export type Referred = { invoiceId: string; linked: string | null; listed: string[] }

/**
 * References that do not agree with our links: more than one Rillet invoice for an invoice of ours, or
 * one that we hold as not being there. A create under way is left alone.
 */
export async function strangeReferences(
  db: Db,
  { accountId, runId }: SweepRef,
): Promise<Referred[]> {
  const { rows } = await sql<Referred>`
    select invoice.invoice_id as "invoiceId", link.rillet_id as linked,
      array_agg(seen.thing_id order by seen.thing_id) as listed
    from sweep_seen seen
    join invoice on invoice.account_id = seen.account_id and invoice.invoice_id = seen.reference
    left join link on link.account_id = seen.account_id and link.kind = 'invoice'
      and link.source_id = seen.reference
    where seen.account_id = ${accountId} and seen.run_id = ${runId}
      and seen.part = 'rilletInvoices'
      and (link.rillet_id is not null or link.sent_at is null)
    group by invoice.invoice_id, link.rillet_id
    having count(*) > 1 or bool_or(seen.thing_id is distinct from link.rillet_id)
    limit ${mostStrange}
  `.execute(db)
  return rows
}

const mostStrange = 100
