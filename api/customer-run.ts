import type { WorkflowStartOptions } from '@temporalio/client'
import { customerWorkflowId } from '../domain/ids.ts'
import { priorities, priorityOf } from '../domain/priorities.ts'
import { type CustomerInput, TASK_QUEUE } from '../workflows/messages.ts'
import { searchAttributeKeys } from '../workflows/search-attributes.ts'

/** How a customer's run is started when none is open. */
export const customerRun = (input: CustomerInput) =>
  ({
    workflowId: customerWorkflowId(input.accountId, input.customerId),
    taskQueue: TASK_QUEUE,
    args: [input],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'customer',
    typedSearchAttributes: [
      { key: searchAttributeKeys.accountId, value: input.accountId },
      { key: searchAttributeKeys.customerId, value: input.customerId },
    ],
    priority: priorityOf(input.accountId, priorities.live),
  }) satisfies WorkflowStartOptions
