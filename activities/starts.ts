import { getClient } from '@temporalio/activity'
import { createWorkflowId } from '../domain/ids.ts'
import { priorities, priorityOf } from '../domain/priorities.ts'
import { type CreateInput, TASK_QUEUE, workflowTypes } from '../workflows/messages.ts'
import { searchAttributeKeys } from '../workflows/search-attributes.ts'

export type StartActivities = ReturnType<typeof createStartActivities>

export const createStartActivities = () => ({
  /** Has products created in Rillet, each by one run, however many invoices ask for it at once. */
  startCreates: async (inputs: CreateInput[]): Promise<void> => {
    await Promise.all(inputs.map(start))
  },
})

const start = (input: CreateInput) =>
  getClient().workflow.start(workflowTypes.create, {
    workflowId: createWorkflowId(input.accountId, input.kind, input.sourceId),
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    taskQueue: TASK_QUEUE,
    args: [input],
    staticSummary: `create ${input.kind}`,
    typedSearchAttributes: [{ key: searchAttributeKeys.accountId, value: input.accountId }],
    priority: priorityOf(input.accountId, priorities.live),
  })
