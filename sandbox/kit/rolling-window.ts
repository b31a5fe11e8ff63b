import type { Clock } from './clock.ts'

/**
 * A strict rolling window per key: `take` gives 0 when the call is admitted, else the milliseconds
 * (already scaled) until the next one would be. Refused calls do not count.
 */
export function createRollingWindow(clock: Clock, windowMs: number) {
  const admitted = new Map<string, number[]>()
  return {
    take: (key: string, limit: number): number => {
      const nowMs = clock.nowMs()
      const lengthMs = clock.scaled(windowMs)
      const recent = (admitted.get(key) ?? []).filter(
        (atMs) => atMs > nowMs - lengthMs && atMs <= nowMs,
      )
      admitted.set(key, recent)
      const oldest = recent[recent.length - limit]
      if (oldest !== undefined) return Math.max(1, oldest + lengthMs - nowMs)
      recent.push(nowMs)
      return 0
    },
    clear: () => admitted.clear(),
  }
}
