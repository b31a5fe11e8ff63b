import { patched } from '@temporalio/workflow'
import { changedDates, type SourceDates } from '../../domain/dates.ts'
import { bookedDates, sourceDates } from '../../domain/decision/booked-date.ts'
import type { StepOf } from '../../domain/decision/situation.ts'
import { isUpdatable } from '../../domain/source-changes.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import { block } from '../rests.ts'
import { note, type Rest, type Run } from '../run.ts'
import { gone } from './gone.ts'

/**
 * Carries what moved in Sequence into Rillet. What Rillet's users changed is never overwritten unless a
 * person says so (`force`); what no update can undo stays a difference.
 */
export async function update(run: Run, { force, why }: StepOf<'update'>): Promise<Rest | null> {
  const { facts, ref, recorded } = run
  if (facts === null) return { kind: 'again' }
  const dates = (force ? sourceDates : bookedDates)(facts, recorded)
  const beyond = recorded.changes.filter((change) => !isUpdatable(change, recorded.scope))
  const isBeyond = beyond.length === recorded.changes.length && run.edits.length === 0
  if (force && isBeyond && !isMoved(dates, run) && patched('nothing-to-push')) {
    note(run, { kind: 'choice.impossible', data: { choice: run.choice } })
    run.choice = null
    return null
  }
  const pushed = force ? { snapshotHash: facts.snapshotHash, settles: beyond.length === 0 } : {}
  const updated = await act(run, 'awaitPayment', () =>
    vendors.updateDates({ ...ref, dates, force, why, ...pushed }),
  )
  switch (updated.kind) {
    case 'done':
      run.known.remote = updated.version
      // Accepted before it was kept what Rillet said then: it cannot be told when that ends.
      run.recorded = {
        ...recorded,
        remote: updated.remote,
        accepted: recorded.accepted?.theirs === undefined ? null : recorded.accepted,
      }
      if (force) {
        // In FULL the lines stay as they were sent while an amount is among what changed.
        const isWhole = recorded.scope === 'FULL' && beyond.length > 0
        run.recorded.changes = isWhole ? recorded.changes : beyond
      }
      if (force || run.choice === 'dateOnOpenDay') run.choice = null
      run.edits = updated.edits ?? []
      run.tried.update = []
      return null
    case 'edited':
      // Asked for, and beyond any update: it is shown as it is.
      if (force) run.choice = null
      run.edits = updated.problems
      run.tried.update = []
      return null
    case 'removed':
      return gone(run)
    case 'refused':
      // What is paid meanwhile reaches Sequence, whatever keeps the dates.
      run.tried.update = updated.problems
      if (!wantsOpenDay(run)) run.choice = null
      return null
    case 'blocked':
      return block(run, [updated.problem])
  }
}

const isMoved = (dates: SourceDates, { recorded: { remote } }: Run): boolean =>
  remote !== null && changedDates(dates, remote).length > 0

/** The refusal is where an open day is chosen: the wish for one is not over. */
const wantsOpenDay = ({ choice }: Run): boolean =>
  choice === 'dateOnOpenDay' && patched('moved-to-open-day')
