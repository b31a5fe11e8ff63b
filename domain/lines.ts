import type { Decimal, Problem, SourceLine } from './model.ts'
import { asNumber, compare, format } from './money.ts'
import { lineNotRepresentable, servicePeriodReversed } from './problems.ts'
import { lineReferences } from './references.ts'
import { type Warning, warning } from './warnings.ts'
import type { ExternalItem } from './wire.ts'

export type LineInput = {
  line: SourceLine
  /** Counts from 1. */
  number: number
  currency: string
  rilletProductId: string
  url: string
}
export type LineMapping = { item: ExternalItem | null; problems: Problem[]; warnings: Warning[] }

/**
 * One line as an item without unit price: its net is the total, its sign is kept, its quantity stands in the
 * description where Rillet cannot take it as a number.
 */
export function mapLine({ line, number, currency, rilletProductId, url }: LineInput): LineMapping {
  const { servicePeriod } = line
  const amount = format(line.netTotal, currency)
  if (amount === null) {
    const where = `The net of line ${number}`
    return refused(lineNotRepresentable(where, line.netTotal, currency))
  }
  if (servicePeriod !== null && servicePeriod.end < servicePeriod.start) {
    return refused(servicePeriodReversed(number, servicePeriod))
  }
  const quantity = sendableQuantity(line.quantity)
  const item: ExternalItem = {
    product_id: rilletProductId,
    description: descriptionOf(line, number, quantity === null),
    quantity: quantity ?? 1,
    total_amount: { amount, currency },
    ...(servicePeriod === null ? {} : { revenue: { period: servicePeriod } }),
    external_references: lineReferences(line.id, url),
  }
  const params = { line: String(number), quantity: line.quantity }
  const warnings = quantity === null ? [warning('quantity_in_description', params)] : []
  return { item, problems: [], warnings }
}

/** `<group>: <line> – <description> (quantity n)`, of what there is; never empty, as Rillet wants a text. */
export function descriptionOf(line: SourceLine, number: number, withQuantity: boolean): string {
  const [group, title, more] = [line.groupTitle, line.title, line.description].map((text) =>
    (text ?? '').trim(),
  )
  const heading = distinct([group, title]).join(': ')
  const text = distinct([heading, more === title ? '' : more]).join(' – ')
  const words = text === '' ? `Line ${number}` : text
  return withQuantity ? `${words} (quantity ${line.quantity})` : words
}

// Rillet's schema: a quantity is a JSON number of at least 0.00001.
const smallestQuantity: Decimal = '0.00001'
// Far above it JSON numbers are written with an exponent, and not every reader takes them digit for digit.
const largestQuantity: Decimal = '1000000000000000'

/** Null for what Rillet cannot take as it is: zero, negative, tiny, huge, or more digits than a JSON number keeps. */
export function sendableQuantity(quantity: Decimal): number | null {
  const isSmall = compare(quantity, smallestQuantity) < 0
  const isLarge = compare(quantity, largestQuantity) > 0
  return isSmall || isLarge ? null : asNumber(quantity)
}

const refused = (problem: Problem): LineMapping => ({
  item: null,
  problems: [problem],
  warnings: [],
})

const distinct = (texts: (string | undefined)[]) => [
  ...new Set(texts.filter((text) => text !== undefined && text !== '')),
]
