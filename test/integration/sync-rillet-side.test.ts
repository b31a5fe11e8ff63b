import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { hintLate } from '../support/late-hint.ts'
import { untilAsleep } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world)
})
afterAll(() => world.close())

const synced = (draft: Json = {}) => account.synced(draft)
const rilletCalls = async (about: string): Promise<string[]> => {
  const { requests } = await world.rillet.get('/_sandbox/requests?limit=50000')
  return requests
    .filter(
      (one: Json) => one.path.includes(about) || JSON.stringify(one.body ?? '').includes(about),
    )
    .map(({ method, path }: Json) => `${method} ${path}`)
}
const kinds = async (id: string): Promise<string[]> => {
  const items = await account.timeline(id)
  return items.map(({ kind }: Json) => kind)
}

test('one Rillet call syncs an invoice with known customer and products, one settles it', async () => {
  const { id, rilletId } = await synced()
  const until = (await rilletCalls(id)).filter((call) => !call.startsWith('GET /_sandbox'))
  expect(until).toEqual(['POST /invoices'])

  await account.pay(rilletId, '100.00')
  await account.until(id, 'paid')
  const after = (await rilletCalls(rilletId)).filter((call) => !call.startsWith('POST'))
  expect(after).toEqual([`GET /invoices/${rilletId}/payments`])
})

test('the webhooks of our own writes come back as echoes and cost no call', async () => {
  const { id, rilletId } = await synced()
  await account.pay(rilletId, '100.00')
  await account.until(id, 'paid')
  const echoed = async () => {
    const { items } = await world.api.get(`${account.at}/deliveries?limit=100`)
    return items.filter((one: Json) => one.invoiceId === id && one.status !== 'pending').length
  }
  // Finalized, paid in Rillet, and what our own write of the payment status sent back.
  await expect.poll(echoed).toBe(3)
  const handle = world.temporal.workflow.getHandle(`invoice/${account.id}/${id}`)
  await expect.poll(async () => (await handle.describe()).status.name).toBe('COMPLETED')
  const { requests } = await world.sequence.get(`/_sandbox/requests?path=/api/invoices/${id}`)
  const reads = requests.filter(({ method, path }: Json) => method === 'GET' && path.endsWith(id))
  expect(reads).toHaveLength(2)
})

describe('payments', () => {
  test('a part, then the rest: Sequence shows each state once', async () => {
    const { id, rilletId } = await synced()
    await account.pay(rilletId, '40.00')
    await account.until(id, 'partially_paid')
    expect(await account.paymentStatus(id)).toBe('PARTIALLY_PAID')
    await account.pay(rilletId, '60.00')
    const paid = await account.until(id, 'paid')
    expect(await account.paymentStatus(id)).toBe('PAID')
    expect(paid.payments.map(({ amount }: Json) => Number(amount))).toEqual([40, 60])
    const written = (await kinds(id)).filter((kind) => kind === 'payment_status.written')
    expect(written).toHaveLength(2)
  })

  test('one deleted after the invoice was paid opens it again, on both sides', async () => {
    const { id, rilletId } = await synced()
    const payment = await account.pay(rilletId, '100.00')
    await account.until(id, 'paid')
    await account.rillet.delete(`/invoices/${rilletId}/payments/${payment.id}`)
    await account.until(id, 'synced')
    expect(await account.paymentStatus(id)).toBe('UNPAID')
    expect(await kinds(id)).toContain('payment.deleted')
  })

  test('with a Stripe link they are recorded and change nothing in Sequence', async () => {
    const { id, rilletId } = await synced({ paymentProvider: 'STRIPE' })
    await world.sequence.delete('/_sandbox/requests')
    await account.pay(rilletId, '100.00')
    const seen = await account.untilInvoice(id, (one) => one.payments.length === 1, 'a payment')
    expect(seen.payments[0]).toMatchObject({ ignored: true })
    expect(seen.state).toBe('synced')
    const { requests } = await world.sequence.get('/_sandbox/requests?method=PUT')
    expect(requests).toEqual([])
    expect(await account.paymentStatus(id)).toBe('UNPAID')

    await world.sequence.post(`/_sandbox/accounts/${account.id}/invoices/${id}/collections`, {
      provider: 'stripe',
      status: 'PAID',
    })
    await account.until(id, 'paid')
  })

  test('a status PAID without payment rows is not money', async () => {
    await world.rillet.put('/_sandbox/switches', { rrSettlesItself: 'on' })
    const { id, rilletId } = await synced()
    await world.rillet.put('/_sandbox/switches', { rrSettlesItself: 'off' })
    expect((await account.rillet.get(`/invoices/${rilletId}`)).status).toBe('PAID')
    expect(await account.paymentStatus(id)).toBe('UNPAID')
  })
})

describe('deleted in Rillet', () => {
  test('drops the link and creates nothing by itself; a retry creates it once more', async () => {
    const { id, rilletId } = await synced()
    await account.rillet.delete(`/invoices/${rilletId}`)
    await account.until(id, 'removed')
    await account.sequence.post(`/invoices/${id}/send`)
    await expect.poll(async () => (await account.invoice(id)).state).toBe('removed')
    expect(await account.booked(id)).toEqual([])

    await world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'deleted by mistake' })
    const again = await account.until(id, 'synced')
    expect(again.rilletId).not.toBe(rilletId)
    expect(await account.booked(id)).toHaveLength(1)
  })
})

describe('dates', () => {
  test('that move when the invoice is sent reach Rillet, and its lines keep their service periods', async () => {
    const servicePeriod = { startDate: '2026-11-01', endDate: '2026-11-30' }
    const { id } = await synced({ lines: [{ servicePeriod }, {}] })
    const [before] = await account.booked(id)
    await account.sequence.post(`/invoices/${id}/send`)
    await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-01-15' })
    await account.untilInvoice(id, (one) => one.dueDate === '2027-01-15', 'the new due date')
    await expect.poll(async () => (await account.booked(id))[0].due_date).toBe('2027-01-15')
    const [after] = await account.booked(id)
    expect(after.items).toEqual(before.items)
    expect(after.external_references).toEqual(before.external_references)
  })

  const edited = async () => {
    const { id, rilletId } = await synced()
    const invoice = await account.rillet.get(`/invoices/${rilletId}`)
    await account.rillet.put(`/invoices/${rilletId}`, {
      scope: 'REVENUE_RECOGNITION_ONLY',
      invoice_date: invoice.invoice_date,
      due_date: '2027-03-31',
      invoice_number: invoice.invoice_number,
      items: invoice.items.map(({ id: item, description, revenue }: Json) => ({
        id: item,
        description,
        revenue,
      })),
      external_references: invoice.external_references,
    })
    const drift = await account.until(id, 'drift')
    expect(drift.problems.map(({ code }: Json) => code)).toEqual(['rillet_edited'])
    return { id, before: invoice.due_date }
  }

  test('edited in Rillet are shown as drift; pushing ours writes them back', async () => {
    const { id, before } = await edited()
    await world.api.post(`${account.at}/invoices/${id}/push-ours`, { reason: 'ours is right' })
    await account.until(id, 'synced')
    expect((await account.booked(id))[0].due_date).toBe(before)
  })

  test('and lines edited in Rillet are named one by one, with the side and since when', async () => {
    const { id, rilletId } = await synced({ lines: [{}, {}] })
    const invoice = await account.rillet.get(`/invoices/${rilletId}`)
    const period = { start: '2026-12-01', end: '2026-12-31' }
    await account.rillet.put(`/invoices/${rilletId}`, {
      scope: 'REVENUE_RECOGNITION_ONLY',
      invoice_date: invoice.invoice_date,
      due_date: invoice.due_date,
      invoice_number: invoice.invoice_number,
      items: invoice.items.map((item: Json, index: number) => ({
        id: item.id,
        description: index === 0 ? 'Reworded' : item.description,
        revenue: index === 1 ? { ...item.revenue, period } : item.revenue,
      })),
      external_references: invoice.external_references,
    })
    const { drift } = await account.until(id, 'drift')
    const day = '2026-11-01'
    expect(drift).toMatchObject([
      { field: 'description of line 1', side: 'rillet' },
      {
        field: 'service period of line 2',
        ours: `${day} to ${day}`,
        theirs: `${period.start} to ${period.end}`,
        side: 'rillet',
      },
    ])
    const [{ since }] = drift

    await account.pay(rilletId, '200.00')
    await expect.poll(() => account.paymentStatus(id)).toBe('PAID')
    const later = await account.invoice(id)
    expect(later.state).toBe('drift')
    expect(later.drift[0].since).toBe(since)
    await world.api.post(`${account.at}/invoices/${id}/accept-theirs`, { reason: 'better words' })
    expect((await account.until(id, 'paid')).drift).toEqual([])
    expect(await kinds(id)).toEqual(expect.arrayContaining(['drift.seen', 'drift.gone']))
  })

  test('edited in Rillet and accepted stay as they are, also when the invoice is read again', async () => {
    const { id } = await edited()
    await world.api.post(`${account.at}/invoices/${id}/accept-theirs`, {
      reason: 'theirs is right',
    })
    await account.until(id, 'synced')
    await account.pay((await account.booked(id))[0].id, '10.00')
    await account.until(id, 'partially_paid')
    expect((await account.booked(id))[0].due_date).toBe('2027-03-31')
  })
})

test('a total of zero is settled at once', async () => {
  const id = await account.draft({ lines: [{ quantity: '0' }] })
  await account.finalize(id)
  await account.until(id, 'paid')
  expect(await account.paymentStatus(id)).toBe('PAID')
})

test.each([
  [
    'deleted in Rillet',
    'removed',
    ({ rilletId }: Json) => account.rillet.delete(`/invoices/${rilletId}`),
  ],
  [
    'excluded',
    'excluded',
    ({ id }: Json) => world.api.post(`${account.at}/invoices/${id}/exclude`),
  ],
])(
  '%s while a late hint starts its next run: that run leaves it as it is',
  async (_, state, putAway) => {
    const invoice = await synced()
    const { id } = invoice
    await putAway(invoice)
    await account.until(id, state)
    const before = (await account.booked(id)).length
    await untilAsleep(world, account, id)
    const run = await hintLate(world, { accountId: account.id, invoiceId: id }, 'synced')
    await run.result()
    expect(await account.booked(id)).toHaveLength(before)
    expect(await account.invoice(id)).toMatchObject({ state })
  },
)
