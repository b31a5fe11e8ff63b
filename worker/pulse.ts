import type { ActivityInterceptorsFactory } from '@temporalio/worker'
import { activityCaller } from '../activities/caller.ts'

/** More often than `maxHeartbeatThrottleInterval` would be in vain. */
export const pulseMs = 1_000

/**
 * Beats for every activity that has a heartbeat timeout and takes longer than a second: only so does
 * it learn that it is cancelled, and Temporal that its worker is lost. The details of the last try
 * (how often it has failed) are kept.
 */
export const pulse: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      activityCaller() // its time counts from now
      const { heartbeatTimeoutMs, heartbeatDetails } = context.info
      if (heartbeatTimeoutMs === undefined) return next(input)
      const timer = setInterval(() => context.heartbeat(heartbeatDetails), pulseMs)
      try {
        return await next(input)
      } finally {
        clearInterval(timer)
      }
    },
  },
})
