import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { Signal } from './schema.ts'

export type OutboxRow = {
  id: string
  accountId: string
  invoiceId: string
  signal: Signal
  payload: unknown
  /** How often it was taken; whoever holds the row settles it only under this number. */
  attempts: number
  failures: number
}

/** Among so many that are due, oldest first, accounts take turns: the one of one does not wait for all of another. */
export const fairAmong = 5_000

/**
 * Takes what is due, each account's oldest first, and holds it for `leaseMs`: another process takes it
 * only when this one has died.
 */
export async function takeOutbox(
  db: Db,
  { limit, leaseMs }: { limit: number; leaseMs: number },
): Promise<OutboxRow[]> {
  const { rows } = await sql<OutboxRow>`
    update outbox set attempts = attempts + 1,
      lease_until = clock_timestamp() + ${`${leaseMs} ms`}::interval
    where id in (
      select outbox.id from outbox join (
        select id, row_number() over (partition by account_id order by due_at, id) as turn
        from (
          select id, account_id, due_at from outbox
          where quarantined_at is null and due_at <= clock_timestamp()
            and (lease_until is null or lease_until < clock_timestamp())
          order by due_at, id limit ${fairAmong}
        ) due
      ) line on line.id = outbox.id
      where quarantined_at is null and (lease_until is null or lease_until < clock_timestamp())
      order by line.turn, due_at, outbox.id limit ${limit} for update of outbox skip locked
    )
    returning id, account_id as "accountId", invoice_id as "invoiceId", signal, payload, attempts,
      failures
  `.execute(db)
  return rows
}

/** The signal was delivered. */
export async function settleSent(db: Db, { id, attempts }: OutboxRow): Promise<void> {
  await db.deleteFrom('outbox').where('id', '=', id).where('attempts', '=', attempts).execute()
}

/** What became of a signal that was not delivered. */
export type NotSent = { error: string; waitMs: number; failures: number; quarantine: boolean }

/** The signal was not delivered: it waits for its next try, or is put aside for a person to see. */
export async function settleNotSent(
  db: Db,
  { id, attempts }: OutboxRow,
  { error, waitMs, failures, quarantine }: NotSent,
): Promise<void> {
  await db
    .updateTable('outbox')
    .set({
      lease_until: null,
      last_error: error.slice(0, 500),
      failures,
      due_at: sql<Date>`clock_timestamp() + ${`${waitMs} ms`}::interval`,
      quarantined_at: quarantine ? new Date() : null,
    })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .execute()
}

/** In how many milliseconds the next wake-up is due, at most `maxMs`. */
export async function nextDueInMs(db: Db, maxMs: number): Promise<number> {
  const { rows } = await sql<{ ms: number | null }>`
    select (extract(epoch from min(due_at) - clock_timestamp()) * 1000)::float8 as ms from outbox
    where quarantined_at is null and lease_until is null
  `.execute(db)
  return Math.min(Math.max(Math.ceil(rows[0]?.ms ?? maxMs), 1), maxMs)
}
