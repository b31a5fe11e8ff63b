import Big from 'big.js'
import type { Totals } from '../model/invoice.ts'
import type { Switches } from '../switches.ts'
import type { TaxStatus } from '../wire/enums.ts'
import { money, sum } from './money.ts'

type LineAmounts = Totals & {
  groupId: string | null
  quantity: string
  rate: string
  rateDisplay: 'ABSOLUTE' | 'PERCENTAGE'
  taxRate: string
  effectiveTaxRate: string
  fixedNet: string | null
  fixedTax: string | null
}

type Document = Totals & {
  currency: string
  lines: LineAmounts[]
  groups: (Totals & { id: string })[]
}

/**
 * Works out every line, every group and the whole document. An exempt or reverse-charged
 * customer's lines bear a zero rate.
 */
export function calculate(
  document: Document,
  taxStatus: TaxStatus,
  rounding: Switches['taxRounding'],
): void {
  const { currency, lines, groups } = document
  for (const line of lines) calculateLine(line, currency, taxStatus)
  for (const group of groups) {
    Object.assign(
      group,
      totalsOf(
        lines.filter(({ groupId }) => groupId === group.id),
        currency,
      ),
    )
  }
  Object.assign(document, totalsOf(lines, currency))
  if (rounding === 'perInvoice') roundOnce(document)
}

/** Sums of lines that are already worked out. */
export function totalsOf(lines: Totals[], currency: string): Totals {
  const netTotal = sum(
    lines.map((line) => line.netTotal),
    currency,
  )
  const totalTax = sum(
    lines.map((line) => line.totalTax),
    currency,
  )
  return { netTotal, totalTax, grossTotal: sum([netTotal, totalTax], currency) }
}

function calculateLine(line: LineAmounts, currency: string, taxStatus: TaxStatus): void {
  line.effectiveTaxRate = taxStatus === 'TAXED' ? line.taxRate : '0'
  line.netTotal = money(line.fixedNet ?? netOf(line), currency)
  line.totalTax = money(line.fixedTax ?? taxOf(line), currency)
  line.grossTotal = sum([line.netTotal, line.totalTax], currency)
}

/** A percentage rate is a literal percent of the quantity. */
function netOf({ quantity, rate, rateDisplay }: LineAmounts): Big {
  const product = new Big(quantity).times(rate)
  return rateDisplay === 'PERCENTAGE' ? product.div(100) : product
}

const taxOf = ({ netTotal, effectiveTaxRate }: LineAmounts): Big =>
  new Big(netTotal).times(effectiveTaxRate)

function roundOnce(document: Document): void {
  const exact = document.lines.reduce((tax, l) => tax.plus(l.fixedTax ?? taxOf(l)), new Big(0))
  document.totalTax = money(exact, document.currency)
  document.grossTotal = sum([document.netTotal, document.totalTax], document.currency)
}
