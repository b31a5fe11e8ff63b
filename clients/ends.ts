import { NotSentError, type Where } from './errors.ts'

/** When a request must be over. */
export type Ends = {
  /** For the whole exchange from connecting to the last byte; never below 2,000. */
  deadlineMs?: number | undefined
  /** Whoever calls is cancelled: nothing more is sent, and what is on its way is let go, but a create. */
  signal?: AbortSignal | null | undefined
  /** When the caller's time is over, on `performance.now()`'s clock: no request outlives it. */
  endsAtMs?: number | null | undefined
}

/** Throws when there is no use in sending: the caller is cancelled, or has no time for an answer. */
export function refuseToSend(where: Where, { signal, endsAtMs }: Ends): void {
  if (signal?.aborted) {
    throw new NotSentError('not sent, cancelled', { ...where, cause: signal.reason })
  }
  if (leftMs(endsAtMs) < shortestMs) throw new NotSentError('not sent, out of time', where)
}

/** A create that is on its way is let finish: to cancel it would only leave it in doubt. */
export function endOf(
  ends: Ends,
  { key, signal }: { key?: string; signal?: AbortSignal | undefined },
): AbortSignal {
  const longestMs = Math.max(ends.deadlineMs ?? 20_000, shortestMs)
  const deadline = AbortSignal.timeout(Math.ceil(Math.min(longestMs, leftMs(ends.endsAtMs))))
  const caller = key === undefined ? ends.signal : null
  const ending = [deadline, signal ?? null, caller ?? null]
  return AbortSignal.any(ending.filter((one) => one !== null))
}

const shortestMs = 2_000
/** What is left to record the answer. */
const marginMs = 1_000

function leftMs(endsAtMs: number | null | undefined): number {
  if (endsAtMs === null || endsAtMs === undefined) return Number.POSITIVE_INFINITY
  return Math.max(endsAtMs - performance.now() - marginMs, 0)
}
