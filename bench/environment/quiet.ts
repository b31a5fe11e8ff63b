import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../../store/connect.ts'
import { poll } from '../parallel.ts'

/** Longer than the window in which later hints share one signal. */
const hintWindowMs = 1_500

/** Waits until no delivery and no wake-up is left, and the runs that they woke are at rest. */
export async function untilQuiet(db: Db): Promise<void> {
  await poll('inbox and outbox to be empty', async () => (await backlog(db)) === 0)
  await pause(hintWindowMs)
  await poll('inbox and outbox to be empty', async () => (await backlog(db)) === 0)
}

/** Deliveries that wait for the dispatcher, and wake-ups that wait for Temporal. */
async function backlog(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from outbox where quarantined_at is null
  `.execute(db)
  return (rows[0]?.count ?? 0) + (await pendingDeliveries(db))
}

export async function pendingDeliveries(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from inbox where status = 'pending'
  `.execute(db)
  return rows[0]?.count ?? 0
}
