import { setTimeout as sleep } from 'node:timers/promises'
import { type Budget, type Taken, takeSlot } from './budget-desk.ts'
import { begin, hasBegun, lineUp } from './takers.ts'

export type Offered = Extract<Taken, { granted: true }> | { granted: false; retryAfterMs: number }

/**
 * The taker of slots for one key: sleeps when its turn comes soon, else says when that will be. Only a
 * few sleep in one process: the others would hold its places for work that can go on.
 */
export function createBudget(budget: Budget): { slot: () => Promise<Offered> } {
  const { key, windowMs, taker } = budget
  return {
    slot: async () => {
      const place = lineUp(taker, key)
      try {
        for (let sleptMs = 0; ; ) {
          const taken = await takeSlot(budget, place.waiter)
          if (taken.granted) {
            begin(taker, key)
            return taken
          }
          const { freeInMs } = taken
          const bench = hasBegun(taker, key) ? benches.begun : benches.fresh
          if (sleptMs + freeInMs > bench.longestMs || !bench.hasRoom(key)) {
            return { granted: false, retryAfterMs: Math.ceil(freeInMs + jitter(windowMs)) }
          }
          sleptMs += freeInMs
          await bench.sleep(key, freeInMs, taker.signal)
          if (taker.signal?.aborted) return { granted: false, retryAfterMs: freeInMs }
        }
      } finally {
        place.leave()
      }
    },
  }
}

/** Who is told the same moment does not come back in the same millisecond. */
const jitter = (windowMs: number) => Math.random() * Math.max(windowMs / 200, 20)

function createBench({ longestMs, most }: { longestMs: number; most: number }) {
  const sleepers = new Map<string, number>()
  return {
    longestMs,
    hasRoom: (key: string) => (sleepers.get(key) ?? 0) < most,
    /** Ends early when the signal says so. */
    sleep: async (key: string, ms: number, signal: AbortSignal | null) => {
      sleepers.set(key, (sleepers.get(key) ?? 0) + 1)
      await sleep(ms, undefined, signal === null ? {} : { signal }).catch(() => undefined)
      const left = (sleepers.get(key) ?? 1) - 1
      if (left === 0) sleepers.delete(key)
      else sleepers.set(key, left)
    },
  }
}

/** Work that has begun waits longer: what it has used of the budget would be used in vain. */
const benches = {
  fresh: createBench({ longestMs: 2_000, most: 4 }),
  begun: createBench({ longestMs: 5_000, most: 8 }),
}
