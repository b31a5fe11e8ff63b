import type { WorkflowHandleWithSignaledRunId } from '@temporalio/client'
import type { InvoiceRef, InvoiceState } from '../../domain/model.ts'
import { invoiceRun } from '../../workflows/invoice-run.ts'
import { signals, workflowTypes } from '../../workflows/messages.ts'
import type { World } from './world.ts'

/**
 * A hint whose sender read the invoice's row while it was in this state, and that arrives after its run has ended: it
 * starts the next run.
 */
export function hintLate(
  { temporal }: Pick<World, 'temporal'>,
  ref: InvoiceRef,
  state: InvoiceState,
): Promise<WorkflowHandleWithSignaledRunId> {
  const { workflowId, ...start } = invoiceRun(ref, { state, number: null })
  return temporal.workflow.signalWithStart(workflowTypes.invoice, {
    ...start,
    workflowId,
    signal: signals.remoteChanged,
    signalArgs: [{ kinds: ['payment'], status: null, amountDue: null, version: null, count: 1 }],
  })
}
