import { getClient, heartbeat } from '@temporalio/activity'
import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client'
import type { Workflow } from '@temporalio/common'
import {
  type BulkItem,
  type BulkRef,
  endBulk,
  findBulk,
  pendingItems,
  saveAsked,
} from '../store/bulk.ts'
import type { Db } from '../store/connect.ts'
import { findConnection, settingsOf } from '../store/connection.ts'
import { findInvoice } from '../store/invoice.ts'
import { invoiceRun } from '../workflows/invoice-run.ts'
import { type PersonAsks, type Status, updates, workflowTypes } from '../workflows/messages.ts'
import type { SweepDeps } from './deps.ts'

export type BulkActivities = ReturnType<typeof createBulkActivities>

/** `pauseMs`: until the next ones may be asked, at the rate of the calls that are left beside live work. */
export type BulkStep = { isOver: boolean; pauseMs: number }

const atOnce = 10
const reservedForLive = 10

export const createBulkActivities = ({ db, sweeps }: SweepDeps) => ({
  /** Asks the next ten invoices of a batch to retry, and writes down how each one took it. */
  retrySome: async (ref: BulkRef): Promise<BulkStep> => {
    const bulk = await findBulk(db, ref)
    const items = bulk?.state === 'running' ? await pendingItems(db, ref, atOnce) : []
    if (bulk === undefined || items.length === 0) {
      await endBulk(db, ref)
      return { isOver: true, pauseMs: 0 }
    }
    const { actor, reason } = bulk
    const asked = await Promise.allSettled(
      items.map(async (item) => {
        const outcome = await askRetry(db, ref, item, { actor, reason })
        heartbeat({ place: item.place })
        await saveAsked(db, ref, item, outcome)
      }),
    )
    const failed = asked.find((one) => one.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    const { rilletBudgetPerMinute } = settingsOf(await findConnection(db, ref.accountId))
    const perWindow = Math.max(rilletBudgetPerMinute - reservedForLive, 1)
    return { isOver: false, pauseMs: Math.ceil((sweeps.windowMs * items.length) / perWindow) }
  },
})

type Outcome = { outcome: 'asked' | 'refused'; detail: string | null }

/** The update's id makes a second try of this step the same wish. */
async function askRetry(
  db: Db,
  { accountId, bulkId }: BulkRef,
  { place, invoiceId }: BulkItem,
  by: PersonAsks,
): Promise<Outcome> {
  const ref = { accountId, invoiceId }
  const start = invoiceRun(ref, await findInvoice(db, ref))
  try {
    await getClient().workflow.executeUpdateWithStart<Workflow, Status, [PersonAsks]>(
      updates.retry.name,
      {
        args: [by],
        updateId: `${bulkId}/${place}`,
        startWorkflowOperation: new WithStartWorkflowOperation(workflowTypes.invoice, start),
      },
    )
    return { outcome: 'asked', detail: null }
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError)) throw error
    return { outcome: 'refused', detail: error.cause?.message ?? error.message }
  }
}
