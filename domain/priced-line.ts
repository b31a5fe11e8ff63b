import { descriptionOf, type LineInput, sendableQuantity } from './lines.ts'
import type { Problem } from './model.ts'
import { equal, format, multiply } from './money.ts'
import { lineNotRepresentable, servicePeriodReversed } from './problems.ts'
import { type Warning, warning } from './warnings.ts'
import type { LineTaxRate, PricedItem } from './wire.ts'

export type PricedInput = Omit<LineInput, 'url'> & { taxRate: LineTaxRate | null }
export type PricedMapping = { item: PricedItem | null; problems: Problem[]; warnings: Warning[] }

/**
 * One line that Rillet prices itself: quantity × rate where that is the line's net exactly, else 1 × net,
 * with the quantity in the description. Rillet never rounds what it is given so.
 */
export function mapPricedLine({
  line,
  number,
  currency,
  rilletProductId,
  taxRate,
}: PricedInput): PricedMapping {
  const { servicePeriod } = line
  const net = format(line.netTotal, currency)
  if (net === null) {
    return refused(lineNotRepresentable(`The net of line ${number}`, line.netTotal, currency))
  }
  if (servicePeriod !== null && servicePeriod.end < servicePeriod.start) {
    return refused(servicePeriodReversed(number, servicePeriod))
  }
  const isExact = equal(multiply(line.quantity, line.rate), line.netTotal)
  const quantity = isExact ? sendableQuantity(line.quantity) : null
  const isOne = quantity === null && equal(line.quantity, '1')
  const item: PricedItem = {
    description: descriptionOf(line, number, quantity === null && !isOne),
    price: {
      product_id: rilletProductId,
      quantity: quantity ?? 1,
      amount_per_unit: { amount: quantity === null ? net : line.rate, currency },
    },
    ...(taxRate === null ? {} : { tax_rate: taxRate }),
    ...(servicePeriod === null ? {} : { revenue: { period: servicePeriod } }),
  }
  const params = { line: String(number), quantity: line.quantity }
  const warnings = quantity === null && !isOne ? [warning('quantity_in_description', params)] : []
  return { item, problems: [], warnings }
}

const refused = (problem: Problem): PricedMapping => ({
  item: null,
  problems: [problem],
  warnings: [],
})
