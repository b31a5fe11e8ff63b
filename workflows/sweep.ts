import {
  ActivityFailure,
  CancellationScope,
  continueAsNew,
  isCancellation,
  patched,
  workflowInfo,
} from '@temporalio/workflow'
import { type SweepPart, sweepParts } from '../domain/sweep.ts'
import { sweepRecords, sweeps } from './activities.ts'
import type { SweepInput } from './messages.ts'

/**
 * Looks at one side for what the webhooks did not tell, and wakes the invoices that differ; it never does
 * their work. Where it is stands in Postgres, so that a next run of a long life goes on there.
 */
export async function sweep(input: SweepInput): Promise<void> {
  const ref = { accountId: input.accountId, runId: workflowInfo().firstExecutionRunId }
  if (!(await sweepRecords.beginSweep({ ...input, ...ref }))) return
  try {
    for (const part of sweepParts[input.kind]) {
      const change = addedBy(part)
      if (change !== null && !patched(change)) continue
      for (;;) {
        const { kind } = await sweeps[part](ref)
        if (kind === 'stopped') return
        if (kind === 'done') break
        if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof sweep>(input)
      }
    }
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error
    await CancellationScope.nonCancellable(() => sweepRecords.endSweep({ ...ref, failed: true }))
    if (isCancellation(error)) throw error
    return
  }
  await sweepRecords.endSweep({ ...ref, failed: false })
}

/** The change that a part came with; a run that began before it is replayed without. */
function addedBy(part: SweepPart): string | null {
  switch (part) {
    case 'sequenceCreditNotes':
      return 'credit-notes-swept'
    case 'sequenceCustomers':
    case 'sequenceContacts':
    case 'rilletCustomers':
    case 'customerAbsences':
      return 'customers-swept'
    default:
      return null
  }
}
