import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCreditActivities } from '../../activities/credit-invoice.ts'
import { createDateActivities } from '../../activities/dates.ts'
import { findInvoice } from '../../store/invoice.ts'
import { loadSnapshot, saveSnapshot } from '../../store/snapshot.ts'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

// Amounts of invoices that Rillet prices itself: what was credited, or accepted, is never put back.

let world: World
let account: Account
let bankAccountId: string

beforeAll(async () => {
  world = await createWorld()
  const taxed = { country: 'US', type: 'SALES_TAX', description: 'Sales tax', percentage: null }
  const reverse = { country: 'DE', type: 'VAT', description: 'Reverse charge', percentage: '0' }
  const taxCodes = [
    { code: 'US_SALES', ...taxed },
    { code: 'REVERSE', ...reverse },
  ]
  account = await createAccount(world, { settings: { taxCodes, scope: 'FULL' } })
  bankAccountId = (await account.rillet.get('/bank-accounts')).accounts[0].id
  await world.api.patch(`${account.at}/settings`, { bankAccountId })
})
afterAll(() => world.close())

const synced = () => account.synced()
const ask = (id: string, what: string) =>
  world.api.post(`${account.at}/invoices/${id}/${what}`, { reason: 'as agreed' })
const inRillet = (rilletId: string) => account.rillet.get(`/invoices/${rilletId}`)
const amounts = async (rilletId: string) => {
  const { total, amount_due: due } = await inRillet(rilletId)
  return { total: total.amount, due: due.amount }
}
const texts = async (rilletId: string) =>
  (await inRillet(rilletId)).items.map(({ description }: Json) => description)
const memosOf = async (id: string): Promise<Json[]> =>
  (await account.books()).creditMemos.filter(({ external_references }: Json) =>
    external_references.some((ref: Json) => ref.id.startsWith(id)),
  )

const wake = (id: string) =>
  world.temporal.workflow
    .getHandle(`invoice/${account.id}/${id}`)
    .signal('sourceChanged', { version: null, count: 1 })
const linesAt = (id: string) => `/_sandbox/accounts/${account.id}/invoices/${id}/line-items`

async function rename(id: string, title: string): Promise<void> {
  const { items } = await account.sequence.get(`/invoices/${id}/line-items`)
  const [first] = items.filter(({ title }: Json) => title !== 'Correction')
  await world.sequence.patch(`${linesAt(id)}/${first.id}`, { title })
  await wake(id)
}

async function add(id: string, rate: string): Promise<void> {
  await world.sequence.post(linesAt(id), {
    title: 'Correction',
    quantity: '1',
    rate,
    taxRate: '0',
    productId: account.product['id'],
  })
  await wake(id)
}

async function moveDueDate(id: string): Promise<void> {
  await account.sequence.post(`/invoices/${id}/send`)
  await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-01-15' })
}

/** Its users price the line at 90, and a person accepts that. */
async function acceptedAt90() {
  const made = await synced()
  const invoice = await inRillet(made.rilletId)
  const [{ description, product_id }] = invoice.items
  const price = { product_id, quantity: 1, amount_per_unit: { amount: '90.00', currency: 'USD' } }
  await account.rillet.put(`/invoices/${made.rilletId}`, {
    scope: 'FULL',
    invoice_date: invoice.invoice_date,
    due_date: invoice.due_date,
    memo: invoice.memo,
    bank_account_id: bankAccountId,
    items: [{ description, price }],
    external_references: invoice.external_references,
  })
  await account.until(made.id, 'drift')
  await ask(made.id, 'accept-theirs')
  await account.until(made.id, 'synced')
  return made
}

test('credited by a line that came, a text that is pushed and a date that moves leave the amounts', async () => {
  const { id, rilletId } = await synced()
  await add(id, '-20')
  await account.until(id, 'drift')
  await ask(id, 'credit-difference')
  await account.until(id, 'partially_paid')
  expect(await amounts(rilletId)).toEqual({ total: '100.00', due: '80.00' })

  await rename(id, 'Renamed')
  await account.until(id, 'drift')
  await ask(id, 'push-ours')
  await account.until(id, 'partially_paid')
  expect(await texts(rilletId)).toEqual([expect.stringContaining('Renamed')])
  expect(await amounts(rilletId)).toEqual({ total: '100.00', due: '80.00' })

  await moveDueDate(id)
  await expect.poll(async () => (await inRillet(rilletId)).due_date).toBe('2027-01-15')
  expect(await texts(rilletId)).toEqual([expect.stringContaining('Renamed')])
  expect(await amounts(rilletId)).toEqual({ total: '100.00', due: '80.00' })

  await rename(id, 'Once more')
  await account.until(id, 'drift')
  await ask(id, 'push-ours')
  await account.until(id, 'partially_paid')
  expect(await texts(rilletId)).toEqual([expect.stringContaining('Once more')])
  expect(await amounts(rilletId)).toEqual({ total: '100.00', due: '80.00' })
})

test('credited by a rate that fell, a text that is pushed leaves the amounts, and the next one is known', async () => {
  const { id, rilletId } = await synced()
  const ref = { accountId: account.id, invoiceId: id }
  const from = (await findInvoice(world.db, ref))?.sent_snapshot_hash ?? ''
  const source = await loadSnapshot(world.db, ref.accountId, from)
  const at80 = async (title: string) => {
    const figures = { rate: '80', netTotal: '80', grossTotal: '80' }
    const lines = source.lines.map((line) => ({ ...line, ...figures, title }))
    const hash = `${title} ${id}`
    const { rate: _, ...totals } = figures
    await saveSnapshot(world.db, ref.accountId, hash, { ...source, ...totals, lines })
    return hash
  }
  const now = () => ({
    currentAttemptScheduledTimestampMs: Date.now(),
    startToCloseTimeoutMs: 30_000,
  })
  const { creditInvoice } = createCreditActivities(world.activityDeps)
  const to = await at80('Line 1')
  const credited = { ...ref, from, to, date: '2026-11-30' }
  expect(await new MockActivityEnvironment(now()).run(creditInvoice, credited)).toMatchObject({
    total: '20',
  })

  const { updateDates } = createDateActivities(world.activityDeps)
  const { accountingDate, dueDate, invoiceNumber } = source
  const dates = { accountingDate, dueDate, invoiceNumber }
  const push = async (title: string) => {
    const pushed = { snapshotHash: await at80(title), settles: true }
    return new MockActivityEnvironment(now()).run(updateDates, {
      ...ref,
      dates,
      force: true,
      ...pushed,
    })
  }
  for (const title of ['Renamed', 'Once more']) {
    expect(await push(title)).toMatchObject({ kind: 'done', edits: [] })
    const moved = { ...dates, dueDate: '2027-01-15' }
    const update = { ...ref, dates: moved, force: false }
    expect(await new MockActivityEnvironment(now()).run(updateDates, update)).toMatchObject({
      kind: 'done',
      edits: [],
    })
    expect(await texts(rilletId)).toEqual([expect.stringContaining(title)])
    expect(await amounts(rilletId)).toEqual({ total: '100.00', due: '80.00' })
  }
})

test('an amount that a person accepted is not put back by a date that moves', async () => {
  const { id, rilletId } = await acceptedAt90()
  await moveDueDate(id)
  const { drift } = await account.until(id, 'drift')
  expect(drift).toContainEqual(
    expect.objectContaining({ field: 'amount of line 1', theirs: '90.00', side: 'rillet' }),
  )
  expect(await amounts(rilletId)).toEqual({ total: '90.00', due: '90.00' })
  await ask(id, 'push-ours')
  expect(await amounts(rilletId)).toEqual({ total: '90.00', due: '90.00' })
  await ask(id, 'accept-theirs')
  await account.until(id, 'synced')
})

test('where Rillet has less than was sent, a void is not credited, and can be left', async () => {
  const { id, rilletId } = await acceptedAt90()
  await account.pay(rilletId, '10.00')
  await account.until(id, 'partially_paid')
  await account.sequence.ask('PUT', `/invoices/${id}/payment-status`, { paymentStatus: 'UNPAID' })
  await account.sequence.post(`/invoices/${id}/void`)
  await account.until(id, 'blocked')
  const held = await ask(id, 'credit-difference')
  const edited = held.problems.find(({ code }: Json) => code === 'rillet_edited')
  expect(edited?.params).toMatchObject({ field: 'total', ours: '100.00 USD', theirs: '90.00 USD' })
  expect(await memosOf(id)).toEqual([])
  await ask(id, 'leave')
  expect((await account.until(id, 'voided')).note).toContain('Left booked')
})

test('where Rillet has less than was sent, what fell since is not credited', async () => {
  const { id } = await acceptedAt90()
  await add(id, '-20')
  await account.until(id, 'drift')
  const held = await ask(id, 'credit-difference')
  expect(held.problems).toContainEqual(
    expect.objectContaining({
      code: 'rillet_edited',
      params: { field: 'total', ours: '100.00 USD', theirs: '90.00 USD' },
    }),
  )
  expect(await memosOf(id)).toEqual([])
  await ask(id, 'leave')
  await account.until(id, 'synced')
})
