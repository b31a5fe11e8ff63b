import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { type Listed, toPage } from './cursor.ts'
import { notifyDispatchers } from './outbox.ts'
import type { DeliveryStatus, Vendor } from './schema.ts'

export type DeliveryFilter = {
  source?: Vendor | undefined
  status?: DeliveryStatus | undefined
  invoiceId?: string | undefined
}

/** The account's deliveries, newest first; never their bodies. Those of another account are left out. */
export async function listDeliveries(
  db: Db,
  accountId: string,
  { source, status, invoiceId }: DeliveryFilter,
  { limit, after }: { limit: number; after: readonly [string] | null },
) {
  let query = db
    .selectFrom('inbox')
    .select(['id', 'source', 'event', 'status', 'outcome', 'stale', 'attempts'])
    .select(['delivery_id', 'received_at', 'sent_at', 'resource_id', 'invoice_id', 'last_error'])
    .where('account_id', '=', accountId)
    .where(sql<boolean>`outcome is distinct from 'another_account'`)
  if (source !== undefined) query = query.where('source', '=', source)
  if (status !== undefined) query = query.where('status', '=', status)
  if (invoiceId !== undefined) query = query.where('invoice_id', '=', invoiceId)
  if (after !== null) query = query.where('id', '<', after[0])
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, (row) => [row.id]) satisfies Listed<(typeof rows)[number]>
}

/** When the vendor last delivered something genuine. */
export async function lastDelivery(
  db: Db,
  accountId: string,
  source: Vendor,
): Promise<Date | null> {
  const row = await db
    .selectFrom('inbox')
    .select('received_at')
    .where('account_id', '=', accountId)
    .where('source', '=', source)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.received_at ?? null
}

/** Wake-ups that Temporal refused five times. */
export function stuckWakeUps(db: Db, accountId: string) {
  return db
    .selectFrom('outbox')
    .select(['id', 'invoice_id', 'signal', 'failures', 'last_error', 'quarantined_at'])
    .where('account_id', '=', accountId)
    .where('quarantined_at', 'is not', null)
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
}

/**
 * Handles a delivery once more that was put aside or matched nothing. One that is neither is left, and its status
 * told; null when the account has no such delivery.
 */
export async function replayDelivery(
  db: Db,
  accountId: string,
  id: string,
): Promise<'replayed' | DeliveryStatus | null> {
  const { numUpdatedRows } = await db
    .updateTable('inbox')
    .set({ status: 'pending', attempts: 0, lease_until: null, due_at: new Date() })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('status', 'in', ['quarantined', 'unmatched'])
    .executeTakeFirstOrThrow()
  if (numUpdatedRows > 0n) {
    await notifyDispatchers(db)
    return 'replayed'
  }
  const row = await db
    .selectFrom('inbox')
    .select('status')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where(sql<boolean>`outcome is distinct from 'another_account'`)
    .executeTakeFirst()
  return row?.status ?? null
}

/** Sends the account's wake-ups once more that were put aside. Returns how many. */
export async function replayWakeUps(db: Db, accountId: string): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ quarantined_at: null, failures: 0, due_at: new Date() })
    .where('account_id', '=', accountId)
    .where('quarantined_at', 'is not', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows > 0n) await notifyDispatchers(db)
  return Number(numUpdatedRows)
}

export type ReplayRange = { source?: Vendor | undefined; from: Date; to: Date }

const mostReplayed = 1_000

/**
 * Handles all deliveries once more that were put aside or matched nothing and came in that time; at most
 * a thousand, the oldest first. Returns how many.
 */
export async function replayDeliveries(
  db: Db,
  accountId: string,
  { source, from, to }: ReplayRange,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('inbox')
    .set({ status: 'pending', attempts: 0, lease_until: null, due_at: new Date() })
    .where('account_id', '=', accountId)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('inbox')
        .select('id')
        .where('account_id', '=', accountId)
        .where('status', 'in', ['quarantined', 'unmatched'])
        .where('received_at', '>=', from)
        .where('received_at', '<=', to)
        .$if(source !== undefined, (query) => query.where('source', '=', source ?? 'rillet'))
        .orderBy('id')
        .limit(mostReplayed),
    )
    .where('status', 'in', ['quarantined', 'unmatched'])
    .executeTakeFirstOrThrow()
  if (numUpdatedRows > 0n) await notifyDispatchers(db)
  return Number(numUpdatedRows)
}
