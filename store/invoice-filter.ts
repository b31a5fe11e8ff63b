import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { InvoiceState } from '../domain/model.ts'
import type { Db } from './connect.ts'

export type InvoiceFilter = {
  state?: InvoiceState | undefined
  /** The code of one of its problems, or of the error that it is retried after. */
  errorClass?: string | undefined
  customerId?: string | undefined
  currency?: string | undefined
  number?: string | undefined
  /**
   * A part of the number or of the customer's name (of one or two letters: how a word in them begins), or a
   * whole id of the invoice in either system.
   */
  search?: string | undefined
  /** Accounting date, inclusive. */
  from?: string | undefined
  to?: string | undefined
}

/** The account's invoices that fit every part of the filter. */
export function filtered(db: Db, accountId: string, filter: InvoiceFilter) {
  const { state, errorClass, customerId, currency, number, search, from, to } = filter
  let query = db.selectFrom('invoice').where('account_id', '=', accountId)
  if (state !== undefined) query = query.where('state', '=', state)
  if (customerId !== undefined) query = query.where('customer_id', '=', customerId)
  if (currency !== undefined) query = query.where('currency', '=', currency)
  if (number !== undefined) query = query.where('number', '=', number)
  if (from !== undefined) query = query.where('accounting_date', '>=', from)
  if (to !== undefined) query = query.where('accounting_date', '<=', to)
  if (errorClass !== undefined) {
    query = query.where(hasErrors).where(sql<SqlBool>`error_classes @> array[${errorClass}]`)
  }
  if (search !== undefined) query = query.where(found(search))
  return query
}

/** Said beside every condition on error classes: the index holds only such rows. */
export const hasErrors = sql<SqlBool>`error_classes <> '{}'`

const wholeId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i

function found(search: string): RawBuilder<SqlBool> {
  if (wholeId.test(search)) {
    const id = search.toLowerCase()
    return sql`(invoice_id = ${id} or rillet_id = ${id} or number = ${search})`
  }
  const part = search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')
  if (!/^[a-z0-9]{1,2}$/.test(part)) return sql`search_text like ${`%${part}%`}`
  // So short a part is in too many words; their beginnings are in the index.
  const starts = [`${part}%`, `% ${part}%`, `%-${part}%`, `%\n${part}%`]
  return sql`search_text like any (${starts})`
}
