import { type SqlBool, sql } from 'kysely'
import type { Db } from './connect.ts'
import { type Listed, toPage } from './cursor.ts'
import { addEvent } from './event.ts'
import type { InvoiceFilter } from './invoice-filter.ts'
import { plainText, toJson } from './json.ts'

export type BulkRef = { accountId: string; bulkId: string }

export type NewBulk = BulkRef & {
  actor: string
  reason: string
  filter: InvoiceFilter | null
  invoiceIds: string[]
}

/** Writes down what is to be retried: from now on the list is fixed. */
export async function saveBulk(db: Db, bulk: NewBulk): Promise<void> {
  const { accountId, bulkId, actor, reason, filter, invoiceIds } = bulk
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('bulk')
      .values({
        account_id: accountId,
        bulk_id: bulkId,
        actor: plainText(actor),
        reason: plainText(reason),
        filter: filter === null ? null : toJson(filter),
        total: invoiceIds.length,
      })
      .execute()
    await sql`
      insert into bulk_item (account_id, bulk_id, place, invoice_id)
      select ${accountId}, ${bulkId}, place, invoice_id
      from unnest(${invoiceIds}::text[]) with ordinality as chosen(invoice_id, place)
    `.execute(trx)
    const data = { bulkId, count: invoiceIds.length }
    await addEvent(trx, { accountId, invoiceId: null, kind: 'bulk.started', actor, reason, data })
  })
}

export const findBulk = (db: Db, { accountId, bulkId }: BulkRef) =>
  db
    .selectFrom('bulk')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('bulk_id', '=', bulkId)
    .executeTakeFirst()

export type BulkItem = { place: number; invoiceId: string }

/** The next that nobody has asked yet; none of a batch that is cancelled. */
export async function pendingItems(
  db: Db,
  { accountId, bulkId }: BulkRef,
  limit: number,
): Promise<BulkItem[]> {
  const rows = await db
    .selectFrom('bulk_item')
    .select(['place', 'invoice_id'])
    .where('account_id', '=', accountId)
    .where('bulk_id', '=', bulkId)
    .where('outcome', '=', 'pending')
    .orderBy('place')
    .limit(limit)
    .execute()
  return rows.map(({ place, invoice_id: invoiceId }) => ({ place, invoiceId }))
}

export async function saveAsked(
  db: Db,
  { accountId, bulkId }: BulkRef,
  { place }: BulkItem,
  { outcome, detail }: { outcome: 'asked' | 'refused'; detail: string | null },
): Promise<void> {
  await db
    .updateTable('bulk_item')
    .set({
      outcome,
      detail: detail === null ? null : plainText(detail),
      asked_at: sql<Date>`clock_timestamp()`,
    })
    .where('account_id', '=', accountId)
    .where('bulk_id', '=', bulkId)
    .where('place', '=', place)
    .where('outcome', '=', 'pending')
    .execute()
}

/** All were asked. */
export async function endBulk(db: Db, { accountId, bulkId }: BulkRef): Promise<void> {
  await db
    .updateTable('bulk')
    .set({ state: 'done', ended_at: sql<Date>`clock_timestamp()` })
    .where('account_id', '=', accountId)
    .where('bulk_id', '=', bulkId)
    .where('state', '=', 'running')
    .execute()
}

/** Nobody else is asked; who was asked goes on. False when it is over already. */
export async function cancelBulk(db: Db, ref: BulkRef, actor: string): Promise<boolean> {
  const { accountId, bulkId } = ref
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('bulk')
      .set({ state: 'cancelled', ended_at: sql<Date>`clock_timestamp()` })
      .where('account_id', '=', accountId)
      .where('bulk_id', '=', bulkId)
      .where('state', '=', 'running')
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return false
    await trx
      .updateTable('bulk_item')
      .set({ outcome: 'cancelled' })
      .where('account_id', '=', accountId)
      .where('bulk_id', '=', bulkId)
      .where('outcome', '=', 'pending')
      .execute()
    const data = { bulkId }
    await addEvent(trx, { accountId, invoiceId: null, kind: 'bulk.cancelled', actor, data })
    return true
  })
}

export type BulkResult = 'pending' | 'working' | 'done' | 'held' | 'refused' | 'cancelled'

/** Where an invoice of a batch stands: asked ones by what they are now. */
const resultOf = sql<BulkResult>`case
  when item.outcome <> 'asked' then item.outcome
  when invoice.state in ('synced', 'partially_paid', 'paid') then 'done'
  when invoice.state in ('waiting', 'in_doubt') then 'working'
  else 'held'
end`

/** How many invoices of each of these batches have come where. */
export async function bulkCounts(
  db: Db,
  accountId: string,
  bulkIds: string[],
): Promise<Map<string, Record<string, number>>> {
  if (bulkIds.length === 0) return new Map()
  const rows = await itemsOf(db, accountId)
    .select('item.bulk_id')
    .select(resultOf.as('result'))
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('item.bulk_id', 'in', bulkIds)
    .groupBy(['item.bulk_id', 'result'])
    .execute()
  const counts = new Map<string, Record<string, number>>()
  for (const { bulk_id, result, count } of rows) {
    counts.set(bulk_id, { ...counts.get(bulk_id), [result]: Number(count) })
  }
  return counts
}

/** The invoices of a batch in its own order, with what became of each. */
export async function listBulkItems(
  db: Db,
  { accountId, bulkId }: BulkRef,
  { limit, after }: { limit: number; after: readonly [string] | null },
) {
  let query = itemsOf(db, accountId)
    .select(['item.place', 'item.invoice_id', 'item.detail', 'item.asked_at'])
    .select(['invoice.number', 'invoice.state', 'invoice.error_code'])
    .select(resultOf.as('result'))
    .where('item.bulk_id', '=', bulkId)
  if (after !== null) query = query.where('item.place', '>', Number(after[0]))
  const rows = await query
    .orderBy('item.place')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, ({ place }) => [String(place)]) satisfies Listed<(typeof rows)[number]>
}

const itemsOf = (db: Db, accountId: string) =>
  db
    .selectFrom('bulk_item as item')
    .leftJoin('invoice', (join) =>
      join
        .onRef('invoice.account_id', '=', 'item.account_id')
        .onRef('invoice.invoice_id', '=', 'item.invoice_id'),
    )
    .where('item.account_id', '=', accountId)

/** The account's batches, newest first. */
export async function listBulks(
  db: Db,
  accountId: string,
  { limit, after }: { limit: number; after: readonly [string, string] | null },
) {
  let query = db.selectFrom('bulk').selectAll().select(exactly).where('account_id', '=', accountId)
  if (after !== null) {
    query = query.where(
      sql<SqlBool>`(created_at, bulk_id) < (${after[0]}::timestamptz, ${after[1]})`,
    )
  }
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('bulk_id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, (row) => [row.createdAtExactly, row.bulk_id]) satisfies Listed<
    (typeof rows)[number]
  >
}

const exactly = sql<string>`
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
`.as('createdAtExactly')
