import type { InvoiceState } from '../domain/model.ts'
import type { Db } from './connect.ts'

const shown = 100
const openStates: InvoiceState[] = [
  'waiting',
  'blocked',
  'in_doubt',
  'synced',
  'partially_paid',
  'drift',
]

/** Invoices for which something could still happen by itself: how many in each state, and the last changed. */
export async function openInvoices(db: Db, accountId: string) {
  const open = db
    .selectFrom('invoice')
    .where('account_id', '=', accountId)
    .where('state', 'in', openStates)
  const [counts, latest] = await Promise.all([
    open
      .select('state')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .groupBy('state')
      .execute(),
    open
      .select(['invoice_id', 'number', 'state'])
      .orderBy('changed_at', 'desc')
      .limit(shown)
      .execute(),
  ])
  const states = counts.map(({ state, count }) => ({ state, count: Number(count) }))
  return {
    count: states.reduce((all, { count }) => all + count, 0),
    states,
    latest: latest.map(({ invoice_id: id, number, state }) => ({ id, number, state })),
  }
}
