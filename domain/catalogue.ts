import { connectionErrors } from './catalogue/connection.ts'
import { creditErrors } from './catalogue/credit.ts'
import type { Entry, Who } from './catalogue/entry.ts'
import { invoiceErrors } from './catalogue/invoice.ts'
import { vendorErrors } from './catalogue/vendors.ts'
import { causes } from './ids.ts'
import type { Problem, Scope } from './model.ts'
import { figureWords, moneyWords } from './money-words.ts'

/** Every error a person can meet, in the words the person meets it in; its keys are the error codes. */
export const catalogue = {
  ...connectionErrors,
  ...invoiceErrors,
  ...creditErrors,
  ...vendorErrors,
} as const

export type ErrorCode = keyof typeof catalogue

/** The params that the texts of a code need. */
export type ParamsOf<C extends ErrorCode> = (typeof catalogue)[C]['params'][number]

/** A problem in words: what happened, who mends it and how. */
export type Explanation = {
  code: ErrorCode
  title: string
  whatHappened: string
  who: Who
  how: string
}

/**
 * Puts a problem into words. `names` replaces ids by what a person calls them (id → name): only where the
 * words are shown, since problems themselves never hold names.
 */
export function explain(
  problem: Problem,
  names: Record<string, string> = {},
  currency: string | null = null,
): Explanation {
  const { title, whatHappened, who, how, howAsked = how }: Entry = catalogue[problem.code]
  const params = shown(problem.params, currency)
  const fill = (text: string) => fillIn(withAmounts(text, params), params, names)
  return {
    code: problem.code,
    title,
    whatHappened: fill(whatHappened),
    who,
    how: fill(problem.blockedOn === causes.person ? howAsked : how),
  }
}

/** A scope goes by what the settings page calls it. */
const scopeNames: Record<Scope, string> = {
  REVENUE_RECOGNITION_ONLY: 'Revenue recognition only',
  AR_ONLY: 'Receivables only',
  FULL: 'Full',
}

const shown = (params: Record<string, string>, currency: string | null): Record<string, string> => {
  const name = Object.entries(scopeNames).find(([scope]) => scope === params['scope'])?.[1]
  const isAmount = currency !== null && amountField.test(params['field'] ?? '')
  const isBare = (key: string) => isAmount && (key === 'ours' || key === 'theirs')
  const words = Object.entries(params).map(
    ([key, value]) =>
      [key, figureWords(isBare(key) && isDecimal(value) ? `${value} ${currency}` : value)] as const,
  )
  return { ...Object.fromEntries(words), ...(name === undefined ? {} : { scope: name }) }
}

/** Fields whose amounts are told without their currency: it is the invoice’s. */
const amountField = /^(net|tax|total|amount of line \d+)$/

/** What stands before `{currency}` in a text is an amount of it. */
const withAmounts = (text: string, params: Record<string, string>): string =>
  text.replaceAll(/\{(\w+)\} \{currency\}/g, (both, key: string) => {
    const { [key]: amount, currency } = params
    if (amount === undefined || currency === undefined || !isDecimal(amount)) return both
    return `${moneyWords(amount, currency)} ${currency}`
  })

const isDecimal = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text)

/** Puts params into the `{name}`s of a text; a name without a param stays as it is. */
export function fillIn(
  text: string,
  params: Record<string, string>,
  names: Record<string, string> = {},
): string {
  return text.replaceAll(/\{(\w+)\}/g, (placeholder, key: string) => {
    const value = params[key]
    return value === undefined ? placeholder : (names[value] ?? value)
  })
}
