import type { InvoiceFacts } from '../../domain/model.ts'
import { vendors } from '../activities.ts'
import { block, closeRemoved } from '../rests.ts'
import { act, type Rest, type Run } from '../run.ts'

/** Reads Rillet's side if something may have changed there, or this run has not read it yet. */
export async function readRemote(
  run: Run,
  { facts, muted }: { facts: InvoiceFacts; muted: boolean },
): Promise<Rest | null> {
  const owed = run.owed.remote
  if (owed === null && (run.settlement !== null || run.createdHere)) return null
  const kinds = owed?.kinds ?? []
  const read = await act(run, 'awaitPayment', () =>
    vendors.readRemote({
      ...run.ref,
      total: facts.grossTotal,
      ignored: muted,
      whole: kinds.includes('updated') ? !kinds.includes('payment') : kinds.includes('deleted'),
      hint: {
        status: owed?.status ?? null,
        amountDue: owed?.amountDue ?? null,
      },
    }),
  )
  switch (read.kind) {
    case 'removed':
      return closeRemoved(run)
    case 'blocked':
      return block(run, [read.problem])
    case 'read':
      run.owed.remote = null
      run.settlement = read.settlement
      run.edits = read.edits
      run.known.remote = later(run.known.remote, read.version)
      run.note = read.settledByItself
        ? 'Rillet settled this itself: no payment is recorded there.'
        : null
      return null
  }
}

const later = (one: string | null, other: string | null): string | null => {
  if (one === null || other === null) return one ?? other
  return Date.parse(one) > Date.parse(other) ? one : other
}
