import { sql } from 'kysely'
import type { InvoiceState } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { filtered, hasErrors, type InvoiceFilter } from './invoice-filter.ts'

/** A search is counted no further: beyond it, the exact figure is worth less than the time. */
export const mostSearched = 10_000

export type Counts = {
  states: { state: InvoiceState; count: number }[]
  /** One invoice may be in several. */
  errorClasses: { code: string; count: number }[]
  /** False when only the first `mostSearched` that a search finds were counted. */
  exact: boolean
}

/**
 * The filter's invoices by state and by error class, the largest class first. As facets: the filter's own
 * state does not narrow the states, nor its error class the classes.
 */
export async function countInvoices(
  db: Db,
  accountId: string,
  filter: InvoiceFilter,
): Promise<Counts> {
  const [states, errorClasses] = await Promise.all([
    countStates(db, accountId, { ...filter, state: undefined }),
    countErrorClasses(db, accountId, { ...filter, errorClass: undefined }),
  ])
  const counted = states.reduce((all, { count }) => all + count, 0)
  return { states, errorClasses, exact: filter.search === undefined || counted < mostSearched }
}

async function countStates(db: Db, accountId: string, filter: InvoiceFilter) {
  const found = filtered(db, accountId, filter)
    .select('state')
    .$if(filter.search !== undefined, (query) => query.limit(mostSearched))
  const rows = await db
    .selectFrom(found.as('found'))
    .select('state')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .groupBy('state')
    .execute()
  return rows.map(({ state, count }) => ({ state, count: Number(count) }))
}

async function countErrorClasses(db: Db, accountId: string, filter: InvoiceFilter) {
  const rows = await filtered(db, accountId, filter)
    .where(hasErrors)
    .select(sql<string>`unnest(error_classes)`.as('code'))
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .groupBy('code')
    .orderBy('count', 'desc')
    .orderBy('code')
    .execute()
  return rows.map(({ code, count }) => ({ code, count: Number(count) }))
}
