import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'
import { beginTry } from '../store/begun-try.ts'
import type { Db } from '../store/connect.ts'
import { scheduledAt } from './scheduled-at.ts'

/**
 * Ends a try of an invoice's or a credit note's activity that begins when a later one has begun already: Temporal
 * gave it up with its worker, and hears of it no more. Where only the clocks went wrong it is scheduled anew.
 */
export async function refuseOvertaken(
  db: Db,
  document: { accountId: string; documentId: string },
): Promise<void> {
  if (await beginTry(db, document, scheduledAt())) return
  throw ApplicationFailure.create({
    message: 'a later try has begun already',
    type: overtaken,
    nextRetryDelay: '1 s',
    category: ApplicationFailureCategory.BENIGN,
  })
}

/** Such a try is no trouble of the document's. */
export const isOvertakenTry = (error: unknown): boolean =>
  error instanceof ApplicationFailure && error.type === overtaken

const overtaken = 'overtaken'
