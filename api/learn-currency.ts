import type { RilletClient } from '../clients/rillet/client.ts'
import { REFERENCE_TYPE } from '../domain/ids.ts'
import type { Db } from '../store/connect.ts'
import { ownRilletInvoices } from '../store/link-list.ts'

/**
 * The currency of a Rillet customer, which Rillet does not say: that of its latest hundred
 * invoices, if all agree. Those that this sync made do not count: they would prove themselves.
 */
export async function learnCurrency(
  db: Db,
  rillet: RilletClient,
  { accountId, rilletId }: { accountId: string; rilletId: string },
): Promise<string | null> {
  const { items } = await rillet.listInvoices({ customerId: rilletId, limit: 100 })
  const ours = await ownRilletInvoices(
    db,
    accountId,
    items.map(({ id }) => id),
  )
  const theirs = items.filter(
    ({ id, external_references }) =>
      !ours.has(id) && !external_references.some(({ type }) => type === REFERENCE_TYPE),
  )
  const [currency, ...others] = new Set(theirs.map(({ total }) => total.currency))
  return currency === undefined || others.length > 0 ? null : currency
}
