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

/** Differences whose fingerprint begins so stay as they are for good: they are announced once. */
export const lasting = 'lasting/'

/**
 * Writes down what differs and wakes exactly those invoices, one every `spacingMs`, in the caller's
 * transaction. A difference already announced within a day is not announced again: looking did not
 * mend it. Returns how many are new.
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
  const rows = await db
    .selectFrom('sweep_difference')
    .select(['invoice_id', 'fingerprint'])
    .where('account_id', '=', accountId)
    .where(
      'invoice_id',
      'in',
      found.map(({ invoiceId }) => invoiceId),
    )
    .where((eb) =>
      eb.or([
        eb('at', '>', sql<Date>`clock_timestamp() - interval '1 day'`),
        eb('fingerprint', 'like', `${lasting}%`),
      ]),
    )
    .execute()
  const announced = new Set(
    rows.map(({ invoice_id, fingerprint }) => `${invoice_id} ${fingerprint}`),
  )
  return found.filter(({ invoiceId, fingerprint }) => !announced.has(`${invoiceId} ${fingerprint}`))
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
