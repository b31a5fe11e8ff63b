import type { RefusedError } from '../clients/errors.ts'
import type { Problem } from '../domain/model.ts'
import { type About, rilletRefusal } from '../domain/refusals.ts'
import { type Breaker, openBreaker } from '../store/breaker.ts'
import type { Db } from '../store/connect.ts'
import { accessProblem, meantProblem } from './failures.ts'

/**
 * The problem that only a person can mend, or null when trying again may help, or when it is a
 * refusal. Refused credentials open the account's breaker: the other invoices do not try them too.
 */
export async function heldProblem(
  db: Db,
  accountId: string,
  error: unknown,
): Promise<Problem | null> {
  const problem = accessProblem(error)
  return problem === null ? null : opening(db, accountId, problem)
}

/** Rillet's refusal of a write, as a problem; a missing reference type opens the account's breaker. */
export const refusalProblem = (
  db: Db,
  accountId: string,
  error: RefusedError,
  about: About,
): Promise<Problem> =>
  opening(db, accountId, rilletRefusal(error.status ?? 400, error.problem, about))

/** The problem that a failure means, if it means one (`meantProblem`), breakers opened. */
export async function problemOf(
  db: Db,
  accountId: string,
  error: unknown,
  about: About,
): Promise<Problem | null> {
  const problem = meantProblem(error, about)
  return problem === null ? null : opening(db, accountId, problem)
}

async function opening(db: Db, accountId: string, problem: Problem): Promise<Problem> {
  const breaker = breakers[problem.code]
  // A missing key is no refused one: there is nothing to try.
  if (breaker !== undefined) await openBreaker(db, accountId, breaker)
  return problem
}

/** What one invoice finds broken for all of its account. */
const breakers: Partial<Record<Problem['code'], Breaker>> = {
  api_key_refused: 'rillet_key',
  sequence_key_refused: 'sequence_key',
  missing_setup: 'setup',
}
