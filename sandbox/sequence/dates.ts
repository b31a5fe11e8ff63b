/** The UTC day of an instant, `yyyy-MM-dd`. */
export const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10)

/** `days` after a `yyyy-MM-dd` day (before it, when negative). */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00.000Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return dayOf(date)
}
