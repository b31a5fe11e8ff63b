import { activityInfo } from '@temporalio/activity'

/** The same for every attempt of one step of a run, and never again: makes an event's writing idempotent. */
export function onceHere(what: string): string {
  const { workflowExecution, activityId } = activityInfo()
  return `${what}/${workflowExecution?.runId ?? ''}/${activityId}`
}
