import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world)
})
afterAll(() => world.close())

const synced = (draft: Json = {}) => account.synced(draft)
const usd = (amount: string) => ({ amount, currency: 'USD' })

/** What we wrote to Sequence about the invoice, in order. */
const written = async (id: string): Promise<string[]> => {
  const path = `/api/invoices/${id}/payment-status`
  const { requests } = await world.sequence.get(`/_sandbox/requests?method=PUT&path=${path}`)
  return requests.map(({ body }: Json) => body.paymentStatus)
}
const shows = (id: string, status: string) =>
  expect.poll(() => account.paymentStatus(id)).toBe(status)

test('a payment recorded, edited, deleted, recorded again in part and then in full: each state once, every step kept', async () => {
  const { id, rilletId } = await synced()
  const first = await account.pay(rilletId, '100.00')
  await shows(id, 'PAID')
  await account.rillet.put(`/invoices/${rilletId}/payments/${first.id}`, {
    amount: usd('70.00'),
    date: '2026-11-21',
    account_code: '1000',
  })
  await shows(id, 'PARTIALLY_PAID')
  await account.rillet.delete(`/invoices/${rilletId}/payments/${first.id}`)
  await shows(id, 'UNPAID')
  const second = await account.pay(rilletId, '40.00')
  await shows(id, 'PARTIALLY_PAID')
  await world.rillet.post(`/_sandbox/payments/${second.id}/clear`)
  const third = await account.pay(rilletId, '60.00')
  await shows(id, 'PAID')
  const { payments } = await account.until(id, 'paid')

  expect(await written(id)).toEqual(['PAID', 'PARTIALLY_PAID', 'UNPAID', 'PARTIALLY_PAID', 'PAID'])
  const steps = payments.map((one: Json) => [
    one.id,
    one.changes.map(({ kind, amount, date }: Json) => `${kind} ${Number(amount)} ${date}`),
  ])
  expect(steps).toEqual([
    [first.id, ['recorded 100 2026-11-20', 'edited 70 2026-11-21', 'deleted 70 2026-11-21']],
    [second.id, ['recorded 40 2026-11-20', 'cleared 40 2026-11-20']],
    [third.id, ['recorded 60 2026-11-20']],
  ])
})

test('a payment that fails is taken back, one that is cleared stays', async () => {
  const { id, rilletId } = await synced()
  const good = await account.pay(rilletId, '30.00')
  const bad = await account.pay(rilletId, '70.00')
  await shows(id, 'PAID')
  await world.rillet.post(`/_sandbox/payments/${bad.id}/fail`)
  await shows(id, 'PARTIALLY_PAID')
  await world.rillet.post(`/_sandbox/payments/${good.id}/clear`)
  const isCleared = ({ payments }: Json) => payments[0].status === 'SUCCESSFUL'
  const { payments } = await account.untilInvoice(id, isCleared, 'a cleared payment')
  expect(payments.map((one: Json) => one.changes.map(({ kind }: Json) => kind))).toEqual([
    ['recorded', 'cleared'],
    ['recorded', 'failed'],
  ])
  expect(Number((await account.invoice(id)).paidTotal)).toBe(30)
})

test('the steps can be neither changed nor taken away', async () => {
  for (const change of ['update payment_change set amount = 0', 'delete from payment_change']) {
    await expect(sql.raw(change).execute(world.db)).rejects.toThrow(/append only|denied/)
  }
})

describe('credit memos', () => {
  const credit = async (rilletId: string, amount: string): Promise<Json> => {
    const { customer_id, items } = await account.rillet.get(`/invoices/${rilletId}`)
    const memo = await account.rillet.post('/credit-memos', {
      customer_id,
      credit_memo_date: '2026-11-15',
      items: [
        {
          description: 'Goodwill',
          price: { product_id: items[0].product_id, quantity: 1, amount_per_unit: usd(amount) },
        },
      ],
    })
    return account.rillet.post(`/credit-memos/${memo.id}/applications`, {
      applications: [{ invoice_id: rilletId, amount: usd(amount), application_date: '2026-11-15' }],
    })
  }

  test('stand beside payments, settle with them, and go when they are taken back', async () => {
    const { id, rilletId } = await synced()
    const memo = await credit(rilletId, '40.00')
    await shows(id, 'PARTIALLY_PAID')
    await account.pay(rilletId, '60.00')
    await shows(id, 'PAID')
    const paid = await account.until(id, 'paid')
    expect(paid.credits).toMatchObject([{ creditMemoId: memo.id, changes: [{ kind: 'recorded' }] }])

    await account.rillet.delete(`/credit-memos/${memo.id}/applications`)
    const isGone = ({ credits }: Json) => credits[0].removedAt !== null
    const { credits } = await account.untilInvoice(id, isGone, 'a credit taken back')
    expect(credits[0].changes.map(({ kind }: Json) => kind)).toEqual(['recorded', 'deleted'])
    await shows(id, 'PARTIALLY_PAID')
    expect(await written(id)).toEqual(['PARTIALLY_PAID', 'PAID', 'PARTIALLY_PAID'])
  })
})

test('with a Stripe link Rillet’s payments change nothing in Sequence; what stays open in Rillet is said', async () => {
  const { id, rilletId } = await synced({ paymentProvider: 'STRIPE' })
  const payment = await account.pay(rilletId, '30.00')
  await account.untilInvoice(id, (one) => one.payments.length === 1, 'a payment')
  await account.rillet.delete(`/invoices/${rilletId}/payments/${payment.id}`)
  await account.untilInvoice(id, (one) => one.payments[0].removedAt !== null, 'a deleted payment')
  await account.pay(rilletId, '45.00')
  const seen = await account.untilInvoice(id, (one) => one.payments.length === 2, 'two payments')
  expect(seen.payments.map(({ ignored }: Json) => ignored)).toEqual([true, true])
  expect(seen.state).toBe('synced')

  await world.sequence.post(`/_sandbox/accounts/${account.id}/invoices/${id}/collections`, {
    provider: 'stripe',
    status: 'PAID',
  })
  const paid = await account.until(id, 'paid')
  expect(paid.note).toContain('55')
  expect(paid.note).toContain('reconcile')
  expect(paid.drift).toEqual([])
  expect(await written(id)).toEqual([])
})
