import { randomUUID } from 'node:crypto'
import {
  type Asking,
  answerSlots,
  freeSlot,
  pauseBudget,
  type SlotLimit,
  takeTurns,
} from './budget-slots.ts'
import type { Db } from './connect.ts'
import { rankOf, type Taker } from './takers.ts'
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
  /** Accounts that share a key take turns. */
  accountId: string
  /** Requests in any rolling window. */
  cap: number
  windowMs: number
  /** Kept free for others: 10 for backfill and sweeps, 0 (default) for live work. */
  reserve?: number
  taker: Taker
}

export type Taken =
  /** `askedAt` on `performance.now()`'s clock: the grant is no older than that. */
  { granted: true; slot: Slot; askedAt: number } | { granted: false; freeInMs: number }

/**
 * One try: a slot, or the milliseconds until the turn of `waiter` comes; it may come back under that
 * name, if its taker has one. Who asks at the same time asks together.
 */
export function takeSlot(budget: Budget, waiter: string = randomUUID()): Promise<Taken> {
  const { db, key, accountId, cap, windowMs, reserve = 0, taker } = budget
  const { takers } = deskOf(db)
  const name = `${windowMs}/${key}`
  const take =
    takers.get(name) ??
    together(
      (asking: Asking[]) => takeMany(db, { key, windowMs }, asking),
      () => takers.delete(name),
    )
  takers.set(name, take)
  return take({
    waiter,
    account: accountId,
    rank: rankOf(taker, key),
    most: Math.max(cap - reserve, 1),
    keeps: taker.name !== null,
  })
}

async function takeMany(db: Db, limit: SlotLimit, asking: Asking[]): Promise<Taken[]> {
  const askedAt = performance.now()
  const turns = await takeTurns(db, limit, asking)
  return turns.map(
    ({ slot, freeInMs }): Taken =>
      slot === null
        ? { granted: false, freeInMs: Math.max(Math.ceil(freeInMs), 1) }
        : { granted: true, slot: slotOf(db, limit, slot), askedAt },
  )
}

const slotOf = (db: Db, { key, windowMs }: SlotLimit, id: string): Slot => ({
  answered: () => deskOf(db).answer(id),
  unused: () => freeSlot(db, id),
  throttled: (retryAfterMs) => pauseBudget(db, key, retryAfterMs ?? windowMs),
})

type Desk = {
  /** By limit, while somebody wants a slot of it. */
  takers: Map<string, Together<Asking, Taken>>
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
