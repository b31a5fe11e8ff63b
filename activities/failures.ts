import {
  AccessError,
  BudgetError,
  ClientError,
  InDoubtError,
  ThrottledError,
} from '../clients/errors.ts'
import { meaningOf } from '../clients/meaning.ts'
import type { Problem } from '../domain/model.ts'
import {
  disconnected,
  rilletAnswerUnreadable,
  rilletNotConnected,
  rilletUnreachable,
  sequenceAnswerUnreadable,
  sequenceNotConnected,
  sequenceUnreachable,
} from '../domain/problems.ts'
import { type About, isCode, problemFor } from '../domain/refusals.ts'
import type { Timing } from '../domain/timing.ts'
import { sqlStateOf } from '../store/postgres-errors.ts'
import { NotConnectedError } from '../vendors.ts'

/** Why a step will be tried again, and when. `code` is null while it only waits for its turn. */
export type Retry = { code: string | null; text: string; afterMs: number }

/**
 * When a failed step is tried again: as the vendor or our budget asks, else after a pause that
 * doubles with each failure. Everything that gets here is transient or a bug: both are tried again, visibly.
 */
export function retryOf(error: unknown, failures: number, timing: Timing): Retry {
  const doubled = timing.firstRetryMs * 2 ** Math.min(failures - 1, 30)
  const pauseMs = Math.min(doubled, timing.longestRetryMs)
  if (error instanceof BudgetError) {
    return {
      code: null,
      text: 'Waits for its turn: the calls per minute are used up.',
      afterMs: error.retryAfterMs,
    }
  }
  if (error instanceof ThrottledError) {
    const vendor = error.vendor === 'rillet' ? 'Rillet' : 'Sequence'
    const text = `Waits because ${vendor} asks for it: too many calls a minute.`
    return {
      code: null,
      text,
      afterMs: Math.max(error.retryAfterMs ?? pauseMs, timing.firstRetryMs),
    }
  }
  return { ...wordsOf(error), afterMs: pauseMs }
}

function wordsOf(error: unknown): Pick<Retry, 'code' | 'text'> {
  if (!(error instanceof ClientError)) return { code: 'internal', text: textOf(error) }
  const meaning = meaningOf(error)
  return { code: isCode(meaning) ? meaning : unreachable(error).code, text: error.message }
}

function textOf(error: unknown): string {
  const sqlState = sqlStateOf(error)
  if (sqlState !== null) return `Postgres answered with an error (${sqlState}).`
  return error instanceof Error ? error.message : String(error)
}

function unreachable(error: ClientError): Problem {
  const unreadable = error instanceof InDoubtError && error.status !== null && error.status < 300
  const detail = error.status === null ? 'no answer' : `status ${error.status}`
  if (error.vendor === 'rillet') {
    return unreadable ? rilletAnswerUnreadable(detail) : rilletUnreachable(detail)
  }
  return unreadable ? sequenceAnswerUnreadable(detail) : sequenceUnreachable(detail)
}

/**
 * The problem that a failure means by the table of `domain/failure-table.ts`; null when trying again may
 * help, when it is in doubt, or when the thing may be gone.
 */
export function meantProblem(error: unknown, about: About): Problem | null {
  if (error instanceof NotConnectedError) return notConnected(error)
  if (!(error instanceof ClientError)) return null
  const meaning = meaningOf(error)
  const said = { status: error.status ?? 400, refusal: error.problem }
  return isCode(meaning) ? problemFor(meaning, said, about) : null
}

/** What an account's connection lacks or a vendor refuses it, or null when that is not the reason. */
export const accessProblem = (error: unknown): Problem | null =>
  error instanceof NotConnectedError || error instanceof AccessError
    ? meantProblem(error, {})
    : null

function notConnected({ reason }: NotConnectedError): Problem {
  switch (reason) {
    case 'rillet_missing':
      return rilletNotConnected()
    case 'sequence_missing':
      return sequenceNotConnected()
    case 'disconnected':
      return disconnected()
  }
}
