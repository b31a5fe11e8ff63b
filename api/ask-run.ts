import { WithStartWorkflowOperation } from '@temporalio/client'
import type { Workflow } from '@temporalio/common'
import type { z } from 'zod'
import { pointsShown } from '../domain/decision/agreed.ts'
import type { InvoiceRef } from '../domain/model.ts'
import { priorities } from '../domain/priorities.ts'
import { findInvoice } from '../store/invoice.ts'
import type { InvoiceRow } from '../store/schema.ts'
import { invoiceRun } from '../workflows/invoice-run.ts'
import { type PersonAsks, type Status, updates, workflowTypes } from '../workflows/messages.ts'
import type { ApiDeps } from './deps.ts'
import { ApiError } from './problem.ts'
import type { StatusView } from './schemas/invoices.ts'
import { reachTemporal } from './temporal.ts'
import { namesOf, problemView } from './views.ts'

const waitMs = 15_000

/** The row tells a run's problems with the vendor's own words, which the run must not hold. */
const areAlike = (row: InvoiceRow, status: Status) =>
  row.problems.map(({ code }) => code).join() === status.problems.map(({ code }) => code).join()

/**
 * Asks an invoice's run for something a person wants, starting the run if none is open. For an invoice
 * never seen only a retry may, which is how one is synced by hand, and an exclusion, before it comes. Throws
 * `not_found` otherwise; what the run does not allow now comes as `WorkflowUpdateFailedError`.
 */
export async function askRun(
  { db, temporal }: ApiDeps,
  ref: InvoiceRef,
  ask: { update: keyof typeof updates; argument: PersonAsks },
): Promise<z.infer<typeof StatusView>> {
  const row = await findInvoice(db, ref)
  if (row === undefined && ask.update !== 'retry' && ask.update !== 'exclude') {
    throw new ApiError(
      'not_found',
      `The sync has never seen an invoice ${ref.invoiceId}: it can only be synced (retry) or left out (exclude).`,
    )
  }
  await reachTemporal(temporal)
  const start = invoiceRun(ref, row, { priorityKey: priorities.person })
  const argument = { ...ask.argument, seen: pointsShown(row?.problems ?? [], null) }
  const status = await temporal.connection.withDeadline(Date.now() + waitMs, () =>
    temporal.workflow.executeUpdateWithStart<Workflow, Status, [PersonAsks]>(
      updates[ask.update].name,
      {
        args: [argument],
        startWorkflowOperation: new WithStartWorkflowOperation(workflowTypes.invoice, start),
      },
    ),
  )
  const after = await findInvoice(db, ref)
  const names = namesOf(after)
  const problems = after !== undefined && areAlike(after, status) ? after.problems : status.problems
  return {
    ...status,
    problems: problems.map((problem) => problemView(problem, names, after?.currency)),
  }
}
