import type { Decimal } from './model.ts'
import { format } from './money.ts'

/** `1,234.50` for `1234.5` of USD: for sentences alone. More decimals than the currency has stay. */
export function moneyWords(amount: Decimal, currency: string): string {
  const [whole = '', fraction] = (format(amount, currency) ?? amount).split('.')
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** Amounts with their currency as a person writes them; any other text is left as it is. */
export function figureWords(text: string): string {
  const [, amount, currency] = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/.exec(text) ?? []
  return amount === undefined || currency === undefined
    ? text
    : `${moneyWords(amount, currency)} ${currency}`
}
