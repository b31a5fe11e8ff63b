export type Clock = ReturnType<typeof createClock>

/**
 * The sandbox's only "now": the machine's clock plus an offset that a person or a test sets.
 * `timeScale` shortens the vendor's windows (100: a 60 s window lasts 0.6 s); the clock itself
 * runs at its usual pace.
 */
export function createClock(timeScale: number) {
  let offsetMs = 0
  const listeners = new Set<() => void>()
  const nowMs = () => Date.now() + offsetMs
  return {
    timeScale,
    nowMs,
    now: () => new Date(nowMs()),
    /** ISO 8601 in UTC with milliseconds. */
    iso: (atMs: number = nowMs()) => new Date(atMs).toISOString(),
    /** The calendar day in that IANA zone, `YYYY-MM-DD`. */
    today: (timeZone: string) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(nowMs()),
    /** A window of the vendor in this sandbox's milliseconds. */
    scaled: (ms: number) => ms / timeScale,
    offsetMs: () => offsetMs,
    setOffsetMs: (ms: number) => {
      offsetMs = ms
      for (const listener of listeners) listener()
    },
    onChange: (listener: () => void) => {
      listeners.add(listener)
    },
  }
}
