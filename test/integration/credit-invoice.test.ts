import { setTimeout as pause } from 'node:timers/promises'
import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type CreditInvoice,
  createCreditActivities,
  type InvoiceCredited,
} from '../../activities/credit-invoice.ts'
import type { SourceInvoice } from '../../domain/model.ts'
import { findInvoice } from '../../store/invoice.ts'
import { loadSnapshot, saveSnapshot } from '../../store/snapshot.ts'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account

// Attempts fail on purpose here.
const logger = new DefaultLogger('ERROR')

const taxCodes = [
  {
    code: 'US_SALES',
    country: 'US',
    type: 'SALES_TAX',
    description: 'Sales tax',
    percentage: null,
  },
]

beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world, { settings: { taxCodes } })
})
afterAll(() => world.close())

/** A synced invoice, as what it is to be credited from. */
async function synced(draft: Json = {}, of = account) {
  const invoiceId = await of.draft(draft)
  await of.finalize(invoiceId)
  const { rilletId } = await of.until(invoiceId, 'synced')
  const row = await findInvoice(world.db, { accountId: of.id, invoiceId })
  const from = row?.sent_snapshot_hash ?? ''
  const input: CreditInvoice = { accountId: of.id, invoiceId, from, to: null, date: '2026-11-30' }
  return { rilletId, input }
}

const credit = async (input: CreditInvoice): Promise<InvoiceCredited> => {
  const { creditInvoice } = createCreditActivities(world.activityDeps)
  const now = { currentAttemptScheduledTimestampMs: Date.now(), startToCloseTimeoutMs: 30_000 }
  return new MockActivityEnvironment(now, { logger }).run(creditInvoice, input)
}

/** As a run would: calls again while it is in doubt, and after what failed. */
async function credited(input: CreditInvoice) {
  for (let tries = 0; tries < 20; tries++) {
    const result = await credit(input).catch(() => null)
    if (result?.kind === 'done') return result
    if (result !== null && result.kind !== 'in_doubt') throw new Error(JSON.stringify(result))
    await pause(result?.afterMs ?? 20)
  }
  throw new Error('not credited')
}

async function memosOf({ invoiceId }: CreditInvoice, of = account): Promise<Json[]> {
  const { creditMemos } = await of.books()
  return creditMemos.filter((one: Json) =>
    one.external_references.some(({ id }: Json) => id.startsWith(invoiceId)),
  )
}

const changedTo = async (
  { accountId, from }: CreditInvoice,
  change: (invoice: SourceInvoice) => SourceInvoice,
) => {
  const to = `changed-${from.slice(0, 20)}`
  await saveSnapshot(world.db, accountId, to, change(await loadSnapshot(world.db, accountId, from)))
  return to
}

const lines = [
  { rate: '33.33', quantity: '3', taxRate: '0.08875' },
  { rate: '-10', quantity: '1', taxRate: '0' },
  { rate: '0.10', quantity: '0', taxRate: '0' },
]

test('a voided invoice is credited whole: every line and cent, applied, once', async () => {
  const { input, rilletId } = await synced({ lines })
  const first = await credited(input)
  const again = await credited(input)
  expect(again.creditMemoId).toBe(first.creditMemoId)

  const [memo, ...more] = await memosOf(input)
  expect(more).toEqual([])
  const invoice = await account.rillet.get(`/invoices/${rilletId}`)
  expect(memo?.total.amount).toBe(invoice.total.amount)
  expect(memo?.taxed_amount.amount).toBe('8.87')
  expect(memo?.items.map((item: Json) => item.net_amount.amount)).toEqual([
    '99.99',
    '-10.00',
    '0.00',
  ])
  expect(invoice).toMatchObject({ status: 'CREDITED', amount_due: { amount: '0.00' } })
  expect(first.applied).toBe(first.total)
})

test('what was paid stays the customer’s credit: only what is open is applied', async () => {
  const { input, rilletId } = await synced()
  await account.pay(rilletId, '30.00')
  await account.until(input.invoiceId, 'partially_paid')
  expect(await credited(input)).toMatchObject({ total: '100', applied: '70' })
  const [memo] = await memosOf(input)
  expect(memo).toMatchObject({
    status: 'PARTIALLY_APPLIED',
    remaining_amount: { amount: '30.00' },
  })
})

test('an amount that fell is credited by the difference of its lines', async () => {
  const { input, rilletId } = await synced({
    lines: [
      { rate: '60', title: 'Seats' },
      { rate: '40', title: 'Support' },
    ],
  })
  const to = await changedTo(input, (invoice) => ({
    ...invoice,
    netTotal: '75',
    grossTotal: '75',
    lines: invoice.lines.map((line) =>
      line.title === 'Support' ? { ...line, netTotal: '15', grossTotal: '15' } : line,
    ),
  }))
  await credited({ ...input, to })
  expect(await credited({ ...input, to })).toMatchObject({ total: '25', applied: '25', to })
  const memos = await memosOf(input)
  expect(memos).toHaveLength(1)
  expect(memos[0]?.items).toHaveLength(1)
  expect(memos[0]?.items[0]).toMatchObject({ net_amount: { amount: '25.00' } })
  const { amount_due } = await account.rillet.get(`/invoices/${rilletId}`)
  expect(amount_due.amount).toBe('75.00')
  const row = await findInvoice(world.db, input)
  expect(row?.sent_snapshot_hash).toBe(to)
})

test('an amount that rose is no credit, and says so', async () => {
  const { input } = await synced()
  const to = await changedTo(input, (invoice) => ({
    ...invoice,
    netTotal: '150',
    grossTotal: '150',
    lines: invoice.lines.map((line) => ({ ...line, netTotal: '150', grossTotal: '150' })),
  }))
  expect(await credit({ ...input, to })).toMatchObject({
    kind: 'blocked',
    problems: [{ code: 'credit_not_positive' }],
  })
  expect(await memosOf(input)).toEqual([])
})

test('credited whole by less than Rillet has, it is held over what stays open, until that is settled', async () => {
  const { input, rilletId } = await synced()
  const from = await changedTo(input, (invoice) => ({
    ...invoice,
    netTotal: '70',
    grossTotal: '70',
    lines: invoice.lines.map((line) => ({ ...line, netTotal: '70', grossTotal: '70' })),
  }))
  expect(await credit({ ...input, from })).toMatchObject({
    kind: 'blocked',
    problems: [{ code: 'credit_leaves_open', params: { amount: '30.00', currency: 'USD' } }],
  })
  await account.pay(rilletId, '30.00')
  expect(await credit({ ...input, from })).toMatchObject({ kind: 'done', total: '70' })
  expect(await memosOf(input)).toHaveLength(1)
})

describe('misfortunes', () => {
  const fault = (kind: string, path: string, more: Json = {}) =>
    world.rillet.post('/_sandbox/faults', { kind, match: { method: 'POST', path }, ...more })

  test.each([
    ['booked, and the answer is lost', 'commit_then_reset', '^/credit-memos$'],
    ['lost on the way', 'reset', '^/credit-memos$'],
    ['booked, and Rillet answers 500', 'commit_then_status', '^/credit-memos$'],
    ['applied, and the answer is lost', 'commit_then_reset', '^/credit-memos/[^/]+/applications$'],
    ['throttled', 'throttle', '^/credit-memos$'],
    ['throttled when it is applied', 'throttle', '^/credit-memos/[^/]+/applications$'],
  ])('%s: one credit memo, applied once', async (_, kind, path) => {
    const { input, rilletId } = await synced()
    await fault(kind, path, kind === 'commit_then_status' ? { status: 500 } : {})
    await credited(input)
    expect(await memosOf(input)).toHaveLength(1)
    const { amount_due } = await account.rillet.get(`/invoices/${rilletId}`)
    expect(amount_due.amount).toBe('0.00')
  })

  test('another change while the first is in doubt finds the first, and says what it was for', async () => {
    const { input } = await synced()
    const reduced = (amount: string) => (invoice: SourceInvoice) => ({
      ...invoice,
      netTotal: amount,
      grossTotal: amount,
      lines: invoice.lines.map((line) => ({ ...line, netTotal: amount, grossTotal: amount })),
    })
    const first = await changedTo(input, reduced('80'))
    await fault('commit_then_reset', '^/credit-memos$')
    expect((await credit({ ...input, to: first })).kind).toBe('in_doubt')
    await saveSnapshot(
      world.db,
      input.accountId,
      'second',
      reduced('50')(await loadSnapshot(world.db, input.accountId, input.from)),
    )
    expect(await credited({ ...input, to: 'second' })).toMatchObject({ total: '20', to: first })
    expect(await memosOf(input)).toHaveLength(1)
  })
})

describe('held back', () => {
  test('in a closed period, until it is opened', async () => {
    const own = await createAccount(world)
    const { input } = await synced({}, own)
    const books = `/_sandbox/organizations/${own.organization.id}/books`
    await world.rillet.post(`${books}/close`, { end: '2026-11-30' })
    expect(await credit(input)).toMatchObject({
      kind: 'blocked',
      problems: [{ code: 'period_closed' }],
    })
    await world.rillet.post(`${books}/reopen`)
    await credited(input)
    expect(await memosOf(input, own)).toHaveLength(1)
  })

  test('without a description of its tax code', async () => {
    const own = await createAccount(world)
    const { input } = await synced({ lines: [{ taxRate: '0.1' }] }, own)
    expect(await credit(input)).toMatchObject({
      kind: 'blocked',
      problems: [{ code: 'tax_code_not_described', params: { code: 'US_SALES' } }],
    })
    await world.api.patch(`${own.at}/settings`, { taxCodes })
    await credited(input)
    const [memo] = await memosOf(input, own)
    expect(memo).toMatchObject({ taxed_amount: { amount: '10.00' }, total: { amount: '110.00' } })
  })

  test('when it is gone from Rillet, there is nothing to credit', async () => {
    const { input, rilletId } = await synced()
    await account.rillet.delete(`/invoices/${rilletId}`)
    await account.until(input.invoiceId, 'removed')
    expect(await credit(input)).toEqual({ kind: 'removed' })
  })

  test('deleted in Rillet by its users, it is made again only when it is asked for again', async () => {
    const { input } = await synced()
    const { creditMemoId } = await credited(input)
    await account.rillet.delete(`/credit-memos/${creditMemoId}/applications`)
    await account.rillet.delete(`/credit-memos/${creditMemoId}`)
    expect(await credit(input)).toMatchObject({
      kind: 'blocked',
      problems: [{ code: 'credit_memo_removed' }],
    })
    expect((await credited(input)).creditMemoId).not.toBe(creditMemoId)
    expect(await memosOf(input)).toHaveLength(1)
  })
})
