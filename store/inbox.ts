import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { notifyDispatchers } from './outbox.ts'
import { fairAmong } from './outbox-taking.ts'
import type { DeliveryStatus, Vendor } from './schema.ts'

export type InboxRow = {
  id: string
  accountId: string
  source: Vendor
  deliveryId: string
  event: string
  resourceId: string | null
  version: Date | null
  stale: boolean
  body: string
  attempts: number
}

/** Takes what is due, account by account in turn, and holds it for `leaseMs`, as `takeOutbox` does. */
export async function takeInbox(
  db: Db,
  { limit, leaseMs }: { limit: number; leaseMs: number },
): Promise<InboxRow[]> {
  const { rows } = await sql<InboxRow>`
    update inbox set attempts = attempts + 1,
      lease_until = clock_timestamp() + ${`${leaseMs} ms`}::interval
    where id in (
      select inbox.id from inbox join (
        select id, row_number() over (partition by account_id order by due_at, id) as turn
        from (
          select id, account_id, due_at from inbox
          where status = 'pending' and due_at <= clock_timestamp()
            and (lease_until is null or lease_until < clock_timestamp())
          order by due_at, id limit ${fairAmong}
        ) due
      ) line on line.id = inbox.id
      where status = 'pending' and (lease_until is null or lease_until < clock_timestamp())
      order by line.turn, due_at, inbox.id limit ${limit} for update of inbox skip locked
    )
    returning id, account_id as "accountId", source, delivery_id as "deliveryId", event,
      resource_id as "resourceId", version, stale, body, attempts
  `.execute(db)
  return rows
}

export type Settlement = {
  status: Exclude<DeliveryStatus, 'pending'>
  outcome: string | null
  invoiceId: string | null
}

/** Writes what became of a delivery. False when another process has taken it meanwhile. */
export async function settleDelivery(
  db: Db,
  { id, attempts }: InboxRow,
  { status, outcome, invoiceId }: Settlement,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('inbox')
    .set({ status, outcome, invoice_id: invoiceId, lease_until: null, last_error: null })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** A delivery that could not be handled tries again in `waitMs`, or is put aside for a person. */
export async function postponeDelivery(
  db: Db,
  { id, attempts }: InboxRow,
  { error, waitMs, quarantine }: { error: string; waitMs: number; quarantine: boolean },
): Promise<void> {
  await db
    .updateTable('inbox')
    .set({
      status: quarantine ? 'quarantined' : 'pending',
      lease_until: null,
      last_error: error.slice(0, 500),
      due_at: sql<Date>`clock_timestamp() + ${`${waitMs} ms`}::interval`,
    })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .execute()
}

/**
 * Takes up again the deliveries about a Rillet document that matched nothing so far. Call it in the
 * transaction that writes a link with that Rillet id, after the link. Returns how many there were.
 */
export async function rematchDeliveries(
  db: Db,
  accountId: string,
  rilletId: string,
): Promise<number> {
  await lockMatching(db, accountId, rilletId)
  const { numUpdatedRows } = await db
    .updateTable('inbox')
    .set({ status: 'pending', attempts: 0, lease_until: null, due_at: new Date() })
    .where('account_id', '=', accountId)
    .where('source', '=', 'rillet')
    .where('resource_id', '=', rilletId)
    .where('status', '=', 'unmatched')
    .executeTakeFirstOrThrow()
  if (numUpdatedRows > 0n) await notifyDispatchers(db)
  return Number(numUpdatedRows)
}

/**
 * Held by who matches a delivery and by who writes a link: whichever comes second sees what the
 * first one wrote, so that no delivery stays unmatched beside its link.
 */
export async function lockMatching(db: Db, accountId: string, rilletId: string): Promise<void> {
  const key = `match/${accountId}/${rilletId}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(db)
}
