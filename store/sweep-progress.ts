import { sql } from 'kysely'
import type { SweepPart } from '../domain/sweep.ts'
import type { Db } from './connect.ts'
import type { SweepRef } from './sweep-run.ts'

export type PartRef = SweepRef & { part: SweepPart }

export type Progress = {
  cursor: string | null
  /** Counts from 1: how often the list was begun. */
  pass: number
  pages: number
  isDone: boolean
}

/**
 * Where the part goes on. A vendor's cursor older than `cursorLifeMs` is forgotten: the list begins
 * again. Null: the cursor is our own, and keeps.
 */
export async function findProgress(
  db: Db,
  { accountId, runId, part }: PartRef,
  cursorLifeMs: number | null,
): Promise<Progress> {
  const row = await db
    .selectFrom('sweep_progress')
    .select(['cursor', 'pass', 'pages', 'done_at'])
    .select(isOlderThan(cursorLifeMs))
    .where('account_id', '=', accountId)
    .where('run_id', '=', runId)
    .where('part', '=', part)
    .executeTakeFirst()
  if (row === undefined) return { cursor: null, pass: 1, pages: 0, isDone: false }
  const isExpired = row.cursor !== null && row.isOld
  return {
    cursor: isExpired ? null : row.cursor,
    pass: isExpired ? row.pass + 1 : row.pass,
    pages: row.pages,
    isDone: row.done_at !== null,
  }
}

const isOlderThan = (ms: number | null) =>
  sql<boolean>`coalesce(
    cursor_at < clock_timestamp() - ${ms === null ? null : `${ms} ms`}::interval, false
  )`.as('isOld')

/** Remembers how far the part is. Call it in the transaction that does what its page set off. */
export async function saveProgress(
  db: Db,
  { accountId, runId, part }: PartRef,
  { cursor, pass, pages, isDone }: Progress,
): Promise<void> {
  const columns = {
    cursor,
    cursor_at: cursor === null ? null : sql<Date>`clock_timestamp()`,
    pass,
    pages,
    done_at: isDone ? sql<Date>`clock_timestamp()` : null,
  }
  await db
    .insertInto('sweep_progress')
    .values({ account_id: accountId, run_id: runId, part, ...columns })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'run_id', 'part']).doUpdateSet(columns),
    )
    .execute()
}

export type Seen = { id: string; reference: string | null }

/** Remembers what a page showed. True when this pass has shown one of these before. */
export async function saveSeen(
  db: Db,
  { accountId, runId, part }: PartRef,
  pass: number,
  things: Seen[],
): Promise<boolean> {
  const distinct = [...new Map(things.map((thing) => [thing.id, thing])).values()]
  if (distinct.length === 0) return false
  const rows = await db
    .insertInto('sweep_seen')
    .values(
      distinct.map(({ id, reference }) => ({
        account_id: accountId,
        run_id: runId,
        part,
        thing_id: id,
        reference,
        pass,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'run_id', 'part', 'thing_id'])
        .doUpdateSet({ pass })
        .where('sweep_seen.pass', '<', pass),
    )
    .returning('thing_id')
    .execute()
  return rows.length < things.length
}
