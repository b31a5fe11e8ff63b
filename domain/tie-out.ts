import type { Decimal, InvoiceState, IsoDate } from './model.ts'
import { add, isZero, subtract } from './money.ts'
import {
  byWeight,
  explainedBy,
  isExplained,
  itemsOf,
  type Pair,
  type TieOutItem,
} from './tie-out-items.ts'

/** What an invoice of ours counts as when the months of both systems are tied out. */
export const parts = ['synced', 'waiting', 'blocked', 'excluded', 'drift'] as const
export type Part = (typeof parts)[number]

/** `excluded` holds all that does not belong in Rillet, or is not there any more; a void, null, is no claim. */
export const partOf = (state: InvoiceState): Part | null => {
  switch (state) {
    case 'synced':
    case 'partially_paid':
    case 'paid':
      return 'synced'
    case 'waiting':
    case 'in_doubt':
      return 'waiting'
    case 'blocked':
      return 'blocked'
    case 'drift':
      return 'drift'
    case 'removed':
    case 'excluded':
      return 'excluded'
    case 'voided':
      return null
  }
}

export type Sum = { count: number; total: Decimal }
const nothing: Sum = { count: 0, total: '0' }
const plus = (a: Sum, b: Sum): Sum => ({ count: a.count + b.count, total: add(a.total, b.total) })

/** Our invoices of one customer, currency and state. */
export type Ours = Sum & {
  customerId: string | null
  customerName: string | null
  currency: string
  state: InvoiceState
}

/** Rillet's invoices; `customerId` is Sequence's, null for a customer that is not linked. `own`: ours. */
export type Theirs = Sum & {
  customerId: string | null
  customerName: string | null
  currency: string
  own: boolean
  /** The first of them. */
  invoices: readonly Elsewhere[]
}

/** An invoice in Rillet, by its id there. */
export type Elsewhere = { rilletId: string; number: string; date: IsoDate; total: Decimal }

export type TieOutRow = {
  customerId: string | null
  customerName: string | null
  currency: string
  ours: Sum
  parts: Record<Part, Sum>
  /** All that Rillet has of the customer, and what of it did not come through this sync. */
  rillet: Sum
  elsewhere: Sum
  /** The first of those from elsewhere. */
  elsewhereInvoices: readonly Elsewhere[]
  /** Rillet's less what should be there: synced and differing ones. */
  difference: Decimal
  /** What of it the sync or a person made so, and what is left. */
  explained: Decimal
  unexplained: Decimal
  /** Our invoices behind it; none in a total. */
  items: readonly TieOutItem[]
  /** Nothing is left unexplained. */
  ties: boolean
}

/**
 * One row a customer and currency: ours by what became of it, Rillet's beside it, and why they differ. Only voids are
 * left out. `pairs`: at least all that make a difference.
 */
export function tieOut(
  ours: readonly Ours[],
  theirs: readonly Theirs[],
  pairs: readonly Pair[],
): TieOutRow[] {
  const rows = new Map<string, TieOutRow>()
  const rowOf = (customerId: string | null, currency: string): TieOutRow => {
    const key = JSON.stringify([customerId, currency])
    const row = rows.get(key) ?? emptyRow(customerId, currency)
    rows.set(key, row)
    return row
  }
  for (const one of ours) {
    const part = partOf(one.state)
    if (part === null) continue
    const row = rowOf(one.customerId, one.currency)
    row.ours = plus(row.ours, one)
    row.parts[part] = plus(row.parts[part], one)
  }
  for (const one of theirs) {
    const row = rowOf(one.customerId, one.currency)
    row.rillet = plus(row.rillet, one)
    if (one.own) continue
    row.elsewhere = plus(row.elsewhere, one)
    row.elsewhereInvoices = [...row.elsewhereInvoices, ...one.invoices]
  }
  for (const [key, items] of itemsByRow(pairs)) {
    const row = rowOf(...key)
    row.items = items.toSorted(byWeight)
    row.explained = explainedBy(items)
  }
  const names = namesIn([...ours, ...theirs, ...pairs])
  return [...rows.values()]
    .map((row) => compared({ ...row, customerName: names.get(row.customerId) ?? null }))
    .toSorted(byName)
}

type RowKey = [customerId: string | null, currency: string]

function itemsByRow(pairs: readonly Pair[]): [RowKey, TieOutItem[]][] {
  const rows = new Map<string, [RowKey, TieOutItem[]]>()
  for (const pair of pairs) {
    const items = itemsOf(pair)
    if (items.length === 0) continue
    const key: RowKey = [pair.customerId, pair.currency]
    const known = rows.get(JSON.stringify(key))
    if (known === undefined) rows.set(JSON.stringify(key), [key, items])
    else known[1].push(...items)
  }
  return [...rows.values()]
}

/** What each customer is called, the same in all its currencies. */
function namesIn(sums: readonly Pick<TieOutRow, 'customerId' | 'customerName'>[]) {
  const names = new Map<string | null, string>()
  for (const { customerId, customerName } of sums) {
    if (customerId === null || customerName === null || names.has(customerId)) continue
    names.set(customerId, customerName)
  }
  return names
}

/** The rows of each currency added up; a total ties when each of its rows does. */
export function totalsOf(rows: readonly TieOutRow[]): TieOutRow[] {
  const open = new Set(rows.filter(({ ties }) => !ties).map(({ currency }) => currency))
  const totals = new Map<string, TieOutRow>()
  for (const row of rows) {
    const total = totals.get(row.currency) ?? emptyRow(null, row.currency)
    totals.set(row.currency, total)
    total.ours = plus(total.ours, row.ours)
    total.rillet = plus(total.rillet, row.rillet)
    total.elsewhere = plus(total.elsewhere, row.elsewhere)
    total.explained = add(total.explained, row.explained)
    for (const part of parts) total.parts[part] = plus(total.parts[part], row.parts[part])
  }
  return [...totals.values()]
    .map(compared)
    .map((total) => ({ ...total, ties: !open.has(total.currency) }))
    .toSorted((a, b) => a.currency.localeCompare(b.currency))
}

function compared(row: TieOutRow): TieOutRow {
  const expected = add(row.parts.synced.total, row.parts.drift.total)
  const difference = subtract(row.rillet.total, expected)
  const unexplained = subtract(difference, row.explained)
  const ties = isZero(unexplained) && row.items.every(({ kind }) => isExplained(kind))
  return { ...row, difference, unexplained, ties }
}

const emptyRow = (customerId: string | null, currency: string): TieOutRow => ({
  customerId,
  customerName: null,
  currency,
  ours: nothing,
  parts: {
    synced: nothing,
    waiting: nothing,
    blocked: nothing,
    excluded: nothing,
    drift: nothing,
  },
  rillet: nothing,
  elsewhere: nothing,
  elsewhereInvoices: [],
  difference: '0',
  explained: '0',
  unexplained: '0',
  items: [],
  ties: true,
})

const byName = (a: TieOutRow, b: TieOutRow) =>
  (a.customerName ?? '\uffff').localeCompare(b.customerName ?? '\uffff') ||
  a.currency.localeCompare(b.currency)
