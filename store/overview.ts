import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { lastDelivery } from './deliveries.ts'

/** Since when the longest waiting, blocked or doubtful invoice is not in Rillet; null when all are. */
export async function oldestUnsynced(db: Db, accountId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('invoice')
    .select(({ fn }) => fn.min('created_at').as('since'))
    .where('account_id', '=', accountId)
    .where('state', 'in', ['waiting', 'blocked', 'in_doubt'])
    .where('rillet_id', 'is', null)
    .executeTakeFirst()
  return row?.since ?? null
}

export type DeliveryHealth = {
  lastSequenceAt: Date | null
  lastRilletAt: Date | null
  putAside: number
  stuckWakeUps: number
}

/** When each vendor was last heard of, and what waits for a replay. */
export async function deliveryHealth(db: Db, accountId: string): Promise<DeliveryHealth> {
  const [lastSequenceAt, lastRilletAt, putAside, stuckWakeUps] = await Promise.all([
    lastDelivery(db, accountId, 'sequence'),
    lastDelivery(db, accountId, 'rillet'),
    db
      .selectFrom('inbox')
      .select(sql<string>`count(*)`.as('count'))
      .where('account_id', '=', accountId)
      .where('status', '=', 'quarantined')
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('outbox')
      .select(sql<string>`count(*)`.as('count'))
      .where('account_id', '=', accountId)
      .where('quarantined_at', 'is not', null)
      .executeTakeFirstOrThrow(),
  ])
  return {
    lastSequenceAt,
    lastRilletAt,
    putAside: Number(putAside.count),
    stuckWakeUps: Number(stuckWakeUps.count),
  }
}
