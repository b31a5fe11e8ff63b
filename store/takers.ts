import { randomUUID } from 'node:crypto'

/** Who takes slots: one object for one piece of work, such as one try of an activity. */
export type Taker = {
  /** The same from one try to the next, so that its place in the line is kept; null does not come back. */
  name: string | null
  /** The lower goes first. */
  priority: number
  /** Ends a wait. */
  signal: AbortSignal | null
}

type Standing = { begun: Set<string>; waiting: Set<string> }

const standings = new WeakMap<Taker, Standing>()

/** It has used a slot of this key: it goes first until it is done, since a new try would use that again. */
export const begin = (taker: Taker, key: string): void => {
  standingOf(taker).begun.add(key)
}

export const hasBegun = (taker: Taker, key: string): boolean => standingOf(taker).begun.has(key)

/** Work that has begun goes before all priorities. */
export const rankOf = (taker: Taker, key: string): number =>
  hasBegun(taker, key) ? 0 : taker.priority

/** A name in the line for each of the calls that one taker makes at the same time. */
export function lineUp(taker: Taker, key: string): { waiter: string; leave: () => void } {
  if (taker.name === null) return { waiter: randomUUID(), leave: () => {} }
  const { waiting } = standingOf(taker)
  let nth = 1
  while (waiting.has(`${key} ${nth}`)) nth += 1
  const own = `${key} ${nth}`
  waiting.add(own)
  return { waiter: `${taker.name}/${nth}`, leave: () => void waiting.delete(own) }
}

function standingOf(taker: Taker): Standing {
  const known = standings.get(taker)
  if (known !== undefined) return known
  const standing = { begun: new Set<string>(), waiting: new Set<string>() }
  standings.set(taker, standing)
  return standing
}
