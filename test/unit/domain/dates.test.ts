import { describe, expect, test } from 'vitest'
import {
  changedAmounts,
  changedDates,
  dateUpdate,
  isAsWanted,
  remoteOf,
  rilletEdits,
  voidProblems,
} from '../../../domain/dates.ts'
import { factsOf } from '../../../domain/facts.ts'
import { mapInvoice } from '../../../domain/mapping.ts'
import type { Period } from '../../../domain/model.ts'
import { pushUpdate } from '../../../domain/push.ts'
import { answerTo, context, external, invoice } from './builders.ts'

const mapped = mapInvoice({ invoice: invoice(), context: context() })
if (!mapped.ok) throw new Error('the sample does not map')
const rillet = answerTo(external(mapped.value), '120.00')
const remote = remoteOf(rillet)
const facts = factsOf(invoice(), 'hash')

describe('dates', () => {
  test('of an untouched invoice are equal', () => {
    expect(changedDates(facts, remote)).toEqual([])
  })

  test('that moved are named', () => {
    expect(changedDates({ ...facts, dueDate: '2026-07-01' }, remote)).toEqual(['due date'])
    expect(
      changedDates({ accountingDate: '2026-05-03', dueDate: null, invoiceNumber: 'X' }, remote),
    ).toEqual(['invoice date', 'invoice number'])
  })

  test('that Sequence does not give are Rillet’s', () => {
    expect(changedDates({ ...facts, dueDate: null, invoiceNumber: null }, remote)).toEqual([])
  })
})

test('an edit that says what Sequence does is as wanted; what Sequence does not give is nobody’s wish', () => {
  const moved = { invoiceDate: '2026-07-01', dueDate: '2026-08-01', total: '1' }
  const edits = rilletEdits(remote, { ...remote, ...moved })
  const wanted = { accountingDate: '2026-07-01', dueDate: null, invoiceNumber: null }
  const fields = edits
    .filter((edit) => isAsWanted(edit, wanted))
    .map(({ params }) => params['field'])
  expect(fields).toEqual(['invoice date'])
})

test('a moved due date becomes a full replacement that keeps all else', () => {
  const [item] = rillet.items
  if (item === undefined) throw new Error('no line')
  const fields = [{ field_id: 'f', field_value_id: 'v' }]
  const revenue = {
    period: { start: '2026-05-01', end: '2026-05-31' },
    pattern: 'DAILY' as const,
    account_code: '4100',
  }
  const exchange_rate = { base: 'USD', target: 'EUR', rate: '0.9', date: '2026-05-01' }
  const edited = {
    ...rillet,
    exchange_rate,
    items: [{ ...item, revenue, fields, description: 'edited' }],
  }
  expect(dateUpdate({ ...facts, dueDate: '2026-07-01' }, edited, new Set())).toEqual({
    scope: 'REVENUE_RECOGNITION_ONLY',
    invoice_date: '2026-05-01',
    due_date: '2026-07-01',
    invoice_number: 'SEQ-1',
    items: [{ id: 'rillet-line-1', description: 'edited', revenue, fields }],
    external_references: rillet.external_references,
    exchange_rate,
  })
})

describe('a line without a service period', () => {
  const [item] = rillet.items
  if (item === undefined) throw new Error('no line')
  const undated = new Set(['line-1'])
  const moved = { ...facts, accountingDate: '2026-06-03' }
  const kept = { pattern: 'DAILY', account_code: '4100' } as const
  const day = { start: '2026-05-01', end: '2026-05-01' }
  const its = (period: Period) => ({
    ...rillet,
    items: [
      {
        ...item,
        revenue: { ...kept, period },
        external_references: [{ type: 'sequence_line', id: 'line-1' }],
      },
    ],
  })
  const revenueOf = (update: ReturnType<typeof dateUpdate>) => update.items[0]?.revenue
  const lineOf = (period: Period | null) => [{ lineId: 'line-1', description: 'Line 1', period }]
  const pushed = (period: Period | null) =>
    revenueOf(pushUpdate({ source: moved, rillet: its(day), base: null, lines: lineOf(period) }))

  test('has the invoice’s day in Rillet, and moves with it', () => {
    expect(revenueOf(dateUpdate(moved, its(day), undated))).toEqual(kept)
    expect(pushed(null)).toEqual(kept)
  })

  test('keeps a period that was given to it in Rillet; one with a period of its own keeps that', () => {
    const given = { start: '2026-05-01', end: '2026-05-31' }
    expect(revenueOf(dateUpdate(moved, its(given), undated))).toEqual({ ...kept, period: given })
    expect(revenueOf(dateUpdate(moved, its(day), new Set()))).toEqual({ ...kept, period: day })
    expect(pushed(day)).toEqual({ ...kept, period: day })
  })
})

test('an update leaves nothing changed', () => {
  const moved = { ...facts, dueDate: '2026-07-01', accountingDate: '2026-05-09' }
  const { invoice_date, due_date, invoice_number } = dateUpdate(moved, rillet, new Set())
  const after = remoteOf({ ...rillet, invoice_date, due_date, invoice_number })
  expect(changedDates(moved, after)).toEqual([])
})

test('a total or currency that moved in Sequence is for a person', () => {
  expect(changedAmounts(facts, remote)).toEqual([])
  expect(changedAmounts({ ...facts, grossTotal: '120.0' }, remote)).toEqual([])
  expect(changedAmounts({ ...facts, grossTotal: '121.00' }, remote)).toMatchObject([
    { code: 'source_changed_after_sync', params: { ours: '121.00 USD', theirs: '120.00 USD' } },
  ])
  expect(changedAmounts({ ...facts, currency: 'EUR' }, remote)).toHaveLength(1)
})

test('what Rillet’s users changed is named with both values', () => {
  expect(rilletEdits(remote, remote)).toEqual([])
  expect(rilletEdits(remote, { ...remote, total: '120' })).toEqual([])
  const now = { ...remote, dueDate: '2026-06-15', total: '90.00' }
  expect(rilletEdits(remote, now).map(({ params }) => params)).toEqual([
    { field: 'due date', ours: '2026-06-01', theirs: '2026-06-15' },
    { field: 'total', ours: '120.00 USD', theirs: '90.00 USD' },
  ])
})

test('a void after the sync is for a person', () => {
  expect(voidProblems({ status: 'VOIDED' })).toMatchObject([{ code: 'source_voided_after_sync' }])
  expect(voidProblems({ status: 'SENT' })).toEqual([])
})
