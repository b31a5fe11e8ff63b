import { type SqlBool, sql } from 'kysely'
import type { Db } from './connect.ts'
import { type Listed, toPage } from './cursor.ts'
import { filtered, type InvoiceFilter } from './invoice-filter.ts'
import type { InvoiceRow } from './schema.ts'

export type InvoicePage = { limit: number; after: readonly [string, string] | null }

/** The account's invoices, last changed first; `after` is the cursor's changed-at and invoice id. */
export async function listInvoices(
  db: Db,
  accountId: string,
  filter: InvoiceFilter,
  { limit, after }: InvoicePage,
): Promise<Listed<InvoiceRow>> {
  let page = filtered(db, accountId, filter).select(['changed_at', 'invoice_id'])
  if (after !== null) {
    page = page.where(
      sql<SqlBool>`(changed_at, invoice_id) < (${after[0]}::timestamptz, ${after[1]})`,
    )
  }
  // The page is found in an index alone (`invoice_newest`); then its rows are read.
  const rows = await db
    .selectFrom(
      page
        .orderBy('changed_at', 'desc')
        .orderBy('invoice_id', 'desc')
        .limit(limit + 1)
        .as('page'),
    )
    .innerJoin('invoice', 'invoice.invoice_id', 'page.invoice_id')
    .where('invoice.account_id', '=', accountId)
    .selectAll('invoice')
    .select(exactly)
    .orderBy('page.changed_at', 'desc')
    .orderBy('page.invoice_id', 'desc')
    .execute()
  return toPage(rows, limit, (row) => [row.changedAtExactly, row.invoice_id])
}

/** A `Date` holds milliseconds only; a cursor needs the microseconds too. */
const exactly = sql<string>`
  to_char(page.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
`.as('changedAtExactly')
