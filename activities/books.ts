import { AccessError, RefusedError } from '../clients/errors.ts'
import type { RilletClient } from '../clients/rillet/client.ts'
import type { IsoDate, Problem } from '../domain/model.ts'
import { periodClosed } from '../domain/problems.ts'
import { knownClosedUntil, saveClosedUntil } from '../store/closed-period.ts'
import type { Deps } from './deps.ts'

export type Books = { accountId: string; organizationId: string; rillet: RilletClient }

/**
 * The last day that Rillet's books are closed for, null when none is: read at most every ten minutes, or
 * now. A key that may not read it closes nothing: Rillet's refusal of a write is the truth.
 */
export async function closedUntil(
  { db, timing }: Pick<Deps, 'db' | 'timing'>,
  { accountId, organizationId, rillet }: Books,
  { fresh }: { fresh: boolean },
): Promise<IsoDate | null> {
  const books = { accountId, organizationId }
  const known = fresh ? undefined : await knownClosedUntil(db, books, timing.booksMs)
  if (known !== undefined) return known
  return saveClosedUntil(db, books, await readEnd(rillet))
}

/** Undefined when this key may not read it. */
async function readEnd(rillet: RilletClient): Promise<IsoDate | null | undefined> {
  try {
    return (await rillet.lastClosedPeriod())?.end ?? null
  } catch (error) {
    if (error instanceof AccessError || error instanceof RefusedError) return undefined
    throw error
  }
}

export const isClosed = (date: IsoDate, endsOn: IsoDate | null): boolean =>
  endsOn !== null && date <= endsOn

/** The first day after the end. */
export function dayAfter(day: IsoDate): IsoDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/**
 * What Rillet's refusal of a write with these dates means once its books were read: whatever it calls it, a
 * day in a closed period is the reason.
 */
export async function closedOr(
  deps: Pick<Deps, 'db' | 'timing'>,
  books: Books,
  { problem, dates }: { problem: Problem; dates: IsoDate[] },
): Promise<Problem> {
  if (problem.code !== 'rillet_refused' && problem.code !== 'period_closed') return problem
  const endsOn = await closedUntil(deps, books, { fresh: true })
  const closed = dates.find((date) => isClosed(date, endsOn))
  return closed === undefined ? problem : periodClosed(closed)
}
