/** Grouped by thousands with at least the currency's own decimals; exact, for it never becomes a number. */
export function moneyText(amount: string, currency: string | null): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? []
  if (whole === '') return amount
  const decimals = fraction.padEnd(minorUnits(currency), '0')
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
  return `${sign === '-' ? '−' : ''}${grouped}${decimals === '' ? '' : `.${decimals}`}`
}

function minorUnits(currency: string | null): number {
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) return 0
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return format.resolvedOptions().maximumFractionDigits ?? 0
}

/** `1,204`: a count, which is a number. */
export const countText = (count: number): string => new Intl.NumberFormat('en').format(count)

/** `1 invoice`, `3 invoices`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${countText(count)} ${count === 1 ? one : many}`

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })

/** `3 min. ago`, `in 2 hr.`, `just now`. */
export function ageText(instant: Date, now: number): string {
  const seconds = (instant.getTime() - now) / 1_000
  for (const [unit, length] of units) {
    const count = Math.trunc(seconds / length)
    if (count !== 0) return relative.format(count, unit)
  }
  return seconds > 20 ? 'in a moment' : 'just now'
}

const parts = {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
} as const
const clock = new Intl.DateTimeFormat('en-GB', parts)
const clockWithYear = new Intl.DateTimeFormat('en-GB', { ...parts, year: 'numeric' })

/** `25 Nov, 14:03 CET`: with the year where it is another one. */
export function clockText(instant: Date, now: number): string {
  const isThisYear = instant.getFullYear() === new Date(now).getFullYear()
  return (isThisYear ? clock : clockWithYear).format(instant)
}

const calendar = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** `1 Nov 2026` for `2026-11-01`; a day has no zone. */
export const dayText = (day: string): string => {
  const instant = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(instant.getTime()) ? day : calendar.format(instant)
}

/** `20 %` for `0.2`, by moving the point: exact, as the rate came. */
export function percentText(fraction: string): string {
  const [whole = '0', decimals = ''] = fraction.split('.')
  const digits = `${whole}${decimals.padEnd(2, '0')}`
  const point = whole.length + 2
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, '')
  const right = digits.slice(point).replace(/0+$/, '')
  return `${left}${right === '' ? '' : `.${right}`} %`
}
