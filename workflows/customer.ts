import {
  ActivityFailure,
  continueAsNew,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import { vendors } from './activities.ts'
import { type CustomerInput, signals } from './messages.ts'

/**
 * Carries Sequence's edits of one customer to Rillet, one after the other: each look reads what is true
 * now, so that the last edit wins however its news arrived.
 */
export async function customer(input: CustomerInput): Promise<void> {
  const { accountId, customerId } = input
  let woken = false
  setHandler(
    signals.customerChanged,
    () => {
      woken = true
    },
    { description: 'The customer may have changed in Sequence: read it again.' },
  )
  for (;;) {
    woken = false // before reading: an edit that comes meanwhile is not lost
    try {
      await vendors.syncCustomer({ accountId, customerId })
    } catch (error) {
      // It was tried for as long as it may; the customer's row says why. A next edit tries again.
      if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error
    }
    if (!woken) return
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof customer>(input)
  }
}
