import { type SqlBool, sql } from 'kysely'
import type { InvoiceState } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { type Listed, toPage } from './cursor.ts'
import type { InvoiceRow } from './schema.ts'

export type InvoiceFilter = {
  state?: InvoiceState | undefined
  /** The code of one of its problems, or of the error that it is retried after. */
  errorClass?: string | undefined
  customerId?: string | undefined
  currency?: string | undefined
  number?: string | undefined
  /** A part of the number, or of the customer's name. */
  search?: string | undefined
  /** Accounting date, inclusive. */
  from?: string | undefined
  to?: string | undefined
}

export type InvoicePage = { limit: number; after: readonly [string, string] | null }

/** The account's invoices, last changed first; `after` is the cursor's changed-at and invoice id. */
export async function listInvoices(
  db: Db,
  accountId: string,
  filter: InvoiceFilter,
  { limit, after }: InvoicePage,
): Promise<Listed<InvoiceRow>> {
  let query = filtered(db, accountId, filter).selectAll().select(exactly)
  if (after !== null) {
    query = query.where(
      sql<SqlBool>`(changed_at, invoice_id) < (${after[0]}::timestamptz, ${after[1]})`,
    )
  }
  const rows = await query
    .orderBy('changed_at', 'desc')
    .orderBy('invoice_id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, (row) => [row.changedAtExactly, row.invoice_id])
}

/** How many invoices of the filter are in each state. */
export async function countInvoices(
  db: Db,
  accountId: string,
  filter: InvoiceFilter,
): Promise<{ state: InvoiceState; count: number }[]> {
  const rows = await filtered(db, accountId, filter)
    .select('state')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .groupBy('state')
    .execute()
  return rows.map(({ state, count }) => ({ state, count: Number(count) }))
}

/** A `Date` holds milliseconds only; a cursor needs the microseconds too. */
const exactly = sql<string>`
  to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
`.as('changedAtExactly')

function filtered(db: Db, accountId: string, filter: InvoiceFilter) {
  const { state, errorClass, customerId, currency, number, search, from, to } = filter
  let query = db.selectFrom('invoice').where('account_id', '=', accountId)
  if (state !== undefined) query = query.where('state', '=', state)
  if (customerId !== undefined) query = query.where('customer_id', '=', customerId)
  if (currency !== undefined) query = query.where('currency', '=', currency)
  if (number !== undefined) query = query.where('number', '=', number)
  if (from !== undefined) query = query.where('accounting_date', '>=', from)
  if (to !== undefined) query = query.where('accounting_date', '<=', to)
  if (errorClass !== undefined) {
    const codes = JSON.stringify([{ code: errorClass }])
    query = query.where(sql<SqlBool>`(problems @> ${codes}::jsonb or error_code = ${errorClass})`)
  }
  if (search !== undefined) {
    const part = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
    query = query.where(sql<SqlBool>`(number ilike ${part} or customer_name ilike ${part})`)
  }
  return query
}
