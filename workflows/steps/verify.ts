import type { InvoiceFacts } from '../../domain/model.ts'
import { vendors } from '../activities.ts'
import { block, closeRemoved } from '../rests.ts'
import { act, type Rest, type Run } from '../run.ts'
import { accept } from './create-invoice.ts'

/** Rillet's invoice must say what was sent before it is trusted. Null when it does. */
export async function verify(run: Run, { snapshotHash }: InvoiceFacts): Promise<Rest | null> {
  const { rilletId } = run.status
  if (rilletId === null || run.remembered?.verified === true) return null
  return adopt(run, { snapshotHash, rilletId, byPerson: false })
}

type Adopt = { snapshotHash: string; rilletId: string; byPerson: boolean }

/** Takes a Rillet invoice as this one's, after it was read and found to say the same. */
export async function adopt(
  run: Run,
  { snapshotHash, rilletId, byPerson }: Adopt,
): Promise<Rest | null> {
  const adopted = await act(run, 'createInvoice', () =>
    vendors.adoptInvoice({ ...run.ref, snapshotHash, rilletId, byPerson }),
  )
  switch (adopted.kind) {
    case 'done':
      accept(run, adopted)
      return adopted.problems.length === 0 ? null : block(run, adopted.problems)
    case 'blocked':
      return block(run, adopted.problems)
    case 'removed':
      return closeRemoved(run)
    case 'in_doubt':
      return { kind: 'open', forMs: run.timing.pauseMs }
  }
}
