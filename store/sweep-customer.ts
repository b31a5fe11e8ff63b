import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import { notifyDispatchers } from './outbox.ts'
import type { SweepRef } from './sweep-run.ts'
import type { CustomerDifference } from './sweep-schema.ts'

export type FoundCustomer = {
  customerId: string
  what: CustomerDifference
  rilletId: string
  /** Tells this difference from the next one of the same customer. */
  fingerprint: string
}

/**
 * Writes down what differs and wakes exactly those customers' runs, one every `spacingMs`, in the caller's
 * transaction. A difference already announced within a day is not announced again: looking did not mend
 * it. Returns those that are new.
 */
export async function announceCustomers(
  db: Db,
  { accountId, runId }: SweepRef,
  found: FoundCustomer[],
  spacingMs: number,
): Promise<FoundCustomer[]> {
  const fresh = await withoutAnnounced(db, accountId, found)
  if (fresh.length === 0) return []
  await db
    .insertInto('sweep_difference')
    .values(
      fresh.map(({ customerId, what, rilletId, fingerprint }) => ({
        account_id: accountId,
        run_id: runId,
        customer_id: customerId,
        what,
        rillet_id: rilletId,
        fingerprint,
      })),
    )
    .execute()
  await db
    .insertInto('event')
    .values(
      fresh.map(({ customerId, what, rilletId, fingerprint }) => ({
        account_id: accountId,
        invoice_id: null,
        kind: 'sweep.found',
        actor: 'sweep',
        data: toJson({ what, sourceId: customerId, rilletId }),
        once: `${runId}/${customerId}/${fingerprint}`,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'once']).where('once', 'is not', null).doNothing(),
    )
    .execute()
  await wake(db, accountId, fresh, spacingMs)
  return fresh
}

async function withoutAnnounced(db: Db, accountId: string, found: FoundCustomer[]) {
  if (found.length === 0) return []
  const rows = await db
    .selectFrom('sweep_difference')
    .select(['customer_id', 'fingerprint'])
    .where('account_id', '=', accountId)
    .where(
      'customer_id',
      'in',
      found.map(({ customerId }) => customerId),
    )
    .where('at', '>', sql<Date>`clock_timestamp() - interval '1 day'`)
    .execute()
  const announced = new Set(rows.map((row) => `${row.customer_id} ${row.fingerprint}`))
  return found.filter(
    ({ customerId, fingerprint }) => !announced.has(`${customerId} ${fingerprint}`),
  )
}

async function wake(db: Db, accountId: string, found: FoundCustomer[], spacingMs: number) {
  await sql`
    insert into outbox (account_id, invoice_id, signal, payload, due_at)
    select ${accountId}, wanted.id, 'customerChanged', '{"count": 1}',
      clock_timestamp() + wanted.place * ${`${spacingMs} ms`}::interval
    from unnest(${found.map(({ customerId }) => customerId)}::text[])
      with ordinality as wanted(id, place)
    where not exists (
      select from outbox pending
      where pending.account_id = ${accountId} and pending.invoice_id = wanted.id
        and pending.signal = 'customerChanged'
        and pending.lease_until is null and pending.quarantined_at is null
    )
  `.execute(db)
  await notifyDispatchers(db)
}
