import { sql } from 'kysely'
import type { IsoDate, Problem } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { plainText, toJson } from './json.ts'

/** An invoice of Sequence as its list shows it. */
export type ListedSource = {
  id: string
  invoiceNumber: string | null
  customerId: string
  customerName: string
  currency: string
  netTotal: string
  totalTax: string
  grossTotal: string
  accountingDate: IsoDate
  issueDate: IsoDate | null
  dueDate: IsoDate | null
  status: string
  paymentStatus: string
  updatedAt: string
}

/**
 * Puts an invoice that a sweep found on the list, left out until a person decides. An invoice that the
 * sync has seen meanwhile stays as it is. Returns false then.
 */
export async function saveFound(
  db: Db,
  accountId: string,
  invoice: ListedSource,
  problem: Problem,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('invoice')
    .values({
      account_id: accountId,
      invoice_id: invoice.id,
      number: invoice.invoiceNumber === null ? null : plainText(invoice.invoiceNumber),
      customer_id: invoice.customerId,
      customer_name: plainText(invoice.customerName),
      currency: invoice.currency,
      net_total: invoice.netTotal,
      total_tax: invoice.totalTax,
      gross_total: invoice.grossTotal,
      accounting_date: invoice.accountingDate,
      issue_date: invoice.issueDate,
      due_date: invoice.dueDate,
      source_status: invoice.status,
      payment_status: invoice.paymentStatus,
      state: 'excluded',
      problems: toJson([problem]),
      error_code: problem.code,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'invoice_id']).doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/**
 * Held by who decides a delivery about an invoice and by the sweep that finds it, until the transaction
 * ends: whichever comes second sees what the first one wrote, so that nobody is asked about an
 * invoice that a webhook told of.
 */
export async function lockSources(db: Db, accountId: string, invoiceIds: string[]): Promise<void> {
  const keys = invoiceIds.toSorted().map((id) => `source/${accountId}/${id}`)
  if (keys.length === 0) return
  await sql`
    select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${keys}::text[]) as key
  `.execute(db)
}

/** What became of a delivery about an invoice: not handled yet, or its run was told. */
export type Told = 'awaited' | 'told'

/** Of these invoices, those that a delivery of Sequence told of. Lock them first. */
export async function toldSources(
  db: Db,
  accountId: string,
  invoiceIds: string[],
): Promise<Map<string, Told>> {
  if (invoiceIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('inbox')
    .select(['resource_id', 'status'])
    .where('account_id', '=', accountId)
    .where('source', '=', 'sequence')
    .where('resource_id', 'in', invoiceIds)
    .where('status', 'in', ['pending', 'quarantined', 'handed_over'])
    .execute()
  const awaited = rows.filter(({ status }) => status !== 'handed_over')
  return new Map([
    ...rows.map((row) => [row.resource_id ?? '', 'told'] as const),
    ...awaited.map((row) => [row.resource_id ?? '', 'awaited'] as const),
  ])
}

/** The first accounting date of what can still change; null when nothing can. */
export async function oldestLiveDay(db: Db, accountId: string): Promise<IsoDate | null> {
  const row = await db
    .selectFrom('invoice')
    .select(({ fn }) => fn.min<string | null>('accounting_date').as('day'))
    .where('account_id', '=', accountId)
    .where('state', 'not in', ['paid', 'removed', 'voided', 'excluded'])
    .executeTakeFirst()
  return row?.day ?? null
}

/**
 * Live invoices from that day on that the run's list did not show, by id, after `after`. What the sync
 * has read since the run began is there.
 */
export async function unseenSources(
  db: Db,
  { accountId, runId }: { accountId: string; runId: string },
  { fromDay, startedAt, after, limit }: Unseen,
): Promise<string[]> {
  const { rows } = await sql<{ invoice_id: string }>`
    select invoice_id from invoice
    where account_id = ${accountId} and invoice_id > ${after}
      and state not in ('paid', 'removed', 'voided', 'excluded')
      and accounting_date >= ${fromDay} and created_at < ${startedAt}
      and not exists (
        select from sweep_seen seen
        where seen.account_id = invoice.account_id and seen.run_id = ${runId}
          and seen.part = 'sequenceInvoices' and seen.thing_id = invoice.invoice_id
      )
    order by invoice_id limit ${limit}
  `.execute(db)
  return rows.map(({ invoice_id }) => invoice_id)
}

export type Unseen = { fromDay: IsoDate; startedAt: Date; after: string; limit: number }
