import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { notifyDispatchers } from './outbox.ts'

type Wake = {
  signal: 'customerChanged' | 'creditNoteChanged'
  /** Of what the runs are about. */
  ids: string[]
  spacingMs: number
}

/** Wakes these runs, one every `spacingMs`, in the caller's transaction; one that is about to be woken is left out. */
export async function wakeSpaced(
  db: Db,
  accountId: string,
  { signal, ids, spacingMs }: Wake,
): Promise<void> {
  await sql`
    insert into outbox (account_id, invoice_id, signal, payload, due_at)
    select ${accountId}, wanted.id, ${signal}, '{"count": 1}',
      clock_timestamp() + wanted.place * ${`${spacingMs} ms`}::interval
    from unnest(${ids}::text[]) with ordinality as wanted(id, place)
    where not exists (
      select from outbox pending
      where pending.account_id = ${accountId} and pending.invoice_id = wanted.id
        and pending.signal = ${signal}
        and pending.lease_until is null and pending.quarantined_at is null
    )
  `.execute(db)
  await notifyDispatchers(db)
}
