import { BudgetError, type Where } from './errors.ts'

/** A place in a vendor's request budget, held for one request. */
export type Slot = {
  /** The answer came: the slot is free again a window later. */
  answered(): Promise<void>
  /** Nothing was sent: the slot is free at once. */
  unused(): Promise<void>
  /** 429 in spite of the budget: nobody sends for that long (null: the vendor did not say). */
  throttled?(retryAfterMs: number | null): Promise<void>
}

export type TakenSlot =
  /** `askedAt` on `performance.now()`'s clock: the grant is no older than that. */
  { granted: true; slot: Slot; askedAt?: number } | { granted: false; retryAfterMs: number }

export type TakeSlot = () => Promise<TakenSlot>

/** A grant older than this is given back and taken anew: the request would fall into another window. */
const freshMs = 2_000
const maxTakes = 3

export const noBudget: TakeSlot = async () => ({ granted: true, slot: freeSlot })

const freeSlot: Slot = { answered: async () => {}, unused: async () => {} }

/**
 * Takes a slot, then runs `beforeSend` (a create's fence), and returns while the grant is fresh. One that
 * grew old was held up, for how long nobody knows: another is taken and `beforeSend` is asked again.
 * Throws `BudgetError` when there is none: that may be after `beforeSend`, and nothing was sent.
 */
export async function readySlot(
  where: Where,
  take: TakeSlot,
  beforeSend: () => Promise<void>,
): Promise<Slot> {
  for (let takes = 0; takes < maxTakes; takes++) {
    const taken = await take()
    if (!taken.granted) {
      throw new BudgetError('no slot', { ...where, retryAfterMs: taken.retryAfterMs })
    }
    const grantedAt = taken.askedAt ?? performance.now()
    await beforeSend().catch((error: unknown) => giveBack(taken.slot, error))
    if (performance.now() - grantedAt < freshMs) return taken.slot
    await quietly(taken.slot.unused())
  }
  throw new BudgetError('slots lapse before they are used', { ...where, retryAfterMs: 1_000 })
}

async function giveBack(slot: Slot, error: unknown): Promise<never> {
  await quietly(slot.unused())
  throw error
}

/** Book-keeping must not hide a vendor's answer; a slot that is not closed stays held and lapses. */
export const quietly = (done: Promise<void> | undefined) => done?.catch(() => undefined)
