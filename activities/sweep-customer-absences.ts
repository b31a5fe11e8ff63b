import type { Customer } from '../clients/rillet/schemas.ts'
import type { Db } from '../store/connect.ts'
import { announceCustomers, type FoundCustomer } from '../store/sweep-customer.ts'
import { absentCustomers, countLinked, saveAbsent } from '../store/sweep-customer-absent.ts'
import { findProgress, saveProgress } from '../store/sweep-progress.ts'
import { countSweep, noCounts } from '../store/sweep-run.ts'
import { listPages } from './sweep-list.ts'
import type { Page, Work } from './sweep-part.ts'
import { placeOf } from './sweep-rillet.ts'

/** Rillet's customers, where edits are carried: only which there are; what they say is its users' own. */
export const rilletCustomers: Page = async (work) =>
  work.settings.customerSync === 'off' ? true : customerPages(work)

const customerPages = listPages<Customer>({
  where: { vendor: 'rillet', operation: 'read', method: 'GET', path: '/customers' },
  list: async ({ deps, ref }, cursor) => {
    const rillet = await deps.vendors.rillet(ref.accountId)
    return rillet.listCustomers({ cursor })
  },
  seenOf: ({ id }) => ({ id, reference: null }),
  take: async (db: Db, work: Work, customers: Customer[]) => {
    const ids = customers.map(({ id }) => id)
    const lookedAt = await countLinked(db, placeOf(work), ids)
    return { ...noCounts, calls: 1, customers: { lookedAt } }
  },
})

const absencesAtOnce = 50

/**
 * Linked customers that the whole list did not show: each one's run asks Rillet for it, and says so if it
 * is gone.
 */
export const customerAbsences: Page = async (work) => {
  const { deps, ref, run, settings, spacingMs } = work
  if (settings.customerSync === 'off') return true
  const at = await findProgress(deps.db, ref, null)
  if (at.isDone) return true
  return deps.db.transaction().execute(async (trx) => {
    const absent = await absentCustomers(trx, {
      ...ref,
      ...placeOf(work),
      startedAt: run.started_at,
      after: at.cursor ?? '',
      limit: absencesAtOnce,
    })
    await saveAbsent(trx, ref.accountId, absent)
    const found = absent.map(({ customerId, rilletId }): FoundCustomer => {
      const fingerprint = `absent/${rilletId}`
      return { customerId, what: 'customer_absent', rilletId, fingerprint }
    })
    const fresh = await announceCustomers(trx, ref, found, spacingMs)
    const customers = { lookedAt: absent.length, found: fresh.length }
    await countSweep(trx, ref, { ...noCounts, customers })
    const isDone = absent.length < absencesAtOnce
    const cursor = absent.at(-1)?.customerId ?? at.cursor
    await saveProgress(trx, ref, { ...at, cursor, pages: at.pages + 1, isDone })
    return isDone
  })
}
