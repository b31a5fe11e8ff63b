import type { RemoteInvoice } from './dates.ts'
import type { Accepted } from './decision/situation.ts'
import type { RemoteDetail } from './detail.ts'
import type { Decimal, Problem, SourceInvoice } from './model.ts'
import { compare, equal, format } from './money.ts'
import { rilletEdited } from './problems.ts'
import { sourceChanges } from './source-changes.ts'
import type { AnsweredInvoice } from './wire.ts'

/** The source that a person left as it is, for as long as Rillet's books say what they said then; else null. */
export const acceptedSource = (
  accepted: Pick<Accepted, 'source'> | null,
  bookedHash: string | null,
): string | null => {
  const source = accepted?.source
  return source !== undefined && source.booked === bookedHash ? source.hash : null
}

/** What differs from Rillet's books: nothing while Sequence says what was accepted, else all since `booked`. */
export const changesBeside = (
  booked: SourceInvoice,
  accepted: SourceInvoice | null,
  now: SourceInvoice,
): Problem[] =>
  accepted !== null && sourceChanges(accepted, now).length === 0 ? [] : sourceChanges(booked, now)

type Sources = { sent: SourceInvoice; booked: SourceInvoice; accepted: SourceInvoice }

/**
 * True when Rillet's users brought the invoice's amounts to what is accepted. After a credit they no longer tell
 * what the books say.
 */
export function isBroughtInLine({ sent, booked, accepted }: Sources, rillet: Rillet): boolean {
  const there = amountsIn(rillet)
  const isCredited = !same(amountsOf(sent), amountsOf(booked))
  return !isCredited && !same(amountsOf(booked), there) && same(amountsOf(accepted), there)
}

/** True when both say the same lines in the same order, each with its price, amounts and tax: only words may differ. */
export const isPricedAlike = (one: SourceInvoice, other: SourceInvoice): boolean =>
  one.currency === other.currency &&
  one.lines.length === other.lines.length &&
  one.lines.every((line, index) => {
    const now = other.lines[index]
    return line.id === now?.id && figures.every((figure) => equal(line[figure], now[figure]))
  })

const figures = ['quantity', 'rate', 'taxRate', 'netTotal', 'totalTax'] as const

type Rillet = { state: RemoteInvoice; detail: RemoteDetail }

/** What Rillet's users made of the total that was sent: what is booked is not known then, nor what to credit. */
export const totalEdits = (
  { grossTotal, currency }: Pick<SourceInvoice, 'grossTotal' | 'currency'>,
  { total }: Pick<AnsweredInvoice, 'total'>,
): Problem[] =>
  currency === total.currency && equal(grossTotal, total.amount)
    ? []
    : [rilletEdited('total', words(grossTotal, currency), words(total.amount, total.currency))]

const words = (amount: Decimal, currency: string) =>
  `${format(amount, currency) ?? amount} ${currency}`

type Amounts = { currency: string; total: Decimal; tax: Decimal; lines: Decimal[] }

const amountsOf = ({ currency, grossTotal, totalTax, lines }: SourceInvoice): Amounts => ({
  currency,
  total: grossTotal,
  tax: totalTax,
  lines: lines.map(({ netTotal }) => netTotal),
})

const amountsIn = ({ state, detail }: Rillet): Amounts => ({
  currency: state.currency,
  total: state.total,
  tax: detail.tax,
  lines: detail.lines.map(({ amount }) => amount),
})

/** Lines in whatever order. */
function same(one: Amounts, other: Amounts): boolean {
  const [lines, others] = [one.lines.toSorted(compare), other.lines.toSorted(compare)]
  return (
    one.currency === other.currency &&
    equal(one.total, other.total) &&
    equal(one.tax, other.tax) &&
    lines.length === others.length &&
    lines.every((line, index) => equal(line, others[index] ?? line))
  )
}
