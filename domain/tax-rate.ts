import type { Decimal, InvoiceFacts, Problem, Settings, TaxCode } from './model.ts'
import {
  abs,
  asNumber,
  compare,
  equal,
  format,
  minorUnit,
  multiply,
  subtract,
  sum,
} from './money.ts'
import {
  lineNotRepresentable,
  taxCodeNotDescribed,
  taxRateDiffers,
  taxRateUnusable,
  totalsDiffer,
  unknownCurrency,
} from './problems.ts'
import type { LineTaxRate } from './wire.ts'

export type TaxedLine = {
  /** Counts from 1. */
  number: number
  net: Decimal
  tax: Decimal
  /** A fraction: `"0.2"` is 20 %. */
  rate: Decimal
  currency: string
  /** How often the tax was rounded to whole minor units; once unless it is a difference. */
  roundings?: Decimal
}

export type LineTax = { ok: true; value: LineTaxRate } | { ok: false; problem: Problem }

/**
 * The tax of one line as Rillet wants it where it stands on the line: Sequence's exact amount, under the
 * rate of its code. A rate that makes another amount of the net, by more than rounding, is a problem.
 */
export function lineTaxRate(line: TaxedLine, code: string, codes: readonly TaxCode[]): LineTax {
  const { number, net, tax, currency } = line
  const known = codes.find((one) => one.code === code)
  if (known === undefined) return { ok: false, problem: taxCodeNotDescribed(code) }
  const unit = minorUnit(currency)
  if (unit === null) return { ok: false, problem: unknownCurrency(currency) }
  const amount = format(tax, currency)
  if (amount === null) {
    return { ok: false, problem: lineNotRepresentable(`The tax of line ${number}`, tax, currency) }
  }
  const percentage = known.percentage ?? multiply(line.rate, '100')
  const sendable = asPercentage(percentage)
  if (sendable === null) return { ok: false, problem: taxRateUnusable(number, percentage) }
  const expected = multiply(multiply(net, percentage), '0.01')
  const allowed = multiply(unit, line.roundings ?? '1')
  if (compare(abs(subtract(expected, tax)), allowed) >= 0) {
    const figures = { line: String(number), code, percentage, expected, tax, currency }
    return { ok: false, problem: taxRateDiffers(figures) }
  }
  const { country, type, description } = known
  return {
    ok: true,
    value: {
      percentage: sendable,
      country,
      type,
      description,
      tax_amount: { amount, currency },
    },
  }
}

/**
 * Tax that stands on the lines: of each line with a code, by place, and null without one. Together it
 * must be the document's exactly, since the header carries none.
 */
export function lineTaxRates(
  { lines, currency, totalTax }: Pick<InvoiceFacts, 'lines' | 'currency' | 'totalTax'>,
  codes: (string | null)[],
  { taxCodes }: Pick<Settings, 'taxCodes'>,
): { rates: (LineTaxRate | null)[]; problems: Problem[] } {
  const taxes = lines.map(({ net, tax, taxRate: rate }, index) => {
    const code = codes[index] ?? null
    if (code === null || rate === undefined) return null
    return lineTaxRate({ number: index + 1, net, tax, rate, currency }, code, taxCodes)
  })
  const problems = taxes.flatMap((tax) => (tax === null || tax.ok ? [] : [tax.problem]))
  const total = { name: 'the tax of all lines', amount: sum(lines.map(({ tax }) => tax)) }
  const header = { name: 'the total tax', amount: totalTax }
  if (!equal(total.amount, totalTax)) problems.push(totalsDiffer(total, header, currency))
  return { rates: taxes.map((tax) => (tax?.ok ? tax.value : null)), problems }
}

/** Rillet's schema: a JSON number from 0 to 100. */
function asPercentage(percentage: Decimal): number | null {
  const isOutside = compare(percentage, '0') < 0 || compare(percentage, '100') > 0
  return isOutside ? null : asNumber(percentage)
}
