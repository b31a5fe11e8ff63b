import type { Db } from './connect.ts'
import type { Vendor } from './schema.ts'

export type NewDelivery = {
  accountId: string
  source: Vendor
  /** What an exact copy has in common: Rillet's id, or the signature that Sequence made. */
  deliveryId: string
  sentAt: Date | null
  stale: boolean
  event: string
  resourceId: string | null
  version: string | null
  body: string
  /** `pending` is taken by the dispatcher; the rest stays as it is. */
  status: 'pending' | 'ignored' | 'unreadable'
  outcome: string | null
}

/**
 * Stores verified deliveries in one statement; durable when it returns. Says for each whether it is
 * new: of several copies one is. Rows are kept, so that a copy is known however late it comes.
 */
export async function storeDeliveries(db: Db, deliveries: NewDelivery[]): Promise<boolean[]> {
  const stored = await db
    .insertInto('inbox')
    .values(deliveries.map(rowOf))
    .onConflict((conflict) => conflict.columns(['account_id', 'source', 'delivery_id']).doNothing())
    .returning(['account_id', 'source', 'delivery_id'])
    .execute()
  const isNew = new Set(stored.map((row) => keyOf(row.account_id, row.source, row.delivery_id)))
  // The first copy takes the key away from the others.
  return deliveries.map(({ accountId, source, deliveryId }) =>
    isNew.delete(keyOf(accountId, source, deliveryId)),
  )
}

const keyOf = (...parts: string[]) => JSON.stringify(parts)

const rowOf = (delivery: NewDelivery) => ({
  account_id: delivery.accountId,
  source: delivery.source,
  delivery_id: delivery.deliveryId,
  sent_at: delivery.sentAt,
  stale: delivery.stale,
  event: delivery.event,
  resource_id: delivery.resourceId,
  version: delivery.version === null ? null : new Date(delivery.version),
  body: delivery.body,
  status: delivery.status,
  outcome: delivery.outcome,
})
