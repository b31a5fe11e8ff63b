import Big from 'big.js'

const whole = new Set(['CLP', 'ISK', 'JPY', 'KRW'])

/** Digits after the point in a currency's amounts. */
export const decimalsOf = (currency: string): number => (whole.has(currency) ? 0 : 2)

/** An amount rounded half up to the currency's decimals, in plain notation: `"12.50"`. */
export const money = (amount: Big.BigSource, currency: string): string =>
  withoutMinusZero(new Big(amount).toFixed(decimalsOf(currency), Big.roundHalfUp))

/** Exact sum of amounts, in the currency's form. */
export const sum = (amounts: string[], currency: string): string =>
  money(
    amounts.reduce((total, amount) => total.plus(amount), new Big(0)),
    currency,
  )

/** Whether an amount has no more decimals than the currency. */
export const fits = (amount: string, currency: string): boolean =>
  new Big(amount).eq(money(amount, currency))

const withoutMinusZero = (text: string): string =>
  text.startsWith('-') && new Big(text).eq(0) ? text.slice(1) : text
