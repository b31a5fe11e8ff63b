/** Everything random comes from a seed, so that a scenario can be had again. */
export type Dice = ReturnType<typeof createDice>

/** mulberry32: the same seed gives the same throws. */
export function createDice(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    /** A whole number, both ends within. */
    int,
    chance: (probability: number) => next() < probability,
    pick: <T>(all: readonly T[]): T => all[int(0, all.length - 1)]!,
    some: <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make),
  }
}
