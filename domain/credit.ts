import type { Decimal, IsoDate, SourceInvoice, SourceLine } from './model.ts'
import { add, isZero, negate, subtract } from './money.ts'

/** What takes money back in Rillet. Amounts count as credit: a positive one lowers what is owed. */
export type Credit = {
  /** What Rillet's credit memo refers to. */
  id: string
  /** Null: Rillet numbers it. */
  number: string | null
  date: IsoDate
  currency: string
  customerId: string
  customerTaxStatus: SourceInvoice['customerTaxStatus']
  netTotal: Decimal
  totalTax: Decimal
  grossTotal: Decimal
  lines: SourceLine[]
  /** How often the tax of a line was rounded: twice in a difference of two. */
  roundings: '1' | '2'
  /** Where a person finds the document behind it. */
  url: string
}

export type CreditTerms = Pick<Credit, 'id' | 'date' | 'url'>

/**
 * What an invoice says more than it should: all of it when `to` is null, else the difference, line by
 * line. Null when the two cannot be compared: another customer or another currency.
 */
export function creditOf(
  from: SourceInvoice,
  to: SourceInvoice | null,
  terms: CreditTerms,
): Credit | null {
  if (to !== null && (to.customerId !== from.customerId || to.currency !== from.currency)) {
    return null
  }
  const { currency, customerId, customerTaxStatus } = from
  return {
    ...terms,
    number: null,
    currency,
    customerId,
    customerTaxStatus,
    netTotal: subtract(from.netTotal, to?.netTotal ?? '0'),
    totalTax: subtract(from.totalTax, to?.totalTax ?? '0'),
    grossTotal: subtract(from.grossTotal, to?.grossTotal ?? '0'),
    roundings: to === null ? '1' : '2',
    lines: to === null ? from.lines : [...lessened(from, to), ...added(from, to)],
  }
}

/** Lines that changed or went away, by what they lost. */
const lessened = (from: SourceInvoice, to: SourceInvoice): SourceLine[] =>
  from.lines
    .map((line) => minus(line, to.lines.find(({ id }) => id === line.id) ?? null))
    .filter(({ netTotal, totalTax }) => !isZero(netTotal) || !isZero(totalTax))

/** Lines that came: they lower the credit. */
const added = (from: SourceInvoice, to: SourceInvoice): SourceLine[] =>
  to.lines
    .filter(({ id }) => !from.lines.some((line) => line.id === id))
    .map((line) => ({
      ...line,
      netTotal: negate(line.netTotal),
      totalTax: negate(line.totalTax),
      grossTotal: negate(line.grossTotal),
    }))

function minus(line: SourceLine, now: SourceLine | null): SourceLine {
  if (now === null) return line
  const netTotal = subtract(line.netTotal, now.netTotal)
  const totalTax = subtract(line.totalTax, now.totalTax)
  return { ...line, netTotal, totalTax, grossTotal: add(netTotal, totalTax) }
}
