import type { Client } from '@temporalio/client'
import { createWorkflowId } from '../domain/ids.ts'
import { priorities, priorityOf } from '../domain/priorities.ts'
import {
  type CreateInput,
  type CreateResult,
  TASK_QUEUE,
  workflowTypes,
} from '../workflows/messages.ts'
import { reachTemporal } from './temporal.ts'
import { within } from './within.ts'

const startMs = 5_000
const waitMs = 20_000

/** Has a customer or product created once. Undefined when it takes longer than a person waits. */
export async function createInRillet(
  temporal: Client,
  input: CreateInput,
): Promise<{ workflowId: string; result: CreateResult | undefined }> {
  await reachTemporal(temporal)
  const { type, options } = createRun(input)
  const handle = await temporal.connection.withDeadline(Date.now() + startMs, () =>
    temporal.workflow.start<(input: CreateInput) => Promise<CreateResult>>(type, options),
  )
  const { workflowId } = options
  return { workflowId, result: await within(waitMs, handle.result()) }
}

/** How the run that creates a thing once is started when none is open. */
export const createRun = (input: CreateInput) => ({
  type: workflowTypes.create,
  options: {
    workflowId: createWorkflowId(input.accountId, input.kind, input.sourceId),
    taskQueue: TASK_QUEUE,
    args: [input] satisfies [CreateInput],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    priority: priorityOf(input.accountId, priorities.person),
  },
})
