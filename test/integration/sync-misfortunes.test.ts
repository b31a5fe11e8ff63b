import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld({ throughProxy: true })
})
afterEach(async () => {
  world.rilletProxy.rewrite((_, body) => body)
  await world.rillet.delete('/_sandbox/faults')
})
afterAll(() => world.close())

const codes = (invoice: Json): string[] => invoice.problems.map(({ code }: Json) => code)
const rilletFault = (kind: string, match: Json, more: Json = {}) =>
  world.rillet.post('/_sandbox/faults', { kind, match, ...more })
const synced = async (options = {}) => {
  const account = await createAccount(world, options)
  const id = await account.draft()
  await account.finalize(id)
  const { rilletId } = await account.until(id, 'synced')
  return { account, id, rilletId }
}
const moveDueDate = async (account: Awaited<ReturnType<typeof createAccount>>, id: string) => {
  await account.sequence.post(`/invoices/${id}/send`)
  await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-02-01' })
}

test('news of a payment that comes late, after our own write to the invoice, still counts', async () => {
  const { account, id, rilletId } = await synced()
  await rilletFault('webhook_delay', { path: 'INVOICE/PAYMENT_UPDATED' }, { ms: 1_500 })
  await account.pay(rilletId, '100.00')
  await moveDueDate(account, id)
  await expect.poll(async () => (await account.booked(id))[0].due_date).toBe('2027-02-01')
  await account.until(id, 'paid')
  expect(await account.paymentStatus(id)).toBe('PAID')
})

test('a payment status whose answer was lost is taken back with its payment', async () => {
  const { account, id, rilletId } = await synced()
  await world.sequence.post('/_sandbox/faults', {
    kind: 'commit_then_reset',
    match: { method: 'PUT', path: `/api/invoices/${id}/payment-status` },
  })
  const payment = await account.pay(rilletId, '30.00')
  await account.until(id, 'partially_paid')
  expect(await account.paymentStatus(id)).toBe('PARTIALLY_PAID')
  await account.rillet.delete(`/invoices/${rilletId}/payments/${payment.id}`)
  await account.until(id, 'synced')
  await expect.poll(() => account.paymentStatus(id)).toBe('UNPAID')
})

test.each(['reset', 'commit_then_reset'])(
  'a payment status that goes back is written again when the first try is lost (%s)',
  async (kind) => {
    const { account, id, rilletId } = await synced()
    const payment = await account.pay(rilletId, '100.00')
    await account.until(id, 'paid')
    await world.sequence.post('/_sandbox/faults', {
      kind,
      match: { method: 'PUT', path: `/api/invoices/${id}/payment-status` },
    })
    await account.rillet.delete(`/invoices/${rilletId}/payments/${payment.id}`)
    await account.until(id, 'synced')
    expect(await account.paymentStatus(id)).toBe('UNPAID')
    // What was taken at last is what can be taken back from then on, and no more.
    await account.sequence.ask('PUT', `/invoices/${id}/payment-status`, { paymentStatus: 'PAID' })
    await account.until(id, 'drift')
  },
)

test('dates that move while our own write is under way are not taken for its echo', async () => {
  const { account, id, rilletId } = await synced()
  await account.pay(rilletId, '100.00')
  await moveDueDate(account, id)
  await expect.poll(async () => (await account.booked(id))[0].due_date).toBe('2027-02-01')
  await account.until(id, 'paid')
  expect(await account.paymentStatus(id)).toBe('PAID')
})

test('a 404 that is not Rillet’s own does not count as deleted', async () => {
  const { account, id, rilletId } = await synced()
  const match = { method: 'GET', path: `/invoices/${rilletId}` }
  await rilletFault('status', match, { status: 404, times: 3, body: { message: 'nginx' } })
  await account.pay(rilletId, '100.00')
  await account.until(id, 'paid')
  expect(await account.booked(id)).toHaveLength(1)
})

test('an invoice that counts as deleted but is there is adopted, not made again', async () => {
  const { account, id, rilletId } = await synced()
  const match = { method: 'GET', path: `/invoices/${rilletId}` }
  const problem = { type: 'https://rillet.io/not-found', title: 'Not Found', status: 404 }
  await rilletFault('status', match, { status: 404, times: 2, body: problem })
  await account.pay(rilletId, '100.00')
  await account.until(id, 'removed')
  await world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'it is there' })
  await account.until(id, 'paid')
  expect(await account.booked(id)).toHaveLength(1)
})

test('a customer linked anew while the create is in doubt: it is looked for where it was sent', async () => {
  const account = await createAccount(world)
  await rilletFault('commit_then_reset', { method: 'POST', path: '^/invoices$' })
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'in_doubt')
  await account.linkCustomer(account.customer)
  const organization = `/_sandbox/organizations/${account.organization.id}`
  await world.rillet.delete(`${organization}/idempotency-keys`)
  const held = await account.until(id, 'blocked')
  expect(codes(held)).toContain('rillet_answer_differs')
  expect(await account.booked(id)).toHaveLength(1)
})

test('voided while the create is in doubt and absent: nothing is sent any more', async () => {
  const account = await createAccount(world)
  await rilletFault('reset', { method: 'POST', path: '^/invoices$' })
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'in_doubt')
  await account.sequence.post(`/invoices/${id}/void`)
  await account.until(id, 'voided')
  expect(await account.booked(id)).toEqual([])
})

test('excluded while the create waits for its turn: nothing is sent', async () => {
  const account = await createAccount(world)
  await rilletFault(
    'throttle',
    { method: 'POST', path: '^/invoices$' },
    { probability: 1, retryAfter: 1 },
  )
  const id = await account.draft()
  await account.finalize(id)
  await account.untilInvoice(id, (one) => one.errorText !== null, 'its turn')
  await world.api.post(`${account.at}/invoices/${id}/exclude`, { reason: 'not this one' })
  await account.until(id, 'excluded')
  await world.rillet.delete('/_sandbox/faults')
  expect(await account.booked(id)).toEqual([])
})

describe('a person’s slip', () => {
  test('“nothing was made” is checked: what is there is adopted', async () => {
    const account = await createAccount(world)
    await rilletFault('commit_then_reset', { method: 'POST', path: '^/invoices$' })
    const id = await account.draft()
    await account.finalize(id)
    await account.until(id, 'in_doubt')
    const body = { found: false, reason: 'I did not see it' }
    await world.api.ask('POST', `${account.at}/invoices/${id}/resolve-in-doubt`, body)
    await account.until(id, 'synced')
    expect(await account.booked(id)).toHaveLength(1)
  })

  test('marked as synced with an id that Rillet does not know: told, and open to the next try', async () => {
    const account = await createAccount(world, { settings: { defaultAccountCode: null } })
    await rilletFault(
      'status',
      { method: 'POST', path: '^/invoices$' },
      { status: 400, body: { title: 'No', status: 400 } },
    )
    const id = await account.draft()
    await account.finalize(id)
    await account.until(id, 'blocked')
    const mark = (rilletId: string) =>
      world.api.ask('POST', `${account.at}/invoices/${id}/mark-as-synced`, {
        rilletId,
        reason: 'x',
      })
    const wrong = await mark('abc')
    expect(wrong.body.state).toBe('blocked')
    await world.api.post(`${account.at}/invoices/${id}/retry`, {})
    await account.until(id, 'synced')
  })
})

test('deleted in Rillet, noticed only when dates move: it can be made again', async () => {
  const { account, id, rilletId } = await synced()
  await rilletFault('webhook_drop', { path: 'INVOICE/DELETED' })
  await account.rillet.delete(`/invoices/${rilletId}`)
  await moveDueDate(account, id)
  await account.until(id, 'removed')
  await world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'wanted' })
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
})

describe('a payment and then its invoice deleted in Rillet, heard of together', () => {
  const paid = async () => {
    const { account, id, rilletId } = await synced()
    const payment = await account.pay(rilletId, '100.00')
    await account.until(id, 'paid')
    const deleteBoth = async () => {
      for (const path of ['INVOICE/PAYMENT_UPDATED', 'INVOICE/UPDATED']) {
        await rilletFault('webhook_drop', { path }, { probability: 1 })
      }
      await account.rillet.delete(`/invoices/${rilletId}/payments/${payment.id}`)
      await account.rillet.delete(`/invoices/${rilletId}`)
    }
    return { account, id, deleteBoth }
  }
  afterEach(() => world.sequence.delete('/_sandbox/faults'))

  test('removed, and Sequence does not go on showing it as paid', async () => {
    const { account, id, deleteBoth } = await paid()
    await deleteBoth()
    await account.until(id, 'removed')
    await expect.poll(() => account.paymentStatus(id)).toBe('UNPAID')
    expect((await account.invoice(id)).problems).toEqual([])
  })

  test('removed though Sequence cannot be told: why shows beside it, and it is told when that is mended', async () => {
    const { account, id, deleteBoth } = await paid()
    const match = { method: 'PUT', path: `/api/invoices/${id}/payment-status` }
    const fault = { kind: 'status', match, status: 401, probability: 1 }
    await world.sequence.post('/_sandbox/faults', fault)
    await deleteBoth()
    const isHeld = (one: Json) => one.state === 'removed' && one.problems.length > 0
    const held = await account.untilInvoice(id, isHeld, 'being held beside the removal')
    expect(codes(held)).toEqual(['sequence_key_refused'])
    await world.sequence.delete('/_sandbox/faults')
    const { clientId, clientSecret } = account.credentials
    await world.api.put(`${account.at}/connection/sequence`, { clientId, clientSecret })
    await expect.poll(() => account.paymentStatus(id)).toBe('UNPAID')
    const isTold = (one: Json) => one.state === 'removed' && one.problems.length === 0
    await account.untilInvoice(id, isTold, 'being told')
  })
})

test('a differing invoice that a person deletes in Rillet is removed, and can be made again', async () => {
  const account = await createAccount(world)
  world.rilletProxy.rewrite(({ method, path }, body) =>
    method === 'POST' && path === '/invoices'
      ? { ...body, total: { ...body.total, amount: '99.99' } }
      : body,
  )
  const id = await account.draft()
  await account.finalize(id)
  const { rilletId } = await account.until(id, 'blocked')
  world.rilletProxy.rewrite((_, body) => body)
  await account.rillet.delete(`/invoices/${rilletId}`)
  await account.until(id, 'removed')
  await world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'again' })
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
})

test('a character that Postgres refuses stalls nothing', async () => {
  const account = await createAccount(world)
  const id = await account.draft({ lines: [{ title: 'half \ud800 of a character' }] })
  await account.finalize(id)
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
})

test('a product that a person links while it is being created keeps the person’s link', async () => {
  const account = await createAccount(world, { linkProduct: false })
  await rilletFault('slow', { method: 'POST', path: '/products' }, { ms: 1_500 })
  const id = await account.draft()
  await account.finalize(id)
  const { id: byPerson } = await account.rillet.post('/products', {
    name: 'By hand',
    description: 'By hand',
    price: { type: 'ONE_TIME', amount: { amount: '0', currency: 'USD' } },
    include_in_arr_mrr: false,
    revenue_pattern: 'DAILY',
    account_code: '4000',
  })
  await world.api.put(`${account.at}/products/${account.product.id}/link`, { rilletId: byPerson })
  await account.until(id, 'synced')
  const handle = world.temporal.workflow.getHandle(
    `create/${account.id}/product/${account.product.id}`,
  )
  await handle.result().catch(() => null)
  const { items } = await world.api.get(`${account.at}/products`)
  const shown = items.find((one: Json) => one.id === account.product.id)
  expect(shown.link.rilletId).toBe(byPerson)
})
