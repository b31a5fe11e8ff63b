import {
  AccessError,
  BudgetError,
  ClientError,
  InDoubtError,
  NotSentError,
  ThrottledError,
} from '../clients/errors.ts'
import type { Problem } from '../domain/model.ts'
import {
  apiKeyRefused,
  disconnected,
  rilletAnswerUnreadable,
  rilletNotConnected,
  rilletUnreachable,
  sequenceAnswerUnreadable,
  sequenceKeyRefused,
  sequenceNotConnected,
  sequenceUnreachable,
} from '../domain/problems.ts'
import type { Timing } from '../domain/timing.ts'
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
    return { code: null, text, afterMs: error.retryAfterMs ?? pauseMs }
  }
  return { ...wordsOf(error), afterMs: pauseMs }
}

function wordsOf(error: unknown): Pick<Retry, 'code' | 'text'> {
  if (!(error instanceof ClientError)) {
    return { code: 'internal', text: error instanceof Error ? error.message : String(error) }
  }
  return { code: unreachable(error).code, text: error.message }
}

function unreachable(error: ClientError): Problem {
  const unreadable = error instanceof InDoubtError && error.status !== null && error.status < 300
  const detail = error.status === null ? 'no answer' : `status ${error.status}`
  if (error.vendor === 'rillet') {
    return unreadable ? rilletAnswerUnreadable(detail) : rilletUnreachable(detail)
  }
  return unreadable ? sequenceAnswerUnreadable(detail) : sequenceUnreachable(detail)
}

/** A failure that only a person can mend, or null when trying again may help. */
export function accessProblem(error: unknown): Problem | null {
  if (error instanceof NotConnectedError) return notConnected(error)
  if (!(error instanceof AccessError)) return null
  return error.vendor === 'rillet' ? apiKeyRefused() : sequenceKeyRefused()
}

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

/** True when a create surely made nothing: no connection, no right, no turn. */
export const madeNothing = (error: unknown): boolean =>
  error instanceof NotSentError ||
  error instanceof AccessError ||
  error instanceof ThrottledError ||
  error instanceof BudgetError
