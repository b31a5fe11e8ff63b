import type { Remembered } from '../../activities/source.ts'
import { changedDates, type SourceDates, sameDates } from '../../domain/dates.ts'
import type { InvoiceFacts } from '../../domain/model.ts'
import { vendors } from '../activities.ts'
import { block, closeRemoved } from '../rests.ts'
import { act, type Rest, type Run } from '../run.ts'
import type { Wakes } from '../wakes.ts'

/**
 * Carries dates and number that moved in Sequence into Rillet. What Rillet's users changed is never
 * overwritten unless a person says so; what a person accepted is left alone until Sequence moves.
 */
export async function carryDates(
  run: Run,
  facts: InvoiceFacts,
  { acceptTheirs, pushOurs }: Wakes,
): Promise<Rest | null> {
  const { remembered } = run
  if (remembered === null || remembered.remote === null) return null
  const dates = datesOf(facts)

  if (acceptTheirs !== null) {
    await act(run, 'awaitPayment', () => vendors.acceptTheirs({ ...run.ref, dates }))
    run.remembered = { ...remembered, accepted: dates }
    run.edits = []
    return null
  }
  // Nothing of such an invoice can be written: what moved is shown as drift.
  if (remembered.scope === 'AR_ONLY') return null
  const moved = changedDates(facts, remembered.remote).length > 0 && !isAccepted(remembered, dates)
  if (!moved && pushOurs === null) return null

  const force = pushOurs !== null
  const updated = await act(run, 'awaitPayment', () =>
    vendors.updateDates({ ...run.ref, dates, force }),
  )
  switch (updated.kind) {
    case 'done':
      run.known.remote = updated.version
      run.remembered = { ...remembered, remote: updated.remote, accepted: null }
      run.edits = []
      return null
    case 'edited':
      run.edits = updated.problems
      return null
    case 'removed':
      return closeRemoved(run)
    case 'blocked':
      return block(run, [updated.problem])
  }
}

const datesOf = ({ accountingDate, dueDate, invoiceNumber }: InvoiceFacts) => ({
  accountingDate,
  dueDate,
  invoiceNumber,
})

const isAccepted = ({ accepted }: Remembered, now: SourceDates): boolean =>
  accepted !== null && sameDates(accepted, now)
