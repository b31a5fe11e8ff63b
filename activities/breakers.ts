import { AccessError, type RefusedError } from '../clients/errors.ts'
import type { Problem } from '../domain/model.ts'
import { type About, rilletRefusal } from '../domain/refusals.ts'
import { type Breaker, openBreaker } from '../store/breaker.ts'
import type { Db } from '../store/connect.ts'
import { accessProblem, meantProblem } from './failures.ts'

/**
 * The problem that only a person can mend, or null when trying again may help (other credentials are stored by
 * now), or when it is a refusal. Refused credentials open the account's breaker: the other invoices do not try
 * them too.
 */
export async function heldProblem(
  db: Db,
  accountId: string,
  error: unknown,
): Promise<Problem | null> {
  const problem = accessProblem(error)
  return problem === null ? null : opening(db, accountId, problem, error)
}

/** Rillet's refusal of a write, as a problem; a missing reference type opens the account's breaker. */
export const refusalProblem = async (
  db: Db,
  accountId: string,
  error: RefusedError,
  about: About,
): Promise<Problem> => {
  const problem = rilletRefusal(error.status ?? 400, error.problem, about)
  await open(db, accountId, problem, null)
  return problem
}

/** The problem that a failure means, if it means one (`meantProblem`), breakers opened. */
export async function problemOf(
  db: Db,
  accountId: string,
  error: unknown,
  about: About,
): Promise<Problem | null> {
  const problem = meantProblem(error, about)
  return problem === null ? null : opening(db, accountId, problem, error)
}

async function opening(
  db: Db,
  accountId: string,
  problem: Problem,
  error: unknown,
): Promise<Problem | null> {
  const credential = error instanceof AccessError ? error.credential : null
  return (await open(db, accountId, problem, credential)) ? problem : null
}

/** False when the refused credentials are not the stored ones any more. */
async function open(
  db: Db,
  accountId: string,
  { code }: Problem,
  credential: string | null,
): Promise<boolean> {
  const breaker = breakers[code]
  // A missing key is no refused one: there is nothing to try.
  return breaker === undefined || openBreaker(db, accountId, breaker, credential)
}

/** What one invoice finds broken for all of its account. */
const breakers: Partial<Record<Problem['code'], Breaker>> = {
  api_key_refused: 'rillet_key',
  sequence_key_refused: 'sequence_key',
  missing_setup: 'setup',
}
