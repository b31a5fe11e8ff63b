import type { Db } from './connect.ts'
import type { LinkRow } from './schema.ts'

/** The links of these customers or products, by Sequence id. */
export async function linksOf(
  db: Db,
  accountId: string,
  kind: 'customer' | 'product',
  sourceIds: string[],
): Promise<Map<string, LinkRow>> {
  if (sourceIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('link')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('source_id', 'in', sourceIds)
    .execute()
  return new Map(rows.map((row) => [row.source_id, row]))
}

/** How many invoices wait for each of these causes. */
export async function waitingFor(
  db: Db,
  accountId: string,
  causes: string[],
): Promise<Map<string, number>> {
  if (causes.length === 0) return new Map()
  const rows = await db
    .selectFrom('invoice_cause')
    .select(['cause'])
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('account_id', '=', accountId)
    .where('cause', 'in', causes)
    .groupBy('cause')
    .execute()
  return new Map(rows.map(({ cause, count }) => [cause, Number(count)]))
}

/** The Rillet ids of invoices that this sync made or adopted, out of these. */
export async function ownRilletInvoices(
  db: Db,
  accountId: string,
  rilletIds: string[],
): Promise<Set<string>> {
  if (rilletIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('link')
    .select('rillet_id')
    .where('account_id', '=', accountId)
    .where('kind', '=', 'invoice')
    .where('rillet_id', 'in', rilletIds)
    .execute()
  return new Set(rows.map((row) => row.rillet_id ?? ''))
}

/** How many invoices of each of these customers are in Rillet. */
export async function bookedFor(
  db: Db,
  accountId: string,
  customerIds: string[],
): Promise<Map<string, number>> {
  if (customerIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('invoice')
    .select(['customer_id'])
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('account_id', '=', accountId)
    .where('customer_id', 'in', customerIds)
    .where('rillet_id', 'is not', null)
    .groupBy('customer_id')
    .execute()
  return new Map(rows.map(({ customer_id, count }) => [customer_id ?? '', Number(count)]))
}
