import { Big } from 'big.js'
import type { ExchangeRate, Money, Session, Subsidiary } from './model.ts'
import { invalid, refused } from './refusal.ts'

/** What one unit is worth in US dollars, for rates that a caller leaves to the vendor. */
const dollars = new Map(
  (
    'USD 1,EUR 1.16,GBP 1.33,CHF 1.25,JPY 0.0066,CLP 0.00105,ISK 0.0081,KRW 0.00071,AUD 0.65,' +
    'CAD 0.72,NZD 0.59,SEK 0.105,NOK 0.099,DKK 0.155,PLN 0.273,CZK 0.0475,BGN 0.593,AED 0.2723,' +
    'SAR 0.2667,INR 0.0114,CNY 0.14,HKD 0.1285,SGD 0.775,THB 0.0308,ILS 0.298,EGP 0.0206,' +
    'ZAR 0.0557,BRL 0.183,MXN 0.0535,ARS 0.00073,COP 0.00025,UYU 0.025,BHD 2.6525,KWD 3.265,' +
    'JOD 1.4104'
  )
    .split(',')
    .map((pair): [string, string] => [pair.slice(0, 3), pair.slice(4)]),
)

/** The one currency of a document's amounts. */
export function singleCurrency(amounts: Money[]): string {
  const currencies = new Set(amounts.map(({ currency }) => currency))
  const [currency] = currencies
  if (currency === undefined) throw invalid({ field: 'items', message: 'must not be empty' })
  if (currencies.size === 1) return currency
  throw refused(
    'mixed_currencies',
    `A document has one currency, not ${[...currencies].join(', ')}.`,
  )
}

/** Whether customer and organization take documents in that currency. */
export function checkCurrency(
  { organization }: Session,
  document: { currency: string; customerId: string; subsidiary: Subsidiary },
): void {
  const { currency, customerId, subsidiary } = document
  const expected = organization.customerCurrencies[customerId]
  if (expected !== undefined && expected !== currency) {
    throw refused(
      'currency_mismatch',
      `The customer is invoiced in ${expected}; this document is in ${currency}.`,
    )
  }
  if (!organization.multiCurrency && currency !== subsidiary.currency) {
    throw refused(
      'multi_currency_disabled',
      `Multi-currency is disabled: only ${subsidiary.currency} is accepted, not ${currency}.`,
    )
  }
}

/** The rate given, checked, or the vendor's own for the day. Null within one currency. */
export function exchangeRateOf(
  session: Session,
  given: ExchangeRate | undefined,
  { base, target, date }: Omit<ExchangeRate, 'rate'>,
): ExchangeRate | null {
  if (given !== undefined) {
    if (given.base !== base || given.target !== target) {
      throw refused('invalid_exchange_rate', `The rate must be from ${base} to ${target}.`)
    }
    return given
  }
  if (base === target) return null
  const [from, to] = [dollars.get(base), dollars.get(target)]
  const own = session.world.switches().missingExchangeRate === 'ownRate'
  if (!own || from === undefined || to === undefined) {
    throw refused('missing_exchange_rate', `The document is missing an exchange rate on ${date}.`)
  }
  return { base, target, rate: new Big(from).div(to).round(8).toFixed(), date }
}
