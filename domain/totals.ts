import type { Decimal, InvoiceFacts, Problem } from './model.ts'
import {
  abs,
  add,
  compare,
  equal,
  fits,
  isNegative,
  minorUnit,
  multiply,
  subtract,
  sum,
} from './money.ts'
import {
  lineNotRepresentable,
  negativeTotal,
  noLines,
  totalsDiffer,
  unknownCurrency,
} from './problems.ts'

/**
 * Everything about an invoice's amounts that keeps it from Rillet: net + tax must be gross and the lines' net
 * the header's, exactly; the lines' tax may differ from the header's by under one minor unit a line, because
 * only the header's is sent; every amount must fit the currency; the total may not be negative.
 */
export function totalsProblems(facts: InvoiceFacts): Problem[] {
  if (facts.lines.length === 0) return [noLines()]
  const unit = minorUnit(facts.currency)
  if (unit === null) return [unknownCurrency(facts.currency)]
  return [
    ...decimalsProblems(facts),
    ...exactProblems(facts),
    ...lineTaxProblems(facts, unit),
    ...(isNegative(facts.grossTotal) ? [negativeTotal(facts.grossTotal, facts.currency)] : []),
  ]
}

function decimalsProblems({ currency, totalTax, lines }: InvoiceFacts): Problem[] {
  const amounts = lines.map(({ net }, index) => ({
    where: `The net of line ${index + 1}`,
    amount: net,
  }))
  return [...amounts, { where: 'The tax', amount: totalTax }]
    .filter(({ amount }) => !fits(amount, currency))
    .map(({ where, amount }) => lineNotRepresentable(where, amount, currency))
}

function exactProblems({
  currency,
  netTotal,
  totalTax,
  grossTotal,
  lines,
}: InvoiceFacts): Problem[] {
  const gross = add(netTotal, totalTax)
  const net = sum(lines.map((line) => line.net))
  const problems: Problem[] = []
  if (!equal(gross, grossTotal)) {
    problems.push(differ('net plus tax', gross, 'the gross total', grossTotal, currency))
  }
  if (!equal(net, netTotal)) {
    problems.push(differ('the net of all lines', net, 'the net total', netTotal, currency))
  }
  return problems
}

function lineTaxProblems({ currency, totalTax, lines }: InvoiceFacts, unit: Decimal): Problem[] {
  const tax = sum(lines.map((line) => line.tax))
  const allowed = multiply(unit, String(lines.length))
  if (compare(abs(subtract(tax, totalTax)), allowed) < 0) return []
  return [differ('the tax of all lines', tax, 'the total tax', totalTax, currency)]
}

const differ = (
  left: string,
  leftAmount: Decimal,
  right: string,
  rightAmount: Decimal,
  currency: string,
) =>
  totalsDiffer({ name: left, amount: leftAmount }, { name: right, amount: rightAmount }, currency)
