import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import { editInRillet } from '../support/edit-in-rillet.ts'
import type { Json } from '../support/http.ts'
import { untilAsleep } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'

// What a person agreed to holds for what they saw, and for nothing that comes later.

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world)
})
afterEach(() => world.rillet.delete('/_sandbox/faults'))
afterAll(() => world.close())

const synced = (of = account, draft: Json = {}) => of.synced(draft)
const ask = (of: Account, id: string, what: string) =>
  world.api.post(`${of.at}/invoices/${id}/${what}`, { reason: 'as agreed' })
const codes = ({ problems }: Json): string[] => problems.map(({ code }: Json) => code)
const fields = ({ drift }: Json): string[] => drift.map(({ field }: Json) => field)
const dropped = async (of: Account, id: string): Promise<Json[]> => {
  const items = await of.timeline(id)
  return items.filter(({ kind }: Json) => kind === 'choice.dropped')
}

describe('dates that a person accepted as Rillet has them', () => {
  test('stay, each of them, when Sequence moves another one', async () => {
    const { id, rilletId } = await synced()
    await editInRillet(account, rilletId, { invoice_date: '2026-11-15' })
    await account.until(id, 'drift')
    await ask(account, id, 'accept-theirs')
    await account.until(id, 'synced')

    await account.sequence.post(`/invoices/${id}/send`)
    await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-01-15' })
    await expect.poll(async () => (await account.booked(id))[0].due_date).toBe('2027-01-15')
    expect(await account.booked(id)).toMatchObject([{ invoice_date: '2026-11-15' }])

    // A later look of the same run, for another reason.
    await account.pay(rilletId, '40.00')
    await account.until(id, 'partially_paid')
    expect(await account.booked(id)).toMatchObject([{ invoice_date: '2026-11-15' }])
  })

  test('are written over when a person pushes ours after all', async () => {
    const { id, rilletId } = await synced()
    const [{ invoice_date: day, due_date: due }] = await account.booked(id)
    await editInRillet(account, rilletId, { invoice_date: '2026-11-15' })
    await account.until(id, 'drift')
    await ask(account, id, 'accept-theirs')
    await account.until(id, 'synced')
    await editInRillet(account, rilletId, { invoice_date: '2026-11-15', due_date: '2027-03-31' })
    await account.until(id, 'drift')
    await ask(account, id, 'push-ours')
    await account.until(id, 'synced')
    expect(await account.booked(id)).toMatchObject([{ invoice_date: day, due_date: due }])
  })
})

describe('a payment status', () => {
  const setPaid = (id: string) =>
    account.sequence.ask('PUT', `/invoices/${id}/payment-status`, { paymentStatus: 'PAID' })

  test('that somebody sets after a date was accepted is a difference of its own', async () => {
    const { id, rilletId } = await synced()
    await editInRillet(account, rilletId, { due_date: '2027-03-31' })
    await account.until(id, 'drift')
    await ask(account, id, 'accept-theirs')
    await account.until(id, 'synced')
    await setPaid(id)
    expect(codes(await account.until(id, 'drift'))).toEqual(['payment_status_differs'])
    expect(await account.paymentStatus(id)).toBe('PAID')
  })

  test('left while a date is on its way to Rillet is not left over that date', async () => {
    const { id } = await synced()
    await setPaid(id)
    await account.until(id, 'drift')
    await untilAsleep(world, account, id)
    const match = { method: 'PUT', path: '/invoices/' }
    await world.rillet.post('/_sandbox/faults', { kind: 'slow', ms: 4_000, match })
    await account.sequence.post(`/invoices/${id}/send`)
    await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-01-15' })
    await expect.poll(slowCalls).toBe(1)
    await ask(account, id, 'leave')
    await expect.poll(() => dropped(account, id)).toHaveLength(1)
    await untilAsleep(world, account, id)
    expect(codes(await account.until(id, 'drift'))).toEqual(['payment_status_differs'])
  })

  async function slowCalls(): Promise<number> {
    const { requests } = await world.rillet.get('/_sandbox/requests?method=PUT')
    return requests.filter(({ fault }: Json) => fault === 'slow').length
  }

  /** Set by somebody in Sequence and paid in Rillet too; then a date there is left as its users have it. */
  async function leftWhilePaid() {
    const { id, rilletId } = await synced()
    await setPaid(id)
    await account.until(id, 'drift')
    const { id: paymentId } = await account.pay(rilletId, '100.00')
    await account.until(id, 'paid')
    await editInRillet(account, rilletId, { due_date: '2027-03-31' })
    expect(codes(await account.until(id, 'drift'))).toEqual(['rillet_edited'])
    await ask(account, id, 'leave')
    await account.until(id, 'paid')
    return { id, payment: `/invoices/${rilletId}/payments/${paymentId}` }
  }

  test('that agreed while something else was left is a difference once its payment is deleted', async () => {
    const { id, payment } = await leftWhilePaid()
    await account.rillet.delete(payment)
    expect(codes(await account.until(id, 'drift'))).toEqual(['payment_status_differs'])
    expect(await account.paymentStatus(id)).toBe('PAID')

    await ask(account, id, 'leave')
    await account.until(id, 'synced')
    const run = world.temporal.workflow.getHandle(`invoice/${account.id}/${id}`)
    await run.signal('sourceChanged', { version: null, count: 1 })
    await untilAsleep(world, account, id)
    expect(await account.until(id, 'synced')).toMatchObject({ drift: [] })
  })

  test('is set as Rillet has it once for each time that a person wants that', async () => {
    const { id } = await synced()
    await setPaid(id)
    await account.until(id, 'drift')
    await ask(account, id, 'accept-theirs')
    await account.until(id, 'synced')
    expect(await account.paymentStatus(id)).toBe('UNPAID')
    await setPaid(id)
    expect(codes(await account.until(id, 'drift'))).toEqual(['payment_status_differs'])
    expect(await account.paymentStatus(id)).toBe('PAID')
  })
})

test('pushing ours where no update can change what differs sends nothing, and says so', async () => {
  const { id, rilletId } = await synced()
  await account.correct(id, '-25')
  await account.sequence.post(`/invoices/${id}/send`)
  await account.until(id, 'drift')
  const { state } = await ask(account, id, 'push-ours')
  expect(state).toBe('drift')
  const items = await account.timeline(id)
  expect(items.map(({ kind }: Json) => kind)).toContain('choice.impossible')
  const { requests } = await world.rillet.get(`/_sandbox/requests?path=/invoices/${rilletId}`)
  expect(requests.filter(({ method }: Json) => method === 'PUT')).toEqual([])
})

describe('a choice that had to wait', () => {
  const lower = async (of: Account, id: string, by: string) => {
    await world.sequence.post(`/_sandbox/accounts/${of.id}/invoices/${id}/line-items`, {
      title: 'Correction',
      quantity: '1',
      rate: `-${by}`,
      taxRate: '0.1',
      productId: of.product.id,
    })
    const run = world.temporal.workflow.getHandle(`invoice/${of.id}/${id}`)
    await run.signal('sourceChanged', { version: null, count: 1 })
  }
  const taxCodes = ['US_SALES'].map((code) => ({
    code,
    country: 'US',
    type: 'SALES_TAX',
    description: 'Sales tax',
    percentage: null,
  }))

  test('credits no more than the difference that a person saw', async () => {
    const own = await createAccount(world)
    const { id } = await synced(own, { lines: [{ taxRate: '0.1' }] })
    await lower(own, id, '25')
    await own.until(id, 'drift')
    expect(codes(await ask(own, id, 'credit-difference'))).toContain('tax_code_not_described')

    await lower(own, id, '50')
    await expect.poll(() => dropped(own, id)).toHaveLength(1)
    const [{ reason }] = await dropped(own, id)
    expect(reason).toContain('“Credit the difference”')
    await world.api.patch(`${own.at}/settings`, { taxCodes })
    await untilAsleep(world, own, id)
    expect(await own.until(id, 'drift')).toMatchObject({ state: 'drift' })
    expect((await own.books()).creditMemos).toEqual([])

    await ask(own, id, 'credit-difference')
    await own.until(id, 'partially_paid')
    expect((await own.books()).creditMemos).toMatchObject([{ total: { amount: '82.50' } }])
  })

  test.each([
    { what: 'goes on where nothing has changed', change: {}, state: 'synced', left: [] },
    {
      what: 'accepts nothing that was changed since',
      change: { invoice_number: 'ANOTHER' },
      state: 'drift',
      left: ['due date', 'invoice number'],
    },
  ])('$what', async ({ change, state, left }) => {
    const own = await createAccount(world)
    const { id, rilletId } = await synced(own)
    await editInRillet(own, rilletId, { due_date: '2027-03-31' })
    await own.until(id, 'drift')
    const match = { method: 'GET', path: `^/invoices/${rilletId}` }
    await world.rillet.post('/_sandbox/faults', {
      kind: 'status',
      match,
      status: 401,
      probability: 1,
    })
    expect(codes(await ask(own, id, 'accept-theirs'))).toContain('api_key_refused')

    await world.rillet.delete('/_sandbox/faults')
    if (Object.keys(change).length > 0) await editInRillet(own, rilletId, change)
    const apiKey = own.organization.keys[0].token
    await world.api.put(`${own.at}/connection/rillet`, { apiKey })
    const after = await own.until(id, state)
    expect(fields(after)).toEqual(left)
    expect(await dropped(own, id)).toHaveLength(left.length > 0 ? 1 : 0)
  })
})

test('of choices that are made while another one is done the last counts, and the rest are said to be left', async () => {
  const own = await createAccount(world)
  const { id, rilletId } = await synced(own)
  await own.correct(id, '-25')
  await own.sequence.post(`/invoices/${id}/send`)
  await own.until(id, 'drift')
  const match = { method: 'DELETE', path: `^/invoices/${rilletId}$` }
  await world.rillet.post('/_sandbox/faults', { kind: 'slow', ms: 3_000, match })
  const deleting = async () => {
    const { faults } = await world.rillet.get('/_sandbox/faults')
    return faults[0].injected
  }
  const run = world.temporal.workflow.getHandle(`invoice/${own.id}/${id}`)
  const knowsOf = async (kind: string) => {
    const recent = await run.query<Json[]>('recentEvents')
    return recent.map((event) => event['kind']).includes(kind)
  }

  const recreated = ask(own, id, 'recreate')
  await expect.poll(deleting).toBe(1)
  const left = ask(own, id, 'leave')
  await expect.poll(() => knowsOf('person.leave')).toBe(true)
  const credited = ask(own, id, 'credit-difference')
  await Promise.all([recreated, left, credited])

  await own.until(id, 'synced')
  const items = await own.timeline(id)
  const notDone = items.filter(({ kind }: Json) => kind.startsWith('choice.'))
  expect(notDone).toMatchObject([
    { kind: 'choice.needless', data: { choice: 'creditDifference' } },
    { kind: 'choice.replaced', data: { choice: 'leave' } },
  ])
  expect((await own.books()).creditMemos).toEqual([])
})
