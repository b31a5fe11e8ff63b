import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Dispatchers listen here; a notification says only "look". */
export const dispatchChannel = 'sequence_rillet_dispatch'

/** Ten thousand that wait for one cause are woken over a minute and a half, behind live hints. */
const wakeUpsPerSecond = 100

/**
 * Writes one wake-up for every invoice and credit note that waits for the cause. Call it in the transaction that
 * clears the cause, after the write that clears it. Returns how many invoices wait.
 */
export async function wakeWaiting(db: Db, accountId: string, cause: string): Promise<number> {
  await lockCauses(db, accountId, 'clearing')
  const { numAffectedRows } = await sql`
    insert into outbox (account_id, invoice_id, signal, payload, due_at)
    select account_id, invoice_id, 'causeCleared', jsonb_build_object('cause', cause),
      clock_timestamp() + (row_number() over (order by since) - 1) * ${`${1 / wakeUpsPerSecond} s`}::interval
    from invoice_cause where account_id = ${accountId} and cause = ${cause}
  `.execute(db)
  await sql`
    insert into outbox (account_id, invoice_id, signal, payload)
    select account_id, credit_note_id, 'creditNoteChanged', '{"count": 1}'
    from credit_note_cause where account_id = ${accountId} and cause = ${cause}
  `.execute(db)
  await notifyDispatchers(db)
  return Number(numAffectedRows ?? 0)
}

/**
 * Lets one invoice that waits for the cause try, for causes that nobody reports as gone; one that
 * waits for nothing else, if there is such a one. Returns its id, or null when none waits.
 */
export async function wakeOne(db: Db, accountId: string, cause: string): Promise<string | null> {
  const { rows } = await sql<{ invoice_id: string }>`
    insert into outbox (account_id, invoice_id, signal, payload)
    select account_id, invoice_id, 'causeCleared', jsonb_build_object('cause', cause, 'probe', true)
    from invoice_cause waiting where account_id = ${accountId} and cause = ${cause}
    order by (
      select count(*) from invoice_cause other
      where other.account_id = waiting.account_id and other.invoice_id = waiting.invoice_id
    ), random()
    limit 1
    returning invoice_id
  `.execute(db)
  await notifyDispatchers(db)
  return rows[0]?.invoice_id ?? null
}

/**
 * Serialises "who waits" with "the cause is gone". A run calls it with `waiting` in the transaction
 * that writes its `invoice_cause` rows and reads the cause after that commits; `wakeWaiting` calls
 * it with `clearing`. Whichever comes second then sees what the first one wrote: without it, each
 * may miss the other's uncommitted row, and the wake-up is lost.
 */
export async function lockCauses(
  db: Db,
  accountId: string,
  as: 'waiting' | 'clearing',
): Promise<void> {
  const key = sql`hashtextextended(${`causes/${accountId}`}, 0)`
  await (as === 'waiting'
    ? sql`select pg_advisory_xact_lock_shared(${key})`
    : sql`select pg_advisory_xact_lock(${key})`
  ).execute(db)
}

/** Wakes the dispatchers of all processes once the caller's transaction commits. */
export async function notifyDispatchers(db: Db): Promise<void> {
  await sql`select pg_notify(${dispatchChannel}, '')`.execute(db)
}
