import { sql } from 'kysely'
import type { Problem } from '../domain/model.ts'
import type { SweepKind } from '../domain/sweep.ts'
import type { Db } from './connect.ts'
import { plainText, toJson } from './json.ts'
import type { SweepOutcome, SweepRow } from './sweep-schema.ts'

export type SweepRef = { accountId: string; runId: string }

export const findSweep = (db: Db, { accountId, runId }: SweepRef): Promise<SweepRow | undefined> =>
  db
    .selectFrom('sweep_run')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('run_id', '=', runId)
    .executeTakeFirst()

export type SweepStart = SweepRef & {
  kind: SweepKind
  actor: string
  organizationId: string | null
  changedAfter: Date | null
  fromDay: string | null
}

/**
 * Writes that a sweep begins, once; twice does no harm. False when another one of its kind is under
 * way: then it is written down as skipped. One that gave no sign for `abandonedMs` does not count.
 */
export function startSweep(db: Db, start: SweepStart, abandonedMs: number): Promise<boolean> {
  const { accountId, runId, kind } = start
  return db.transaction().execute(async (trx) => {
    const key = `sweep/${accountId}/${kind}`
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(trx)
    const known = await findSweep(trx, { accountId, runId })
    if (known !== undefined) return known.outcome === 'running'

    await trx
      .updateTable('sweep_run')
      .set({ outcome: 'failed', error_text: 'It was never heard of again.', ended_at: new Date() })
      .where('account_id', '=', accountId)
      .where('kind', '=', kind)
      .where('outcome', '=', 'running')
      .where('beat_at', '<', sql<Date>`clock_timestamp() - ${`${abandonedMs} ms`}::interval`)
      .execute()
    const other = await runningSweep(trx, accountId, kind)
    await trx
      .insertInto('sweep_run')
      .values({
        account_id: accountId,
        run_id: runId,
        kind,
        actor: plainText(start.actor),
        organization_id: start.organizationId,
        changed_after: start.changedAfter,
        from_day: start.fromDay,
        ...(other === undefined ? {} : { outcome: 'skipped', ended_at: new Date() }),
      })
      .execute()
    return other === undefined
  })
}

/** The sweep of that kind that is under way, if there is one. */
export const runningSweep = (
  db: Db,
  accountId: string,
  kind: SweepKind,
): Promise<SweepRow | undefined> =>
  db
    .selectFrom('sweep_run')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('outcome', '=', 'running')
    .executeTakeFirst()

/** The sweep is over; what it had seen is not needed any more. */
export async function finishSweep(
  db: Db,
  { accountId, runId }: SweepRef,
  {
    outcome,
    problem,
    error = null,
  }: { outcome: SweepOutcome; problem: Problem | null; error?: string | null },
): Promise<void> {
  await updateOf(db, { accountId, runId })
    .set({
      outcome,
      problem: problem === null ? null : toJson(problem),
      error_text: error === null ? null : plainText(error),
      next_try_at: null,
      ended_at: sql<Date>`clock_timestamp()`,
    })
    .where('outcome', '=', 'running')
    .execute()
  await db
    .deleteFrom('sweep_seen')
    .where('account_id', '=', accountId)
    .where('run_id', '=', runId)
    .execute()
}

export type SweepCounts = {
  calls: number
  lookedAt: number
  ours: number
  found: number
  /** Linked customers compared, read whole and differing; they are counted apart. */
  customers?: { lookedAt?: number; read?: number; found?: number }
}

export const noCounts: SweepCounts = { calls: 0, lookedAt: 0, ours: 0, found: 0 }

/** Adds what a page brought; also a sign of life, and the end of any trouble. */
export async function countSweep(
  db: Db,
  ref: SweepRef,
  { calls, lookedAt, ours, found, customers = {} }: SweepCounts,
): Promise<void> {
  await updateOf(db, ref)
    .set({
      calls: sql<number>`calls + ${calls}`,
      looked_at: sql<number>`looked_at + ${lookedAt}`,
      ours: sql<number>`ours + ${ours}`,
      found: sql<number>`found + ${found}`,
      customers_looked_at: sql<number>`customers_looked_at + ${customers.lookedAt ?? 0}`,
      customers_read: sql<number>`customers_read + ${customers.read ?? 0}`,
      customers_found: sql<number>`customers_found + ${customers.found ?? 0}`,
      error_text: null,
      next_try_at: null,
    })
    .execute()
}

/** Why it does not go on just now, and when it will. */
export async function saveSweepTrouble(
  db: Db,
  ref: SweepRef,
  { text, nextTryAt }: { text: string; nextTryAt: Date },
): Promise<void> {
  await updateOf(db, ref)
    .set({ error_text: plainText(text), next_try_at: nextTryAt })
    .execute()
}

const updateOf = (db: Db, { accountId, runId }: SweepRef) =>
  db
    .updateTable('sweep_run')
    .set({ beat_at: sql<Date>`clock_timestamp()` })
    .where('account_id', '=', accountId)
    .where('run_id', '=', runId)

/** Forgets runs: after ninety days, and after a week those that found nothing. */
export async function forgetOldSweeps(db: Db, accountId: string): Promise<void> {
  await db
    .deleteFrom('sweep_run')
    .where('account_id', '=', accountId)
    .where((eb) =>
      eb.or([
        eb('started_at', '<', sql<Date>`now() - interval '90 days'`),
        eb.and([
          eb('started_at', '<', sql<Date>`now() - interval '7 days'`),
          eb('found', '=', 0),
          eb('customers_found', '=', 0),
        ]),
      ]),
    )
    .execute()
}
