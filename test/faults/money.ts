/** Money for the oracle: whole minor units, by string arithmetic alone and without the product's code. */
export const decimalsOf = (currency: string): number => (currency === 'JPY' ? 0 : 2)

/** Throws when the text has more decimals than the currency. */
export function units(text: string, currency: string): bigint {
  const decimals = decimalsOf(currency)
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) throw new Error(`not an amount: ${text}`)
  const [, sign, whole = '', fraction = ''] = match
  if (/[1-9]/.test(fraction.slice(decimals))) throw new Error(`${text} is finer than ${currency}`)
  const value = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'))
  return sign === '-' ? -value : value
}

export function text(value: bigint, currency: string): string {
  const decimals = decimalsOf(currency)
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0')
  const point = digits.length - decimals
  const plain = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return value < 0n ? `-${plain}` : plain
}

/** A figure finer than the currency counts as another one. */
export function differs(ours: string, theirs: string, currency: string): boolean {
  try {
    return units(ours, currency) !== units(theirs, currency)
  } catch {
    return true
  }
}
