import type { BaseWorkflowOptions } from '@temporalio/common'
import { invoiceWorkflowId } from '../domain/ids.ts'
import type { InvoiceRef, InvoiceState } from '../domain/model.ts'
import { type PriorityKey, priorities, priorityOf } from '../domain/priorities.ts'
import { type InvoiceInput, TASK_QUEUE } from './messages.ts'
import { searchAttributeKeys } from './search-attributes.ts'

type RunOptions = { number?: string | null; priorityKey?: PriorityKey }
type KnownRow = { state: InvoiceState; number: string | null }
type Start = BaseWorkflowOptions & { workflowId: string; taskQueue: string; args: [InvoiceInput] }

/**
 * How an invoice's run is started when none is open; an open one is used as it is. `row` is what
 * Postgres remembers, absent for an invoice never seen.
 */
export function invoiceRun(
  ref: InvoiceRef,
  row: KnownRow | undefined,
  { number = row?.number ?? null, priorityKey = priorities.live }: RunOptions = {},
) {
  const { accountId, invoiceId } = ref
  const input: InvoiceInput = {
    accountId,
    invoiceId,
    ...(number === null ? {} : { invoiceNumber: number }),
    ...(row === undefined ? {} : { opening: row.state }),
  }
  const { accountId: account, invoiceNumber } = searchAttributeKeys
  return {
    workflowId: invoiceWorkflowId(ref),
    taskQueue: TASK_QUEUE,
    args: [input],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    ...(number === null ? {} : { staticSummary: number }),
    typedSearchAttributes: [
      { key: account, value: accountId },
      ...(number === null ? [] : [{ key: invoiceNumber, value: number }]),
    ],
    priority: priorityOf(accountId, priorityKey),
  } satisfies Start
}
