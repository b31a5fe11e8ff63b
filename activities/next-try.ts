import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity'
import { ApplicationFailureCategory } from '@temporalio/common'
import * as z from 'zod'
import { ClientError } from '../clients/errors.ts'
import type { Timing } from '../domain/timing.ts'
import { sqlStateOf } from '../store/postgres-errors.ts'
import { type Retry, retryOf } from './failures.ts'

/** What a try leaves to the next one, by heartbeat. */
const Progress = z.object({ failures: z.int() })

/**
 * When and why this activity is tried again. Waiting for a turn is not a failure: the pause after the
 * next one is no longer for it. Throws when the activity is cancelled: there is no next try.
 */
export function nextTry(error: unknown, timing: Timing): Retry {
  const context = Context.current()
  if (context.cancellationSignal.aborted) throw new CancelledFailure('cancelled')
  const failures = failuresIn(context) + 1
  const retry = retryOf(error, failures, timing)
  const beats = context.info.heartbeatTimeoutMs !== undefined
  if (beats && retry.code !== null) context.heartbeat({ failures })
  return retry
}

/** How often it has failed before; without heartbeats each try counts. */
function failuresIn({ info }: Context): number {
  if (info.heartbeatTimeoutMs === undefined) return info.attempt - 1
  const { data } = Progress.safeParse(info.heartbeatDetails)
  return data?.failures ?? 0
}

/** The failure that makes Temporal try again at the right moment. */
export function toFailure(error: unknown, { code, text, afterMs }: Retry): ApplicationFailure {
  return ApplicationFailure.create({
    message: text,
    type: code ?? 'budget',
    nextRetryDelay: Math.max(1, Math.ceil(afterMs)),
    // Who waits for a turn is no news for a log.
    ...(code === null ? { category: ApplicationFailureCategory.BENIGN } : {}),
    ...(mayBeTold(error) ? { cause: error } : {}),
  })
}

/** Vendors and Postgres quote what was sent or stored: their errors stay out of histories. */
const mayBeTold = (error: unknown): error is Error =>
  error instanceof Error && !(error instanceof ClientError) && sqlStateOf(error) === null
