import type { Db } from '../../store/connect.ts'
import type { Secrets } from '../../store/secrets.ts'
import { type Doorkeeper, findDoorkeeper } from '../../store/webhook-secrets.ts'

export type Door = ReturnType<typeof createDoor>

const keptMs = 1_000
/** Younger than this, what was read counts as fresh: a flood of wrong signatures reads no more. */
const freshMs = 100
const maxKept = 10_000

/**
 * Knows who may deliver to an account. What it read stays for a second, so that a burst of
 * deliveries costs one read; accounts that do not exist are not kept.
 */
export function createDoor(db: Db, secrets: Secrets) {
  const kept = new Map<string, { at: number; keeper: Promise<Doorkeeper | undefined> }>()

  return {
    /** The account's secrets; `fresh` reads them anew, for when a kept one did not fit. */
    async keeperOf(accountId: string, { fresh = false } = {}): Promise<Doorkeeper | undefined> {
      const known = kept.get(accountId)
      const ageMs = performance.now() - (known?.at ?? 0)
      if (known !== undefined && ageMs < (fresh ? freshMs : keptMs)) return known.keeper
      const keeper = findDoorkeeper(db, secrets, accountId)
      if (kept.size >= maxKept) kept.clear()
      kept.set(accountId, { at: performance.now(), keeper })
      const forget = () => {
        if (kept.get(accountId)?.keeper === keeper) kept.delete(accountId)
      }
      const found = await keeper.catch((error: unknown) => {
        forget()
        throw error
      })
      if (found === undefined) forget()
      return found
    },

    /** The account's connection has changed in this process. */
    forget: (accountId: string): void => void kept.delete(accountId),
  }
}
