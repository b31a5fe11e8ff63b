import { asyncLocalStorage, type Context } from '@temporalio/activity'
import { priorities } from '../domain/priorities.ts'
import { type Caller, waitingPerson } from '../vendors.ts'

/**
 * Who calls a vendor: the activity around it, if there is one, else a person who waits for the answer.
 * An activity of a low priority (a sweep's or a backfill's, its own or its run's) leaves live work its
 * share of the budget; one that is turned away keeps its place in the line for its next try; one that
 * is cancelled, or has no time left, sends nothing more.
 */
export function activityCaller(): Caller {
  const context = asyncLocalStorage.getStore()
  if (context === undefined) return waitingPerson()
  const known = callers.get(context)
  if (known !== undefined) return known
  const caller = callerIn(context)
  callers.set(context, caller)
  return caller
}

/** One for each try of an activity, however many clients it makes. */
const callers = new WeakMap<Context, Caller>()

function callerIn({ info, cancellationSignal }: Context): Caller {
  const { workflowExecution, activityType, priority, startToCloseTimeoutMs } = info
  return {
    // One run does one activity of a type at a time.
    name: `${workflowExecution?.workflowId ?? info.activityId}/${activityType}`,
    priority: priority?.priorityKey ?? priorities.live,
    signal: cancellationSignal,
    endsAtMs: performance.now() + startToCloseTimeoutMs,
  }
}
