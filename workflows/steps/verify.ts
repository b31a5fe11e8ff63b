import type { StepOf } from '../../domain/decision/situation.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import { block } from '../rests.ts'
import type { Rest, Run } from '../run.ts'
import { follow } from './create-invoice.ts'
import { gone } from './gone.ts'

/** Takes a Rillet invoice as this one's, after it was read and found to say the same. */
export async function adopt(
  run: Run,
  { rilletId, byPerson }: StepOf<'adopt'>,
): Promise<Rest | null> {
  const { facts, ref } = run
  if (facts === null) return { kind: 'again' }
  const { snapshotHash } = facts
  const adopted = await act(run, 'createInvoice', () =>
    vendors.adoptInvoice({ ...ref, snapshotHash, rilletId, byPerson }),
  )
  switch (adopted.kind) {
    case 'done':
      return follow(run, adopted)
    case 'blocked':
      return block(run, adopted.problems)
    case 'removed':
      return gone(run)
    case 'in_doubt':
      return { kind: 'open', forMs: run.timing.pauseMs }
  }
}
