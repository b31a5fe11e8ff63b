import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import { notifyDispatchers } from './outbox.ts'
import type { SweepRef } from './sweep-run.ts'
import type { Difference } from './sweep-schema.ts'

/** What a sweep found, and the wake-up by which the invoice's run looks for itself. */
export type Found = {
  invoiceId: string
  what: Difference
  rilletId?: string
  /** What counts as healed: that version read, or that much settled. */
  version?: Date
  paid?: string
  /** Tells this difference from the next one of the same invoice. */
  fingerprint: string
  /** Null: nothing is woken. */
  wake: { signal: 'sourceChanged' | 'remoteChanged'; payload: unknown } | null
}

/** Differences whose fingerprint begins so stay as they are for good: they are announced until they were read. */
export const lasting = 'lasting/'

/**
 * Writes down what differs and wakes exactly those invoices, one every `spacingMs`, in the caller's
 * transaction. The same difference is not announced again within a day, unless payments moved in
 * between or its row may have been read too early. Returns how many are announced.
 */
export async function announce(
  db: Db,
  { accountId, runId }: SweepRef,
  found: Found[],
  spacingMs: number,
): Promise<number> {
  const fresh = await withoutAnnounced(db, accountId, found)
  if (fresh.length === 0) return 0
  await db
    .insertInto('sweep_difference')
    .values(
      fresh.map(({ invoiceId, what, rilletId, version, paid, fingerprint }) => ({
        account_id: accountId,
        run_id: runId,
        invoice_id: invoiceId,
        what,
        rillet_id: rilletId ?? null,
        version: version ?? null,
        paid: paid ?? null,
        fingerprint,
      })),
    )
    .execute()
  await db
    .insertInto('event')
    .values(
      fresh.map(({ invoiceId, what, rilletId, version, paid, fingerprint }) => ({
        account_id: accountId,
        invoice_id: invoiceId,
        kind: 'sweep.found',
        actor: 'sweep',
        data: toJson({ what, rilletId, version, paid }),
        once: `${runId}/${invoiceId}/${fingerprint}`,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'once']).where('once', 'is not', null).doNothing(),
    )
    .execute()
  await wake(db, accountId, fresh, spacingMs)
  return fresh.length
}

async function withoutAnnounced(db: Db, accountId: string, found: Found[]): Promise<Found[]> {
  if (found.length === 0) return []
  const ids = found.map(({ invoiceId }) => invoiceId)
  const rows = await announcedOf(db, accountId, ids)
  const known = new Set(
    rows.filter(isToldEnough).map(({ invoice_id, fingerprint }) => `${invoice_id} ${fingerprint}`),
  )
  return found.filter(({ invoiceId, fingerprint }) => !known.has(`${invoiceId} ${fingerprint}`))
}

type Announced = { fingerprint: string; times: number; isRecent: boolean; isRead: boolean }

/**
 * Until it is read, its wake-up is on its way, for a day at most. If it is there after a reading, a
 * payment's row may have been behind its invoice: one more look, and then looking does not mend it.
 */
const isToldEnough = ({ fingerprint, times, isRecent, isRead }: Announced): boolean =>
  (times > 1 || !isRead) && (isRecent || (isRead && fingerprint.startsWith(lasting)))

/** The differences as they were announced; once the payments have moved, the same words are a new difference. */
function announcedOf(db: Db, accountId: string, invoiceIds: string[]) {
  const latest = sql`max(difference.at)`
  return db
    .selectFrom('sweep_difference as difference')
    .leftJoin('invoice', (join) =>
      join
        .onRef('invoice.account_id', '=', 'difference.account_id')
        .onRef('invoice.invoice_id', '=', 'difference.invoice_id'),
    )
    .select(['difference.invoice_id', 'difference.fingerprint'])
    .select(sql<number>`count(*)::int`.as('times'))
    .select(sql<boolean>`${latest} > clock_timestamp() - interval '1 day'`.as('isRecent'))
    .select(
      sql<boolean>`difference.what = 'payment' and max(invoice.ledger_as_of) > ${latest} is true`.as(
        'isRead',
      ),
    )
    .where('difference.account_id', '=', accountId)
    .where('difference.invoice_id', 'in', invoiceIds)
    .where(
      sql<boolean>`not (difference.what = 'payment' and exists (
        select from payment_change moved
        where moved.account_id = difference.account_id
          and moved.invoice_id = difference.invoice_id and moved.at > difference.at
      ))`,
    )
    .groupBy(['difference.invoice_id', 'difference.what', 'difference.fingerprint'])
    .execute()
}

/** Behind what waits already for this account; a wake-up that waits and says as much is enough. */
async function wake(db: Db, accountId: string, found: Found[], spacingMs: number): Promise<void> {
  const rows = found.flatMap(({ invoiceId, wake }) =>
    wake === null ? [] : [{ invoiceId, ...wake, payload: toJson(wake.payload) }],
  )
  if (rows.length === 0) return
  await sql`
    insert into outbox (account_id, invoice_id, signal, payload, due_at)
    select ${accountId}, wanted.invoice_id, wanted.signal, wanted.payload::jsonb,
      greatest(clock_timestamp(), waiting.until) + wanted.place * ${`${spacingMs} ms`}::interval
    from (
      select max(due_at) as until from outbox
      where account_id = ${accountId} and quarantined_at is null
    ) waiting, unnest(
      ${rows.map(({ invoiceId }) => invoiceId)}::text[],
      ${rows.map(({ signal }) => signal)}::text[],
      ${rows.map(({ payload }) => payload)}::text[]
    ) with ordinality as wanted(invoice_id, signal, payload, place)
    where not exists (
      select from outbox pending
      where pending.account_id = ${accountId} and pending.invoice_id = wanted.invoice_id
        and pending.signal = wanted.signal
        and pending.lease_until is null and pending.quarantined_at is null
        and coalesce(pending.payload->'kinds', '[]') @>
          coalesce(wanted.payload::jsonb->'kinds', '[]')
    )
  `.execute(db)
  await notifyDispatchers(db)
}
