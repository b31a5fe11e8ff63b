import { patched } from '@temporalio/workflow'
import { bookedDate } from '../../domain/decision/booked-date.ts'
import type { StepOf } from '../../domain/decision/situation.ts'
import type { IsoDate, Problem } from '../../domain/model.ts'
import { recreateRefused } from '../../domain/problems.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import { block, close } from '../rests.ts'
import type { Rest, Run } from '../run.ts'
import { forget } from './gone.ts'

/** Deletes the invoice in Rillet: for good when it was voided, to be made again when a person wants that. */
export async function deleteInvoice(
  run: Run,
  { reason, why }: StepOf<'delete'>,
): Promise<Rest | null> {
  const again = reason === 'voided' ? {} : dayAgain(run)
  const deleted = await act(run, 'awaitPayment', () =>
    vendors.deleteInvoice({ ...run.ref, why, ...again }),
  )
  switch (deleted.kind) {
    case 'done':
    case 'removed':
      forget(run)
      if (reason === 'voided') return close(run, 'voided')
      run.wanted = true
      return null
    case 'refused': {
      const { problems } = deleted
      const isVoid = reason === 'voided'
      run.tried.delete = isVoid ? problems : [recreateRefused(), ...problems]
      if (!isVoid && !waits(problems)) run.choice = null
      return null
    }
    case 'blocked':
      return block(run, [deleted.problem])
  }
}

/** What is to be made again waits for its own day to be open, unless the settings have it dated on another. */
function dayAgain({ facts, context, recorded }: Run): { again?: IsoDate } {
  const isDated = context?.settings.closedPeriodPolicy === 'dateOnOpenDay'
  return facts === null || isDated ? {} : { again: bookedDate(facts, recorded) }
}

/** A closed period is waited for, and so is what a person wants done in it. */
const waits = (problems: Problem[]): boolean =>
  problems.some(({ code }) => code === 'period_closed') && patched('recreation-waits')
