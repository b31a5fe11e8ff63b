/** ISO 8601 in UTC, as `Date` writes it: comparable as text. */
export type Instant = string

/** An instant out of a vendor's text; null when there is none or it cannot be read. */
export function instantOf(text: string | null | undefined): Instant | null {
  const at = new Date(text ?? '')
  if (Number.isNaN(at.getTime())) return null
  const instant = at.toISOString()
  return /^\d{4}-/.test(instant) ? instant : null // years of more digits sort wrongly
}
