import { patched } from '@temporalio/workflow'
import type { StepOf } from '../../domain/decision/situation.ts'
import type { Problem } from '../../domain/model.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import { note, type Rest, type Run } from '../run.ts'

/** The books are closed for the invoice's day: it is dated on the first one that is open. */
export async function chooseOpenDay(run: Run, { why }: StepOf<'openDay'>): Promise<Rest | null> {
  const { facts, ref } = run
  if (facts === null) return { kind: 'again' }
  const { accountingDate } = facts
  const chosen = await act(run, 'createInvoice', () =>
    vendors.chooseOpenDay({ ...ref, accountingDate, why }),
  )
  if (chosen.kind === 'blocked') {
    run.tried.openDay = [chosen.problem]
    if (run.recorded.rilletId !== null) noDayHelps(run, chosen.problem)
    return null
  }
  run.recorded = { ...run.recorded, bookedOn: chosen.bookedOn }
  if (run.choice === 'dateOnOpenDay') run.choice = null
  // Tried once in a look: a day that is closed after all holds the invoice.
  run.tried = { openDay: [] }
  return null
}

/** Booked in a closed period it stays there: no day helps, now or at a later look. What else is in the way may end. */
function noDayHelps(run: Run, { code }: Problem): void {
  const { choice } = run
  if (choice === 'dateOnOpenDay' && patched('no-day-helps')) {
    if (code !== 'period_closed') return
    note(run, { kind: 'choice.impossible', data: { choice } })
  }
  run.choice = null
}
