import { scaled } from '../../time-scale.ts'

export type Pace = ReturnType<typeof paceOf>

/** The dispatcher's waits, in milliseconds. */
export const paceOf = (timeScale: number) => ({
  /** Hints that come within this time of the first share one further signal. */
  hintWindowMs: scaled(1_000, timeScale),
  pollMs: 1_000,
  /** Longer than a call; after a crash what was taken waits that long. */
  leaseMs: 10_000,
  /** For one call to Temporal. */
  callMs: 5_000,
  /** Then what cannot be read or stored is put aside. */
  maxFailures: 5,
  /** After the nth failure: 2, 10, 50, 250 s. */
  backOffMs: (nth: number) => scaled(2_000 * 5 ** Math.min(Math.max(nth, 1) - 1, 3), timeScale),
  /** While Temporal is away: soon again, since nothing is wrong with what is sent. */
  awayMs: (nth: number) => jittered(Math.min(500 * 2 ** Math.min(nth, 5), 5_000)),
  /** How often one held invoice tries whether a cause that nobody reports is gone. */
  probeMs: scaled(600_000, timeScale),
})

const jittered = (ms: number) => Math.round(ms * (0.75 + Math.random() / 2))
