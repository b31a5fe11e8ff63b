import Big from 'big.js'
import { minorUnits } from './currencies.ts'
import type { Decimal } from './model.ts'

/** Exact arithmetic on decimals in text. All throw on text that is no decimal: the clients let none in. */

export const add = (a: Decimal, b: Decimal): Decimal => plain(exact(a).plus(exact(b)))

export const subtract = (a: Decimal, b: Decimal): Decimal => plain(exact(a).minus(exact(b)))

/** The empty sum is `"0"`. */
export const sum = (values: readonly Decimal[]): Decimal => values.reduce(add, '0')

/** `a × b`, unrounded. */
export const multiply = (a: Decimal, b: Decimal): Decimal => plain(exact(a).times(exact(b)))

export const negate = (a: Decimal): Decimal => subtract('0', a)

export const abs = (a: Decimal): Decimal => plain(exact(a).abs())

/** By value: `"1.50"` equals `"1.5"`. */
export const equal = (a: Decimal, b: Decimal): boolean => exact(a).eq(exact(b))

/** −1, 0 or 1, as `a` is less than, equal to or greater than `b`. */
export const compare = (a: Decimal, b: Decimal): -1 | 0 | 1 => exact(a).cmp(exact(b))

/** The smallest of them, as it is written. */
export const smallest = (values: readonly [Decimal, ...Decimal[]]): Decimal =>
  values.reduce((least, value) => (compare(value, least) < 0 ? value : least))

export const isZero = (a: Decimal): boolean => equal(a, '0')

export const isNegative = (a: Decimal): boolean => compare(a, '0') < 0

/** True when the amount has no more decimals than the currency; false for an unknown currency. */
export const fits = (amount: Decimal, currency: string): boolean =>
  format(amount, currency) !== null

/** The amount with exactly the currency's decimals; null, never rounded, when it does not fit. */
export function format(amount: Decimal, currency: string): Decimal | null {
  const decimals = minorUnits(currency)
  if (decimals === null) return null
  const value = exact(amount)
  const rounded = value.round(decimals, Exact.roundDown)
  return rounded.eq(value) ? plain(rounded, decimals) : null
}

/** The smallest amount of a currency: `"0.01"` for USD; null for an unknown one. */
export function minorUnit(currency: string): Decimal | null {
  const decimals = minorUnits(currency)
  return decimals === null ? null : plain(exact('10').pow(-decimals))
}

/** The decimal as a JSON number that a reader gets back digit for digit; null when there is none. */
export function asNumber(value: Decimal): number | null {
  const number = Number(value)
  return Number.isFinite(number) && exact(String(number)).eq(exact(value)) ? number : null
}

// A constructor of our own: strict refuses JavaScript numbers, and other users of big.js keep their settings.
const Exact = Big()
Exact.strict = true

const exact = (value: Decimal) => new Exact(value)

/** Never in exponent form, and never `-0`. */
const plain = (value: Big, decimals?: number): Decimal => value.toFixed(decimals)
