import { CursorRestartedError, type Where } from '../clients/errors.ts'
import type { Page as Listed } from '../clients/paging.ts'
import type { Db } from '../store/connect.ts'
import { findProgress, type Seen, saveProgress, saveSeen } from '../store/sweep-progress.ts'
import { countSweep, type SweepCounts } from '../store/sweep-run.ts'
import type { Page, Work } from './sweep-part.ts'

const maxPasses = 3
const maxPages = 5_000

/** How a vendor's list is read. */
export type ListReader<T> = {
  where: Where
  list: (work: Work, cursor: string | undefined) => Promise<Listed<T>>
  seenOf: (item: T) => Seen
  /** Compares the rows with what we hold and wakes who differs, in the given transaction. */
  take: (db: Db, work: Work, items: T[]) => Promise<Taken>
}

/** What a page brought; its rows count as looked at, unless it says otherwise. */
type Taken = Pick<SweepCounts, 'ours' | 'found'> & Partial<SweepCounts>

/**
 * Reads a list page by page. An id that returns within one pass, or a cursor that does not move, means
 * that the vendor has silently begun again: so does the sweep, at most three times.
 */
export const listPages =
  <T>({ where, list, seenOf, take }: ListReader<T>): Page =>
  async (work) => {
    const { deps, ref } = work
    const at = await findProgress(deps.db, ref, deps.sweeps.cursorLifeMs)
    if (at.isDone) return true
    if (at.pass > maxPasses || at.pages >= maxPages) throw endless(where, at.pass)

    const { items, nextCursor } = await list(work, at.cursor ?? undefined)
    return deps.db.transaction().execute(async (trx) => {
      const wasSeen = await saveSeen(trx, ref, at.pass, items.map(seenOf))
      const isRestarted = wasSeen || (nextCursor !== null && nextCursor === at.cursor)
      const taken = await take(trx, work, items)
      await countSweep(trx, ref, { calls: 1, lookedAt: items.length, ...taken })
      const isDone = !isRestarted && nextCursor === null
      await saveProgress(trx, ref, {
        cursor: isRestarted ? null : nextCursor,
        pass: isRestarted ? at.pass + 1 : at.pass,
        pages: at.pages + 1,
        isDone,
      })
      return isDone
    })
  }

const endless = (where: Where, pass: number) =>
  new CursorRestartedError(
    pass > maxPasses
      ? 'the list keeps returning to its first page'
      : `the list has more than ${maxPages} pages`,
    where,
  )
