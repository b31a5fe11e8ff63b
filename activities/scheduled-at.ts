import { activityInfo } from '@temporalio/activity'

/** When Temporal scheduled this try: of two that write the same, the one that was scheduled later knows better. */
export const scheduledAt = (): Date => new Date(activityInfo().currentAttemptScheduledTimestampMs)
