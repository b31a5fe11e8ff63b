import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { catalogue } from '../domain/catalogue.ts'
import { previewWorkflowId } from '../domain/ids.ts'
import type { InvoiceRef, Problem } from '../domain/model.ts'
import { priorities, priorityOf } from '../domain/priorities.ts'
import { findInvoice } from '../store/invoice.ts'
import { findPreview } from '../store/preview-reads.ts'
import {
  type PreviewInput,
  type PreviewResult,
  TASK_QUEUE,
  workflowTypes,
} from '../workflows/messages.ts'
import type { ApiDeps } from './deps.ts'
import { ApiError } from './problem.ts'
import { PreviewView } from './schemas/invoices.ts'
import { reachTemporal } from './temporal.ts'
import { namesOf, problemView } from './views.ts'
import { within } from './within.ts'

const waitMs = 20_000

const isCode = (code: string): code is Problem['code'] => Object.hasOwn(catalogue, code)
const StoredProblem = z.object({
  code: z.string().refine(isCode),
  blockedOn: z.string(),
  params: z.record(z.string(), z.string()),
})
const Stored = PreviewView.omit({ previewId: true }).extend({ problems: z.array(StoredProblem) })

/** Runs the read-only preview and waits for it. Throws `temporal_away` when nobody does it in time. */
export async function runPreview(
  { db, temporal }: ApiDeps,
  ref: InvoiceRef,
): Promise<z.infer<typeof PreviewView>> {
  await reachTemporal(temporal)
  const input: PreviewInput = { ...ref, previewId: randomUUID() }
  const done = await temporal.connection.withDeadline(Date.now() + waitMs, async () => {
    const handle = await temporal.workflow.start<(input: PreviewInput) => Promise<PreviewResult>>(
      workflowTypes.preview,
      {
        workflowId: previewWorkflowId(ref),
        taskQueue: TASK_QUEUE,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowExecutionTimeout: '2 minutes',
        priority: priorityOf(ref.accountId, priorities.person),
      },
    )
    return within(waitMs, handle.result())
  })
  if (done === undefined) {
    throw new ApiError('temporal_away', 'No worker made the preview in time: check that one runs.')
  }
  const body = Stored.parse(await findPreview(db, ref.accountId, done.previewId))
  const names = namesOf(await findInvoice(db, ref))
  const problems = body.problems.map((problem) => problemView(problem, names))
  return { ...body, previewId: done.previewId, problems }
}
