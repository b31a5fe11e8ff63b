import { log } from '@temporalio/activity'
import { type CreditNoteRef, saveCreditNoteTrouble } from '../store/credit-note.ts'
import type { Deps } from './deps.ts'
import { nextTry, toFailure } from './next-try.ts'
import { isOvertakenTry, refuseOvertaken } from './overtaken.ts'

/** Makes a credit note's step visible while it fails, as `watched` does for an invoice's. */
export const watchedNote =
  <I extends CreditNoteRef, O>(
    { db, timing }: Pick<Deps, 'db' | 'timing'>,
    step: (input: I) => Promise<O>,
  ) =>
  async (input: I): Promise<O> => {
    const { accountId, creditNoteId } = input
    try {
      await refuseOvertaken(db, { accountId, documentId: creditNoteId })
      return await step(input)
    } catch (error) {
      if (isOvertakenTry(error)) throw error
      const retry = nextTry(error, timing)
      const trouble = { ...retry, nextTryAt: new Date(Date.now() + retry.afterMs) }
      await saveCreditNoteTrouble(db, input, trouble).catch((cause: unknown) =>
        log.warn('trouble not recorded', { cause: String(cause) }),
      )
      throw toFailure(error, retry)
    }
  }
