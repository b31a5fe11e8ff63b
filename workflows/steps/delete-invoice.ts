import type { StepOf } from '../../domain/decision/situation.ts'
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
  const deleted = await act(run, 'awaitPayment', () => vendors.deleteInvoice({ ...run.ref, why }))
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
      if (!isVoid) run.choice = null
      return null
    }
    case 'blocked':
      return block(run, [deleted.problem])
  }
}
