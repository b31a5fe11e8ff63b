import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { SweepRef } from './sweep-run.ts'
import type { CustomerDifference } from './sweep-schema.ts'
import { wakeSpaced } from './wake-spaced.ts'

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
  await wakeSpaced(db, accountId, {
    signal: 'customerChanged',
    ids: fresh.map(({ customerId }) => customerId),
    spacingMs,
  })
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
