import { moneyText } from '../format.ts'

/** What stands in a field that differs, for a person: amounts as amounts, all else as it came. */
export function figureText(field: string, value: string, currency: string | null): string {
  const [, amount, code] = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/.exec(value) ?? []
  if (amount !== undefined && code !== undefined) return `${moneyText(amount, code)} ${code}`
  return isAmount(field) ? `${moneyText(value, currency)} ${currency ?? ''}`.trim() : value
}

const isAmount = (field: string): boolean => /^(net|tax|total|amount of line \d+)$/.test(field)
