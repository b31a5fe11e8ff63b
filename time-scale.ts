/**
 * A wait of ours (back-off, settling time, key age, sweep interval) in milliseconds, shortened by
 * TIME_SCALE. Pure, so that workflows may use it too. At least 1 ms: a wait stays a wait.
 */
export const scaled = (ms: number, timeScale: number): number =>
  Math.max(1, Math.round(ms / timeScale))

const shortestDeadlineMs = 2_000

/** An HTTP deadline or start-to-close in milliseconds, shortened by TIME_SCALE, but never below 2 s. */
export const scaledDeadline = (ms: number, timeScale: number): number =>
  Math.max(Math.min(ms, shortestDeadlineMs), Math.round(ms / timeScale))
