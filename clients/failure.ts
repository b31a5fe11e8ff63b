import { failureNameOf } from '../domain/failure-table.ts'
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
import { parseProblem, typeSuffixOf } from './problem.ts'
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
  const problem = parseProblem(body.toString('utf8'))
  const details = { ...where, status, problem }
  const what = String(status)
  switch (failureNameOf({ vendor: where.vendor, status, type: typeSuffixOf(problem) })) {
    case 'AccessError':
      return new AccessError(what, details)
    case 'NotFoundError':
      return new NotFoundError(what, details)
    case 'ThrottledError': {
      const retryAfterMs = parseRetryAfter(headers['retry-after'], Date.now())
      return new ThrottledError(what, { ...details, retryAfterMs })
    }
    case 'RefusedError':
      return new RefusedError(what, details)
    case 'BudgetError':
    case 'NotSentError':
    case 'CursorRestartedError':
    case 'InDoubtError':
      return new InDoubtError(what, details)
  }
}
