import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { Signal } from './schema.ts'

type Run = { accountId: string; invoiceId: string }

export type Hint = {
  signal: Exclude<Signal, 'causeCleared'>
  payload: unknown
  /** Joins this hint with one that has not left yet: what both say, in one payload. */
  joined: (waiting: unknown) => unknown
}

/**
 * Hands a hint over to the outbox, in the caller's transaction. The first goes at once; those of
 * the next `windowMs` share one more, due when that time ends. A row that a dispatcher holds is
 * never joined, so what is counted in is counted out.
 */
export async function handOver(db: Db, run: Run, hint: Hint, windowMs: number): Promise<void> {
  const window = await lockWindow(db, run, hint)
  if (window.outboxId !== null && (await join(db, window.outboxId, hint))) return

  const outboxId = await addToOutbox(db, run, hint, window.open ? window.openUntil : null)
  const changed = window.open
    ? sql`outbox_id = ${outboxId}`
    : sql`outbox_id = ${outboxId},
        open_until = clock_timestamp() + ${`${windowMs} ms`}::interval`
  await changeWindow(db, run, hint, changed)
}

type Window = { open: boolean; openUntil: string; outboxId: string | null }

/** Finds the run's window, or makes one that is closed; locked until the transaction ends. */
async function lockWindow(db: Db, run: Run, { signal }: Hint): Promise<Window> {
  const { rows } = await sql<Window>`
    insert into hint_window as w (account_id, invoice_id, signal, open_until)
    values (${run.accountId}, ${run.invoiceId}, ${signal}, '-infinity')
    on conflict (account_id, invoice_id, signal) do update set signal = excluded.signal
    returning w.open_until > clock_timestamp() as open, w.open_until::text as "openUntil",
      w.outbox_id as "outboxId"
  `.execute(db)
  const [window] = rows
  if (window === undefined) throw new Error('an upsert returned no row')
  return window
}

async function changeWindow(db: Db, run: Run, { signal }: Hint, changed: RawBuilder<unknown>) {
  await sql`
    update hint_window set ${changed}
    where account_id = ${run.accountId} and invoice_id = ${run.invoiceId} and signal = ${signal}
  `.execute(db)
}

async function addToOutbox(db: Db, run: Run, { signal, payload }: Hint, dueAt: string | null) {
  const { id } = await db
    .insertInto('outbox')
    .values({
      account_id: run.accountId,
      invoice_id: run.invoiceId,
      signal,
      payload: toJson(payload),
      due_at: sql<Date>`coalesce(${dueAt}::timestamptz, clock_timestamp())`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function join(db: Db, outboxId: string, { joined }: Hint): Promise<boolean> {
  const waiting = await db
    .selectFrom('outbox')
    .select('payload')
    .where('id', '=', outboxId)
    .where('lease_until', 'is', null)
    .where('quarantined_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (waiting === undefined) return false
  await db
    .updateTable('outbox')
    .set({ payload: toJson(joined(waiting.payload)) })
    .where('id', '=', outboxId)
    .execute()
  return true
}
