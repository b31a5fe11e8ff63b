import type { WorkflowStartOptions } from '@temporalio/client'
import { createWorkflowId } from '../domain/ids.ts'
import { type PriorityKey, priorities, priorityOf } from '../domain/priorities.ts'
import { type CreditNoteInput, TASK_QUEUE } from '../workflows/messages.ts'
import { searchAttributeKeys } from '../workflows/search-attributes.ts'

/** How a credit note's run is started when none is open: the one writer of its credit memo. */
export const creditNoteRun = (input: CreditNoteInput, priority: PriorityKey = priorities.live) =>
  ({
    workflowId: createWorkflowId(input.accountId, 'credit_memo', input.creditNoteId),
    taskQueue: TASK_QUEUE,
    args: [input],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'credit note',
    typedSearchAttributes: [{ key: searchAttributeKeys.accountId, value: input.accountId }],
    priority: priorityOf(input.accountId, priority),
  }) satisfies WorkflowStartOptions
