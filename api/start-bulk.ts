import { randomUUID } from 'node:crypto'
import { bulkWorkflowId } from '../domain/ids.ts'
import { add } from '../domain/money.ts'
import { priorities, priorityOf } from '../domain/priorities.ts'
import { cancelBulk, saveBulk } from '../store/bulk.ts'
import { type BulkChoice, estimateBulk, mostInBulk, selectBulk } from '../store/bulk-select.ts'
import type { Db } from '../store/connect.ts'
import { type BulkInput, TASK_QUEUE, workflowTypes } from '../workflows/messages.ts'
import { searchAttributeKeys } from '../workflows/search-attributes.ts'
import type { ApiDeps } from './deps.ts'
import { ApiError } from './problem.ts'
import { reachTemporal } from './temporal.ts'

const startMs = 5_000
const reservedForLive = 10

/** What a retry of these invoices would take; calls and minutes are what most of them need. */
export async function estimate(
  db: Db,
  accountId: string,
  { choice, callsPerMinute }: { choice: BulkChoice; callsPerMinute: number },
) {
  const rows = await estimateBulk(db, accountId, choice)
  const sum = (pick: (row: (typeof rows)[number]) => number) =>
    rows.reduce((total, row) => total + pick(row), 0)
  const count = sum((row) => row.count)
  // One call books an invoice; one that is there already is read, and so are its payments.
  const requests = count + sum((row) => row.linked)
  const states = [...new Set(rows.map(({ state }) => state))]
  return {
    count,
    isTooMany: count > mostInBulk,
    mostAtOnce: mostInBulk,
    byState: states.map((state) => ({
      state,
      count: rows.filter((row) => row.state === state).reduce((n, row) => n + row.count, 0),
    })),
    amounts: amountsOf(rows),
    requests,
    minutes: Math.ceil(requests / Math.max(callsPerMinute - reservedForLive, 1)),
  }
}

function amountsOf(rows: { currency: string | null; amount: string; count: number }[]) {
  const totals = new Map<string, string>()
  for (const { currency, amount } of rows) {
    if (currency !== null) totals.set(currency, add(totals.get(currency) ?? '0', amount))
  }
  return [...totals].map(([currency, amount]) => ({ currency, amount }))
}

export type BulkWish = { accountId: string; actor: string; reason: string; choice: BulkChoice }

/** Fixes the list and starts its run. Throws when it is empty, too long, or Temporal is away. */
export async function startBulk(
  { db, temporal }: ApiDeps,
  { accountId, actor, reason, choice }: BulkWish,
): Promise<string> {
  const invoiceIds = await selectBulk(db, accountId, choice)
  if (invoiceIds.length === 0) throw nothingChosen()
  if (invoiceIds.length > mostInBulk) throw tooMany()
  await reachTemporal(temporal)
  const ref = { accountId, bulkId: randomUUID() }
  const filter = 'filter' in choice ? choice.filter : null
  await saveBulk(db, { ...ref, actor, reason, filter, invoiceIds })
  const input: BulkInput = ref
  try {
    await temporal.connection.withDeadline(Date.now() + startMs, () =>
      temporal.workflow.start(workflowTypes.bulk, {
        workflowId: bulkWorkflowId(accountId, ref.bulkId),
        taskQueue: TASK_QUEUE,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
        staticSummary: `bulk retry of ${invoiceIds.length}`,
        typedSearchAttributes: [{ key: searchAttributeKeys.accountId, value: accountId }],
        priority: priorityOf(accountId, priorities.background),
      }),
    )
  } catch (error) {
    await cancelBulk(db, ref, actor)
    throw error
  }
  return ref.bulkId
}

const nothingChosen = () =>
  new ApiError('invalid_request', undefined, [
    {
      field: 'body',
      message:
        'No invoice that a retry can help fits: choose others. Put-away ones are retried only where their state or problem is named.',
    },
  ])

const tooMany = () =>
  new ApiError('invalid_request', undefined, [
    {
      field: 'body.filter',
      message: `More than ${mostInBulk} invoices fit: narrow the filter and retry the rest after that.`,
    },
  ])
