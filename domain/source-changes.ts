import type { Period, Problem, Scope, SourceInvoice, SourceLine } from './model.ts'
import { equal } from './money.ts'
import { sourceChangedAfterSync } from './problems.ts'

/**
 * What Sequence changed since `booked`, the source that Rillet's books say; dates and number are not among
 * it, because they are carried over. Lines count from 1, as they were booked. Texts are not repeated.
 */
export function sourceChanges(booked: SourceInvoice, now: SourceInvoice): Problem[] {
  const found = [
    ...changed('customer', now.customerId, booked.customerId),
    ...changed('currency', now.currency, booked.currency),
    ...amount('total', now.grossTotal, booked.grossTotal),
    ...amount('tax', now.totalTax, booked.totalTax),
    ...changed('number of lines', String(now.lines.length), String(booked.lines.length)),
    ...booked.lines.flatMap((line, index) =>
      lineChanges(
        index + 1,
        line,
        now.lines.find(({ id }) => id === line.id),
      ),
    ),
  ]
  return found.slice(0, mostChanges)
}

/** A person reads no more; the rest shows when these are settled. */
const mostChanges = 20

function lineChanges(number: number, was: SourceLine, now: SourceLine | undefined): Problem[] {
  const of = (field: string) => `${field} of line ${number}`
  if (now === undefined) return changed(`line ${number}`, 'gone', 'booked')
  return [
    ...amount(of('amount'), now.netTotal, was.netTotal),
    ...changed(of('product'), productOf(now), productOf(was)),
    ...changed(of('service period'), wordsOf(now.servicePeriod), wordsOf(was.servicePeriod)),
    ...(textOf(now) === textOf(was)
      ? []
      : changed(of('description'), 'another text', 'the text that was sent')),
  ]
}

/**
 * Rillet lets the sync change these of a line; everything else needs another invoice, or a credit. Only where
 * all lines are sent again (`FULL`) is a service period taken off: elsewhere what is not sent stays.
 */
export const isUpdatable = ({ params }: Problem, scope: Scope | null): boolean => {
  const { field = '', ours } = params
  const [, what] = /^(service period|description) of line \d+$/.exec(field) ?? []
  return (
    what === 'description' || (what === 'service period' && (ours !== noPeriod || scope === 'FULL'))
  )
}

const productOf = ({ productId, rilletProductId }: SourceLine) =>
  rilletProductId || productId || 'none'

const textOf = ({ groupTitle, title, description }: SourceLine) =>
  JSON.stringify([groupTitle, title, description])

const noPeriod = 'none'

const wordsOf = (period: Period | null) =>
  period === null ? noPeriod : `${period.start} to ${period.end}`

const changed = (field: string, ours: string, theirs: string): Problem[] =>
  ours === theirs ? [] : [sourceChangedAfterSync(field, ours, theirs)]

const amount = (field: string, ours: string, theirs: string): Problem[] =>
  equal(ours, theirs) ? [] : [sourceChangedAfterSync(field, ours, theirs)]
