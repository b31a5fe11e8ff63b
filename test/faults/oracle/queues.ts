import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../../../store/connect.ts'
import type { Violation } from './ledger.ts'

type Left = { what: string; isWaiting: boolean; error: string | null }

const everyMs = 200
const mostNamed = 10

/**
 * Waits until nothing in the inbox or the outbox waits any more. What does all the same, and what was put aside
 * for a person, are wake-ups that never came.
 */
export async function auditQueues(db: Db, withinMs = 120_000): Promise<Violation[]> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const left = await leftIn(db)
    if (!left.some(({ isWaiting }) => isWaiting) || Date.now() > deadline) return wordsOf(left)
    await pause(everyMs)
  }
}

/** Some of them are enough: they are looked at again and again. */
async function leftIn(db: Db): Promise<Left[]> {
  const { rows } = await sql<Left>`
    select source || ' ' || event || ' of ' || account_id || '/' || coalesce(resource_id, '') as what,
      status = 'pending' as "isWaiting", last_error as error
    from inbox where status in ('pending', 'quarantined')
    union all
    select signal || ' for ' || account_id || '/' || invoice_id, quarantined_at is null, last_error
    from outbox
    order by "isWaiting" desc limit ${mostNamed}
  `.execute(db)
  return rows
}

const wordsOf = (left: Left[]): Violation[] =>
  left.map(({ what, isWaiting, error }) => ({
    rule: 'no wake-up is lost',
    what: `${what} ${isWaiting ? 'still waits' : 'was put aside'}: ${error ?? 'no error'}`,
    seed: null,
  }))
