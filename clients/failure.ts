import {
  AccessError,
  type ClientError,
  InDoubtError,
  NotFoundError,
  NotSentError,
  RefusedError,
  ThrottledError,
  type Where,
} from './errors.ts'
import type { Answer, Outcome } from './exchange.ts'
import { parseProblem } from './problem.ts'
import { parseRetryAfter } from './retry-after.ts'

/** No whole answer came: was anything sent at all? */
export function failureOf(where: Where, failed: Outcome & { kind: 'failed' }): ClientError {
  const { sent, status, cause } = failed
  if (!sent) return new NotSentError('not sent', { ...where, cause })
  const what = status === null ? 'no answer' : `${status}, but the answer was cut`
  return new InDoubtError(what, { ...where, status, cause })
}

/** An answer that is not 2xx. A redirect is not followed, so nothing is known about the request. */
export function refusalOf(where: Where, { status, headers, body }: Answer): ClientError {
  const details = { ...where, status, problem: parseProblem(body.toString('utf8')) }
  const what = String(status)
  if (status === 401 || status === 403) return new AccessError(what, details)
  if (status === 404) return new NotFoundError(what, details)
  if (status === 429) {
    const retryAfterMs = parseRetryAfter(headers['retry-after'], Date.now())
    return new ThrottledError(what, { ...details, retryAfterMs })
  }
  const final = status >= 400 && status < 500 && status !== 408 && status !== 409
  return final ? new RefusedError(what, details) : new InDoubtError(what, details)
}
