import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'
import { wakeOne } from './outbox.ts'

/** Causes whose end nobody reports: a type added in Rillet, a period opened again. */
const unreported: RawBuilder<boolean> = sql`(cause = 'connection:setup' or cause like 'period:%')`

/**
 * Lets one held invoice or credit note per cause try, for the accounts whose turn has come; the next turn comes
 * after `everyMs`. Any number of processes may call it: each turn is taken by one. Returns how
 * many try.
 */
export async function probeUnreported(db: Db, everyMs: number): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ accountId: string; isDue: boolean }>`
      update connection c set setup_probe_due_at = clock_timestamp() + ${`${everyMs} ms`}::interval
      from (
        select account_id, setup_probe_due_at from connection
        where disconnected_at is null
          and coalesce(setup_probe_due_at, '-infinity') <= clock_timestamp()
          and (
            exists (
              select from invoice_cause held
              where held.account_id = connection.account_id and ${unreported}
            )
            or exists (
              select from credit_note_cause held
              where held.account_id = connection.account_id and ${unreported}
            )
          )
        for update skip locked
      ) before
      where before.account_id = c.account_id
      returning c.account_id as "accountId", before.setup_probe_due_at is not null as "isDue"
    `.execute(transaction)
    // The first look only sets the clock: what was blocked just now need not be tried at once.
    let tries = 0
    for (const { accountId } of rows.filter(({ isDue }) => isDue)) {
      for (const cause of await unreportedCauses(transaction, accountId)) {
        if ((await wakeOne(transaction, accountId, cause)) !== null) tries += 1
      }
    }
    return tries
  })
}

/** The causes that nobody reports as gone and that hold something of the account, at most fifty. */
export async function unreportedCauses(db: Db, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ cause: string }>`
    select cause from invoice_cause where account_id = ${accountId} and ${unreported}
    union
    select cause from credit_note_cause where account_id = ${accountId} and ${unreported}
    limit 50
  `.execute(db)
  return rows.map(({ cause }) => cause)
}
