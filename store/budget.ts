import { setTimeout as sleep } from 'node:timers/promises'
import { answerSlots, freeSlot, grantSlots, pauseBudget, type SlotLimit } from './budget-slots.ts'
import type { Db } from './connect.ts'
import { type Together, together } from './together.ts'

/** A place in the budget, held from its grant until a window after the answer. */
export type Slot = {
  /** The answer came: free again a window later. */
  answered(): Promise<void>
  /** Nothing was sent: free at once. */
  unused(): Promise<void>
  /** The vendor said 429: nobody gets a slot for that long; null, for a whole window. */
  throttled(retryAfterMs: number | null): Promise<void>
}

export type Budget = {
  db: Db
  /** One per limit of the vendor, such as `rillet/{organizationId}`. */
  key: string
  /** Requests in any rolling window. */
  cap: number
  windowMs: number
  /** Kept free for others: 10 for backfill and sweeps, 0 (default) for live work. */
  reserve?: number
}

export type Taken = { granted: true; slot: Slot } | { granted: false; freeInMs: number }
export type Offered = { granted: true; slot: Slot } | { granted: false; retryAfterMs: number }

const sleepUpToMs = 2_000
const maxSleepers = 4
const sleepers = new Map<string, number>()

/**
 * The taker of slots for one key: waits when one frees within two seconds (at most four waiters per
 * key and process), else says when to come back: the time to the next free slot plus jitter.
 */
export function createBudget(budget: Budget): { slot: () => Promise<Offered> } {
  const { key, windowMs } = budget
  return {
    slot: async () => {
      for (let sleptMs = 0; ; ) {
        const taken = await takeSlot(budget)
        if (taken.granted) return taken
        const { freeInMs } = taken
        if (sleptMs + freeInMs > sleepUpToMs || (sleepers.get(key) ?? 0) >= maxSleepers) {
          return { granted: false, retryAfterMs: Math.ceil(freeInMs + jitter(windowMs)) }
        }
        sleptMs += freeInMs
        await waitInLine(key, freeInMs)
      }
    },
  }
}

/** Spreads those who were turned away, so that they do not all come back for the same slot. */
const jitter = (windowMs: number) => Math.random() * Math.max(windowMs / 20, 50)

async function waitInLine(key: string, ms: number): Promise<void> {
  sleepers.set(key, (sleepers.get(key) ?? 0) + 1)
  try {
    await sleep(ms)
  } finally {
    const left = (sleepers.get(key) ?? 1) - 1
    if (left === 0) sleepers.delete(key)
    else sleepers.set(key, left)
  }
}

/** One try: a slot, or the milliseconds until one is free. Who asks at the same time asks together. */
export function takeSlot(budget: Budget): Promise<Taken> {
  const { db, key, cap, windowMs, reserve = 0 } = budget
  const limit = { key, most: Math.max(cap - reserve, 1), windowMs }
  const { takers } = deskOf(db)
  const name = `${limit.most}/${windowMs}/${key}`
  const take =
    takers.get(name) ??
    together(
      (waiting: null[]) => takeMany(budget, limit, waiting.length),
      () => takers.delete(name),
    )
  takers.set(name, take)
  return take(null)
}

async function takeMany({ db }: Budget, limit: SlotLimit, wanted: number): Promise<Taken[]> {
  const { ids, freeInMs } = await grantSlots(db, limit, wanted)
  const later = Math.max(Math.ceil(freeInMs ?? limit.windowMs), 1)
  return Array.from({ length: wanted }, (_, index): Taken => {
    const id = ids[index]
    if (id === undefined) return { granted: false, freeInMs: later }
    return { granted: true, slot: slotOf(db, limit, id) }
  })
}

const slotOf = (db: Db, { key, windowMs }: SlotLimit, id: string): Slot => ({
  answered: () => deskOf(db).answer(id),
  unused: () => freeSlot(db, id),
  throttled: (retryAfterMs) => pauseBudget(db, key, retryAfterMs ?? windowMs),
})

type Desk = {
  /** By limit, while somebody wants a slot of it. */
  takers: Map<string, Together<null, Taken>>
  answer: Together<string, void>
}

/** What this process asks of one database's log: many calls, few statements. */
const desks = new WeakMap<Db, Desk>()

function deskOf(db: Db): Desk {
  const known = desks.get(db)
  if (known !== undefined) return known
  const answer = together(async (ids: string[]): Promise<void[]> => {
    await answerSlots(db, ids)
    return ids.map(() => undefined)
  })
  const desk: Desk = { takers: new Map(), answer }
  desks.set(db, desk)
  return desk
}
