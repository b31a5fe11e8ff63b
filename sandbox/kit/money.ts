import { Big } from 'big.js'

const none = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
const three = 'BHD IQD JOD KWD LYD OMR TND'
const four = 'CLF UYW'
const two =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD ' +
  'CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL ' +
  'GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR ' +
  'LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD ' +
  'PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC ' +
  'SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG'

const decimals = new Map<string, number>()
for (const [codes, places] of [
  [none, 0],
  [two, 2],
  [three, 3],
  [four, 4],
] as const) {
  for (const code of codes.split(' ')) decimals.set(code, places)
}

/** Decimals of an ISO 4217 currency's smallest unit; undefined for a code that is none. */
export const currencyDecimals = (code: string): number | undefined => decimals.get(code)

/** Rounds half up, away from zero, to the currency's smallest unit. */
export const roundMoney = (amount: Big, currency: string): Big =>
  amount.round(currencyDecimals(currency) ?? 2, Big.roundHalfUp)

/** The amount as text, padded to the currency's decimals: `"100.00"`, `"100"` in JPY. */
export const moneyText = (amount: Big, currency: string): string =>
  roundMoney(amount, currency).toFixed(currencyDecimals(currency) ?? 2)

export const sum = (amounts: Big[]): Big =>
  amounts.reduce((total, amount) => total.plus(amount), new Big(0))
