import { continueAsNew, sleep, workflowInfo } from '@temporalio/workflow'
import { bulks } from './activities.ts'
import type { BulkInput } from './messages.ts'

/**
 * Retries many invoices for a person, ten at a time, at the rate that leaves live work its share. Which are
 * left stands in Postgres, and so does a cancellation.
 */
export async function bulk(input: BulkInput): Promise<void> {
  for (;;) {
    const { isOver, pauseMs } = await bulks.retrySome(input)
    if (isOver) return
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof bulk>(input)
    await sleep(pauseMs)
  }
}
