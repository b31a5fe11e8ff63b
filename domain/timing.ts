import { scaled } from '../time-scale.ts'

/** Our own waits in milliseconds, already scaled by TIME_SCALE. */
export type Timing = {
  /** How long a write in doubt rests before it is looked for: longer than the listing's lag and the deadline. */
  settlingMs: number
  /** An idempotency key older than this is not used again: Rillet forgets it after 24 h. */
  keyLifeMs: number
  /** A blocked invoice reads everything again after this. */
  recheckMs: number
  /** The pause after a step that failed for as long as it was allowed to try. */
  pauseMs: number
  /** First and longest pause between two tries of a step. */
  firstRetryMs: number
  longestRetryMs: number
  /** A source read less than this ago need not be read again while products are being created. */
  freshMs: number
  /** How long the last day that Rillet's books are closed for is not read again. */
  booksMs: number
}

export const createTiming = (timeScale: number, settlingTimeMs: number): Timing => ({
  settlingMs: scaled(settlingTimeMs, timeScale),
  keyLifeMs: scaled(20 * 3_600_000, timeScale),
  recheckMs: scaled(6 * 3_600_000, timeScale),
  pauseMs: scaled(60_000, timeScale),
  firstRetryMs: scaled(1_000, timeScale),
  longestRetryMs: scaled(300_000, timeScale),
  freshMs: scaled(60_000, timeScale),
  booksMs: scaled(600_000, timeScale),
})

/** The waits of sweeps in milliseconds, already scaled by TIME_SCALE. */
export type SweepTiming = {
  /** A cursor older than this is not used again: Rillet's live two hours, and start over silently after that. */
  cursorLifeMs: number
  /** Asked again before the last mark: clocks differ, and a list may lag. */
  overlapMs: number
  /** An invoice that changed in Sequence less than this ago may have its webhook on the way. */
  graceMs: number
  /** A run that gave no sign for so long is over, whatever its row says. */
  abandonedMs: number
  /** The vendors' window: wake-ups go out at the rate of the calls that it allows. */
  windowMs: number
}

export const createSweepTiming = (timeScale: number): SweepTiming => ({
  cursorLifeMs: scaled(90 * 60_000, timeScale),
  overlapMs: scaled(15 * 60_000, timeScale),
  graceMs: scaled(2 * 60_000, timeScale),
  abandonedMs: scaled(3 * 3_600_000, timeScale),
  windowMs: scaled(60_000, timeScale),
})
