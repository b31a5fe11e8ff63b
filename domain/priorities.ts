/**
 * Temporal's priority keys: the lower goes first. Whatever a run or an activity is started with, its
 * activities inherit; `background` also leaves live work its share of a vendor's calls (`vendors.ts`).
 */
export const priorities = {
  /** A person waits for it. */
  person: 1,
  /** A hint, or a timer of an invoice. */
  live: 3,
  /** Backfill and sweeps. */
  background: 5,
} as const

export type PriorityKey = (typeof priorities)[keyof typeof priorities]

/** Who goes first, and whose turn it is among equals: accounts are fair to each other. */
export const priorityOf = (accountId: string, priorityKey: PriorityKey) => ({
  priorityKey,
  fairnessKey: accountId,
})
