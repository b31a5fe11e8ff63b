import type { Clock } from './clock.ts'

/**
 * A strict rolling window per key: `take` gives 0 when the call is admitted, else the milliseconds
 * (already scaled) until the next one would be. Refused calls do not count.
 */
export function createRollingWindow(clock: Clock, windowMs: number) {
  const admitted = new Map<string, { instants: number[]; first: number }>()
  return {
    take: (key: string, limit: number): number => {
      const nowMs = clock.nowMs()
      const lengthMs = clock.scaled(windowMs)
      let recent = admitted.get(key) ?? { instants: [], first: 0 }
      const isSetBack = (recent.instants.at(-1) ?? 0) > nowMs
      if (isSetBack) recent = { instants: [], first: 0 }
      const { instants } = recent
      while ((instants[recent.first] ?? nowMs) <= nowMs - lengthMs) recent.first += 1
      if (recent.first > 1_000) recent = { instants: instants.slice(recent.first), first: 0 }
      admitted.set(key, recent)
      const blocking = recent.instants.at(-limit)
      const isFull = recent.instants.length - recent.first >= limit
      if (isFull && blocking !== undefined) return Math.max(1, blocking + lengthMs - nowMs)
      recent.instants.push(nowMs)
      return 0
    },
    clear: () => admitted.clear(),
  }
}
