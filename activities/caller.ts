import { asyncLocalStorage } from '@temporalio/activity'
import { priorities } from '../domain/priorities.ts'
import type { Caller } from '../vendors.ts'

/**
 * Who calls a vendor: the activity around it, if there is one. One of a low priority (a sweep's or a
 * backfill's, its own or its run's) leaves live work its share.
 */
export function activityCaller(): Caller {
  const context = asyncLocalStorage.getStore()
  const { priorityKey = priorities.live } = context?.info.priority ?? {}
  return { background: priorityKey >= priorities.background }
}
