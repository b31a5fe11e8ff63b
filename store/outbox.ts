import { sql } from 'kysely'
import { causes } from '../domain/ids.ts'
import type { InvoiceState, PaymentLink } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'

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
 * Another rule for closed periods: invoices and credit notes that wait for a period look at the settings again. Those
 * that wait for a setting too are woken with all that do. Nobody waits for the rule by name: most changes of settings
 * are none of it, and would cost each of them a call.
 */
export async function wakeHeldByPeriod(db: Db, accountId: string): Promise<void> {
  await lockCauses(db, accountId, 'clearing')
  await sql`
    insert into outbox (account_id, invoice_id, signal, payload, due_at)
    select account_id, invoice_id, 'causeCleared', jsonb_build_object('cause', ${causes.settings}::text),
      clock_timestamp() + (row_number() over (order by min(since)) - 1) * ${`${1 / wakeUpsPerSecond} s`}::interval
    from invoice_cause where account_id = ${accountId}
    group by account_id, invoice_id
    having bool_or(cause like ${anyPeriod}) and not bool_or(cause = ${causes.settings})
  `.execute(db)
  await sql`
    insert into outbox (account_id, invoice_id, signal, payload)
    select account_id, credit_note_id, 'creditNoteChanged', '{"count": 1}'
    from credit_note_cause where account_id = ${accountId}
    group by account_id, credit_note_id
    having bool_or(cause like ${anyPeriod}) and not bool_or(cause = ${causes.settings})
  `.execute(db)
  await notifyDispatchers(db)
}

const anyPeriod = `${causes.period('')}%`

/** Invoices in Rillet with one of these payment links look at the settings again: who decides what is paid has changed. */
export async function wakeLinked(
  db: Db,
  accountId: string,
  links: readonly PaymentLink[],
): Promise<void> {
  if (links.length === 0) return
  await sql`
    insert into outbox (account_id, invoice_id, signal, payload, due_at)
    select account_id, invoice_id, 'causeCleared', jsonb_build_object('cause', ${causes.settings}::text),
      clock_timestamp() + (row_number() over (order by invoice_id) - 1) * ${`${1 / wakeUpsPerSecond} s`}::interval
    from invoice
    where account_id = ${accountId} and payment_link = any(${[...links]}::text[])
      and state = any(${inRillet}::text[])
  `.execute(db)
  await notifyDispatchers(db)
}

const inRillet: InvoiceState[] = ['synced', 'partially_paid', 'drift', 'blocked']

/** The invoice is another document in Rillet by now: what was set off against it is looked at again. */
export async function wakeNotesOf(
  db: Db,
  { accountId, invoiceId }: { accountId: string; invoiceId: string },
): Promise<void> {
  await sql`
    insert into outbox (account_id, invoice_id, signal, payload)
    select account_id, credit_note_id, 'creditNoteChanged', '{"count": 1}'
    from credit_note
    where account_id = ${accountId}
      and applied @> ${toJson([{ invoiceId }])}::jsonb
  `.execute(db)
  await notifyDispatchers(db)
}

/** What was let try. */
export type Woken = { kind: 'invoice' | 'credit_note'; id: string }

/**
 * Lets one invoice or credit note that waits for the cause try, for causes that nobody reports as gone; one
 * that waits for nothing else, if there is such a one. Null when none waits.
 */
export async function wakeOne(db: Db, accountId: string, cause: string): Promise<Woken | null> {
  const { rows } = await sql<{ id: string; signal: string }>`
    with waiting as (
      select invoice_id as id, cause, 'causeCleared' as signal,
        jsonb_build_object('cause', cause, 'probe', true) as payload
      from invoice_cause where account_id = ${accountId}
      union all
      select credit_note_id, cause, 'creditNoteChanged', '{"count": 1, "probe": true}'
      from credit_note_cause where account_id = ${accountId}
    )
    insert into outbox (account_id, invoice_id, signal, payload)
    select ${accountId}, id, signal, payload from waiting where cause = ${cause}
    order by (select count(*) from waiting other where other.id = waiting.id), random()
    limit 1
    returning invoice_id as id, signal
  `.execute(db)
  await notifyDispatchers(db)
  const [woken] = rows
  if (woken === undefined) return null
  return { kind: woken.signal === 'causeCleared' ? 'invoice' : 'credit_note', id: woken.id }
}

/** Whether an invoice or a credit note waits for the cause. */
export async function waitsFor(db: Db, accountId: string, cause: string): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (select from invoice_cause where account_id = ${accountId} and cause = ${cause})
      or exists (select from credit_note_cause where account_id = ${accountId} and cause = ${cause})
      as waits
  `.execute(db)
  return rows[0]?.waits === true
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
