import { sql } from 'kysely'
import type { InvoiceState } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { filtered, type InvoiceFilter } from './invoice-filter.ts'

/** Which invoices: by a filter, or each by name. */
export type BulkChoice = { filter: InvoiceFilter } | { invoiceIds: string[] }

/** No batch is larger: a person looks at what became of it before the next one. */
export const mostInBulk = 5_000

/**
 * States that a retry helps. Those that a person or Rillet's users put away are only retried where
 * they are named: by their state, their problem, or one by one.
 */
const failing: InvoiceState[] = ['waiting', 'blocked']
const retryable: InvoiceState[] = [...failing, 'removed', 'voided', 'excluded']

function chosen(db: Db, accountId: string, choice: BulkChoice) {
  if ('invoiceIds' in choice) {
    return filtered(db, accountId, {})
      .where('invoice_id', 'in', choice.invoiceIds)
      .where('state', 'in', retryable)
  }
  const { state, errorClass } = choice.filter
  const isNamed = state !== undefined || errorClass !== undefined
  return filtered(db, accountId, choice.filter).where('state', 'in', isNamed ? retryable : failing)
}

/** What a retry of them would be: how many, how much, how many are in Rillet already. */
export async function estimateBulk(db: Db, accountId: string, choice: BulkChoice) {
  const rows = await chosen(db, accountId, choice)
    .select(['currency', 'state'])
    .select(({ fn }) => [
      fn.countAll<string>().as('count'),
      fn.count<string>('rillet_id').as('linked'),
      sql<string>`coalesce(sum(gross_total), 0)::text`.as('amount'),
    ])
    .groupBy(['currency', 'state'])
    .execute()
  return rows.map(({ currency, state, count, linked, amount }) => ({
    currency,
    state,
    count: Number(count),
    linked: Number(linked),
    amount,
  }))
}

/** The invoices themselves, those that have waited longest first; at most one more than a batch takes. */
export async function selectBulk(db: Db, accountId: string, choice: BulkChoice): Promise<string[]> {
  const rows = await chosen(db, accountId, choice)
    .select('invoice_id')
    .orderBy('changed_at')
    .orderBy('invoice_id')
    .limit(mostInBulk + 1)
    .execute()
  return rows.map(({ invoice_id }) => invoice_id)
}
