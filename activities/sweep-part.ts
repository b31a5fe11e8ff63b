import { heartbeat } from '@temporalio/activity'
import { CursorRestartedError, NotFoundError, RefusedError } from '../clients/errors.ts'
import type { Problem, Settings } from '../domain/model.ts'
import { rilletRefusal, sequenceRefusal } from '../domain/refusals.ts'
import type { SweepPart } from '../domain/sweep.ts'
import { findConnection, settingsOf } from '../store/connection.ts'
import type { PartRef } from '../store/sweep-progress.ts'
import { findSweep, finishSweep, type SweepRef, saveSweepTrouble } from '../store/sweep-run.ts'
import type { SweepRow } from '../store/sweep-schema.ts'
import { heldProblem } from './breakers.ts'
import type { SweepDeps } from './deps.ts'
import { nextTry, toFailure } from './next-try.ts'

/** `stopped`: only a person can mend what is in the way; it is written down. */
export type PartResult = { kind: 'done' | 'more' | 'stopped' }

/** What a page of a part works with. */
export type Work = {
  deps: SweepDeps
  ref: PartRef
  run: SweepRow
  settings: Settings
  /** Between two wake-ups: they cost calls, and live work has its share. */
  spacingMs: number
}

/** One page; true when it was the last. */
export type Page = (work: Work) => Promise<boolean>

const pagesAtOnce = 20
const reservedForLive = 10

/**
 * A part of a sweep: page after page, each with what it sets off in one transaction, so that it goes on
 * where it was whatever crashes. Ends after twenty pages with `more`.
 */
export const sweepPart =
  (deps: SweepDeps, part: SweepPart, page: Page) =>
  async ({ accountId, runId }: SweepRef): Promise<PartResult> => {
    const ref = { accountId, runId, part }
    try {
      const work = await workOf(deps, ref)
      if (work === null) return { kind: 'stopped' }
      for (let pages = 0; pages < pagesAtOnce; pages++) {
        heartbeat({ part, pages })
        if (await page(work)) return { kind: 'done' }
      }
      return { kind: 'more' }
    } catch (error) {
      const problem = (await heldProblem(deps.db, accountId, error)) ?? refusalOf(error)
      if (problem !== null) {
        await finishSweep(deps.db, ref, { outcome: 'failed', problem })
        return { kind: 'stopped' }
      }
      if (error instanceof CursorRestartedError) {
        await finishSweep(deps.db, ref, { outcome: 'failed', problem, error: error.message })
        return { kind: 'stopped' }
      }
      const retry = nextTry(error, deps.timing)
      const nextTryAt = new Date(Date.now() + retry.afterMs)
      await saveSweepTrouble(deps.db, ref, { text: retry.text, nextTryAt }).catch(() => undefined)
      throw toFailure(error, retry)
    }
  }

/** Null when the run is over, or belongs to an organization that is not connected any more. */
async function workOf(deps: SweepDeps, ref: PartRef): Promise<Work | null> {
  const [run, connection] = await Promise.all([
    findSweep(deps.db, ref),
    findConnection(deps.db, ref.accountId),
  ])
  if (run === undefined || run.outcome !== 'running') return null
  if (run.organization_id !== (connection?.organization_id ?? null)) {
    const error = 'Another Rillet organization was connected meanwhile.'
    await finishSweep(deps.db, ref, { outcome: 'failed', problem: null, error })
    return null
  }
  const settings = settingsOf(connection)
  const perWindow = Math.max(settings.rilletBudgetPerMinute - reservedForLive, 1)
  const spacingMs = Math.max(1, Math.round(deps.sweeps.windowMs / perWindow))
  return { deps, ref, run, settings, spacingMs }
}

/** A 404 of a list is a proxy's, or of a thing that a page reads: it may pass. */
function refusalOf(error: unknown): Problem | null {
  if (!(error instanceof RefusedError) || error instanceof NotFoundError) return null
  const status = error.status ?? 400
  return error.vendor === 'rillet'
    ? rilletRefusal(status, error.problem, {})
    : sequenceRefusal(status, error.problem)
}
