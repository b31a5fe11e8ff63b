import { activityInfo, log } from '@temporalio/activity'
import { refOf } from '../domain/ids.ts'
import type { InvoiceRef } from '../domain/model.ts'
import { clearTrouble, saveTrouble } from '../store/invoice.ts'
import type { Deps } from './deps.ts'
import { nextTry, toFailure } from './next-try.ts'
import { isOvertakenTry, refuseOvertaken } from './overtaken.ts'
import { scheduledAt } from './scheduled-at.ts'

/**
 * Makes a step of an invoice visible while it fails: last error, since when and next try go to the
 * invoice's row, and Temporal is told when to try again. A try that was lost before it began does nothing.
 */
export const watched =
  <I extends InvoiceRef, O>(
    { db, timing }: Pick<Deps, 'db' | 'timing'>,
    step: (input: I) => Promise<O>,
  ) =>
  async (input: I): Promise<O> => {
    const { accountId, invoiceId } = input
    try {
      await refuseOvertaken(db, { accountId, documentId: invoiceId })
      const result = await step(input)
      if (activityInfo().attempt > 1) await clearTrouble(db, refOf(input))
      return result
    } catch (error) {
      if (isOvertakenTry(error)) throw error
      const retry = nextTry(error, timing)
      const trouble = { ...retry, nextTryAt: new Date(Date.now() + retry.afterMs) }
      // When Postgres itself is what failed, Temporal still shows the failure.
      await saveTrouble(db, refOf(input), trouble, scheduledAt()).catch((cause: unknown) =>
        log.warn('trouble not recorded', { cause: String(cause) }),
      )
      throw toFailure(error, retry)
    }
  }
