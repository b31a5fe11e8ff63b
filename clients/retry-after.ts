const longestMs = 3_600_000

/**
 * A `Retry-After` header in milliseconds: whole seconds or an HTTP date, at most one hour.
 * Null when absent or unreadable; a date in the past is 0.
 */
export function parseRetryAfter(
  header: string | string[] | undefined,
  nowMs: number,
): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1_000, longestMs)
  // `Date.parse` takes nearly anything: only what names a weekday is an HTTP date.
  const at = /^(mon|tue|wed|thu|fri|sat|sun)/i.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : Math.min(Math.max(at - nowMs, 0), longestMs)
}
