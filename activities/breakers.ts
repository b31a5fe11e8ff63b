import { AccessError, type RefusedError } from '../clients/errors.ts'
import type { Problem } from '../domain/model.ts'
import { type About, rilletRefusal } from '../domain/refusals.ts'
import { openBreaker } from '../store/breaker.ts'
import type { Db } from '../store/connect.ts'
import { accessProblem } from './failures.ts'

/**
 * The problem that only a person can mend, or null when trying again may help. Refused credentials
 * open the account's breaker, so that the other invoices do not try them too.
 */
export async function heldProblem(
  db: Db,
  accountId: string,
  error: unknown,
): Promise<Problem | null> {
  if (error instanceof AccessError) {
    await openBreaker(db, accountId, error.vendor === 'rillet' ? 'rillet_key' : 'sequence_key')
  }
  return accessProblem(error)
}

/** Rillet's refusal of a write, as a problem; a missing reference type opens the account's breaker. */
export async function refusalProblem(
  db: Db,
  accountId: string,
  error: RefusedError,
  about: About,
): Promise<Problem> {
  const problem = rilletRefusal(error.status ?? 400, error.problem, about)
  if (problem.code === 'missing_setup') await openBreaker(db, accountId, 'setup')
  return problem
}
