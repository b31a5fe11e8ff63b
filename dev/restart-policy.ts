const windowMs = 60_000
const mostRestarts = 5
const firstWaitMs = 500

/**
 * How long to wait before a process that ended is started again, given when it was started again
 * before (milliseconds): 0.5 s, doubled each time within a minute; none after five in a minute.
 */
export function nextRestart(restarts: readonly number[], now: number): number | 'give up' {
  const recent = restarts.filter((at) => now - at < windowMs).length
  return recent >= mostRestarts ? 'give up' : firstWaitMs * 2 ** recent
}
