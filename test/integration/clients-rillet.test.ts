import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createRilletClient, type RilletClient } from '../../clients/rillet/client.ts'
import { withEdits } from '../../clients/rillet/customers.ts'
import type { InvoiceRequest } from '../../clients/rillet/requests.ts'
import { collect } from '../../clients/sequence/lists.ts'
import { dateUpdate } from '../../domain/dates.ts'
import type { Sandbox } from '../../sandbox/kit/server.ts'
import { demoOrganization } from '../../sandbox/rillet/defaults.ts'
import { startRilletSandbox } from '../../sandbox/rillet/server.ts'
import { errorOf } from '../unit/clients/server.ts'

const apiKey = demoOrganization.keys.map(({ token }) => token).join()
const absentId = '0199a1b2-0000-7000-8000-000000000001'
const called = new Set<string>()
let sandbox: Sandbox
let client: RilletClient
let keys = 0

beforeAll(async () => {
  sandbox = await startRilletSandbox({ port: 0 })
  client = watched(createRilletClient({ baseUrl: sandbox.url, apiKey, deadlineMs: 2_000 }))
})

beforeEach(async () => {
  await send('POST', '/_sandbox/reset')
  await switches({ rateLimitPerMinute: 10_000 })
})
afterAll(() => sandbox.close())

/** Notes which methods were called. */
const watched = (whole: RilletClient): RilletClient =>
  new Proxy(whole, {
    get(target, name: string & keyof RilletClient) {
      called.add(name)
      return target[name]
    },
  })

/** Plays Rillet's own people: the API beside our client, or the sandbox's control. */
async function send(method: string, path: string, body?: unknown) {
  const response = await fetch(sandbox.url + path, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      'x-rillet-api-version': '4',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text === '' ? {} : JSON.parse(text)
}

const switches = (body: object) => send('PUT', '/_sandbox/switches', body)
const fault = (body: object) => send('POST', '/_sandbox/faults', body)
const organization = `/_sandbox/organizations/${demoOrganization.id}`
const key = () => `key-${keys++}`
const url = 'http://127.0.0.1:9/x'
const usd = (amount: string) => ({ amount, currency: 'USD' })

const reference = (id: string) => ({ type: 'sequencehq', id })
const createCustomer = (name = 'Acme') =>
  client.createCustomer({ name, external_references: [reference(name)] }, key())

const createProduct = (name = 'Seats') =>
  client.createProduct(
    {
      name,
      description: '',
      price: { type: 'ONE_TIME', amount: usd('0') },
      include_in_arr_mrr: false,
      revenue_pattern: 'DAILY',
      account_code: '4000',
    },
    key(),
  )

async function invoiceBody(rest: object = {}): Promise<InvoiceRequest> {
  const [customer, product] = [await createCustomer(), await createProduct()]
  const item = (id: string, amount: string) => ({
    product_id: product.id,
    description: `Line ${id}`,
    quantity: 1,
    total_amount: usd(amount),
    external_references: [{ type: 'CUSTOMER_CUSTOM', id, url }],
    revenue: { period: { start: '2026-09-01', end: '2026-09-30' } },
  })
  return {
    scope: 'REVENUE_RECOGNITION_ONLY',
    customer_id: customer.id,
    invoice_date: '2026-09-01',
    due_date: '2026-10-01',
    invoice_number: 'SEQ1',
    tax_amount: usd('20.00'),
    items: [item('l1', '70.00'), item('l2', '30.00')],
    external_references: [
      { type: 'sequencehq', id: 'i1', url },
      { type: 'CUSTOMER_CUSTOM', id: 'i1', url },
    ],
    ...rest,
  }
}

const createInvoice = async (rest: object = {}) =>
  client.createInvoice(await invoiceBody(rest), key())

const pay = (id: string, amount: string) =>
  send('POST', `/invoices/${id}/payments`, {
    amount: usd(amount),
    date: '2026-09-05',
    account_code: '1000',
  })

test('a good key passes, a wrong or revoked one is refused', async () => {
  await client.checkKey()
  const wrong = createRilletClient({ baseUrl: sandbox.url, apiKey: 'wrong' })
  expect(await errorOf(wrong.checkKey())).toMatchObject({ name: 'AccessError', status: 401 })
  await send('DELETE', `${organization}/keys/${apiKey}`)
  expect(await errorOf(client.checkKey())).toMatchObject({ name: 'AccessError', status: 401 })
})

test('a read-only key may not write', async () => {
  const made = await send('POST', `${organization}/keys`, { readOnly: true })
  const reader = createRilletClient({ baseUrl: sandbox.url, apiKey: made.token })
  await reader.organization()
  const error = await errorOf(reader.createCustomer({ name: 'Acme' }, key()))
  expect(error).toMatchObject({ name: 'AccessError', status: 403 })
})

test('the organization and its books are read', async () => {
  expect(await client.organization()).toMatchObject({ id: demoOrganization.id, currency: 'USD' })
  const [subsidiary] = await client.subsidiaries()
  expect(subsidiary).toMatchObject({ currency: 'USD' })
  const accounts = await client.accounts()
  expect(accounts.find(({ code }) => code === '4000')).toMatchObject({ type: 'INCOME' })
  const rates = await client.taxRates()
  expect(rates.find(({ code }) => code === 'IE_STANDARD')?.percentage).toBe('23.0000')
  expect(await client.bankAccounts()).toMatchObject([{ account_code: '1000', currency: 'USD' }])
})

test('the last closed period is null until one is closed', async () => {
  expect(await client.lastClosedPeriod()).toBeNull()
  await send('POST', `${organization}/books/close`, { end: '2026-05-31' })
  expect(await client.lastClosedPeriod()).toMatchObject({ end: '2026-05-31', status: 'CLOSED' })
})

test('a customer is created, found by name and reference, and read', async () => {
  const acme = await createCustomer('Acme')
  await createCustomer('Bolt')
  expect(await client.getCustomer(acme.id)).toEqual(acme)
  expect((await client.listCustomers({ search: 'acm' })).items).toEqual([acme])
  expect((await client.listCustomers({ reference: reference('Acme') })).items).toEqual([acme])
  const later = await client.listCustomers({ updatedAfter: acme.updated_at })
  expect(later.items.map(({ name }) => name)).toEqual(['Bolt'])
})

test('an edited customer keeps everything else', async () => {
  const { id } = await send('POST', '/customers', {
    name: 'Acme',
    payment_terms: 45,
    emails: [{ email: 'a@acme.example', type: 'MAIN_SENDER' }],
    external_references: [reference('c1'), { type: 'CUSTOMER_CUSTOM', id: 'c1', url }],
  })
  const before = await client.getCustomer(id)
  const after = await client.updateCustomer(id, withEdits(before, { name: 'Acme Ltd' }))
  expect(after).toEqual({ ...before, name: 'Acme Ltd', updated_at: after.updated_at })
})

test('every customer of a long list comes once, newest first', async () => {
  for (let n = 0; n < 103; n++) await send('POST', '/customers', { name: `Customer ${n}` })
  const all = await collect(client.allCustomers())
  const names = Array.from({ length: 103 }, (_, n) => `Customer ${102 - n}`)
  expect(all.map(({ name }) => name)).toEqual(names)
})

test('a cursor that expires in the middle of a list loses and repeats nothing', async () => {
  for (let n = 0; n < 103; n++) await send('POST', '/customers', { name: `Customer ${n}` })
  const names: string[] = []
  for await (const { name } of client.allCustomers()) {
    if (names.length === 50) await send('PUT', '/_sandbox/clock', { advanceMs: 3 * 3_600_000 })
    names.push(name)
  }
  expect(new Set(names).size).toBe(103)
  expect(names).toHaveLength(103)
})

test.each(['absent', 'null', 'noPagination'])(
  'a list ends where its cursor is %s',
  async (lastCursor) => {
    await switches({ lastCursor })
    await createProduct()
    await createProduct('Support')
    const first = await client.listProducts({ limit: 1 })
    const second = await client.listProducts({ limit: 1, cursor: first.nextCursor ?? '' })
    expect(second).toMatchObject({ items: [{ name: 'Seats' }], nextCursor: null })
    expect(await collect(client.allProducts())).toHaveLength(2)
  },
)

test('a product is created and read', async () => {
  const product = await createProduct()
  expect(product).toMatchObject({ name: 'Seats', status: 'ACTIVE', account_code: '4000' })
  expect(await client.getProduct(product.id)).toEqual(product)
})

test('an invoice is created, listed and read back', async () => {
  const invoice = await createInvoice()
  expect(invoice).toMatchObject({
    invoice_number: 'SEQ1',
    status: 'UNPAID',
    net_amount: usd('100.00'),
    taxed_amount: usd('20.00'),
    total: usd('120.00'),
    amount_due: usd('120.00'),
    external_references: [{ type: 'sequencehq', id: 'i1', url }, { type: 'CUSTOMER_CUSTOM' }],
    items: [{ description: 'Line l1', total_amount: usd('70.00') }, { description: 'Line l2' }],
  })
  expect(await client.getInvoice(invoice.id)).toEqual(invoice)
  const filter = { customerId: invoice.customer_id, status: 'UNPAID' }
  expect(await client.listInvoices(filter)).toEqual({ items: [invoice], nextCursor: null })
  expect(await collect(client.allInvoices({ updatedAfter: invoice.updated_at }))).toEqual([])
})

test('the same key gives the first invoice again', async () => {
  const body = await invoiceBody()
  const first = await client.createInvoice(body, 'same')
  expect(await client.createInvoice(body, 'same')).toEqual(first)
  expect(await collect(client.allInvoices())).toHaveLength(1)
})

test('an invoice’s dates are moved, and its service periods, fields and rate stay', async () => {
  const field = await send('POST', '/fields', { name: 'Team', values: [{ name: 'North' }] })
  const fields = [{ field_id: field.id, field_value_id: field.values[0].id }]
  const exchange_rate = { base: 'EUR', target: 'USD', rate: '1.25', date: '2026-09-01' }
  const body = await invoiceBody({ tax_amount: undefined, exchange_rate })
  if (body.scope !== 'REVENUE_RECOGNITION_ONLY') throw new Error('another scope')
  const items = body.items.map((item) => ({
    ...item,
    total_amount: { amount: item.total_amount.amount, currency: 'EUR' },
    fields,
  }))
  const before = await client.createInvoice({ ...body, items }, key())
  expect(before).toMatchObject({ exchange_rate })

  const dates = { accountingDate: '2026-09-02', dueDate: '2026-10-02', invoiceNumber: 'SEQ1' }
  const after = await client.updateInvoice(before.id, dateUpdate(dates, before, new Set()))
  expect(after).toMatchObject({ invoice_date: '2026-09-02', due_date: '2026-10-02' })
  const { invoice_date: _, due_date: __, updated_at: ___, exchange_rate: rate, ...rest } = before
  expect(after).toMatchObject(rest)
  expect(after.items[0]?.revenue?.period).toEqual({ start: '2026-09-01', end: '2026-09-30' })
  expect(after.items[0]?.fields).toEqual(fields)
  expect(after.exchange_rate?.rate).toBe(rate?.rate)
})

test('a deleted invoice is not found, and cannot be deleted twice', async () => {
  const { id } = await createInvoice()
  await client.deleteInvoice(id)
  expect(await errorOf(client.getInvoice(id))).toMatchObject({ name: 'NotFoundError' })
  expect(await errorOf(client.deleteInvoice(id))).toMatchObject({ name: 'NotFoundError' })
})

test('payments are read, per invoice and over all', async () => {
  const { id } = await createInvoice()
  expect(await client.invoicePayments(id)).toEqual([])
  await pay(id, '50.00')
  const payments = await client.invoicePayments(id)
  expect(payments).toMatchObject([{ invoice_id: id, status: 'UNCLEARED', amount: usd('50.00') }])
  expect(await client.listInvoicePayments()).toMatchObject({ items: payments, nextCursor: null })
  expect(await collect(client.allInvoicePayments())).toEqual(payments)
  expect(await client.getInvoice(id)).toMatchObject({
    status: 'PARTIALLY_PAID',
    amount_due: usd('70.00'),
  })
})

test('credit memos are made once, applied, read with that, taken off again and deleted', async () => {
  const invoice = await createInvoice()
  const body = {
    customer_id: invoice.customer_id,
    credit_memo_date: '2026-09-03',
    external_references: [reference('note')],
    items: [
      {
        description: 'Refund',
        price: {
          product_id: invoice.items[0]?.product_id ?? '',
          quantity: 1,
          amount_per_unit: usd('10.00'),
        },
      },
    ],
  }
  const once = key()
  const memo = await client.createCreditMemo(body, once)
  expect((await client.createCreditMemo(body, once)).id).toBe(memo.id)
  const application = { invoice_id: invoice.id, amount: usd('10.00') }
  const applied = await client.applyCreditMemo(memo.id, [
    { ...application, application_date: '2026-09-03' },
  ])
  const read = await client.getCreditMemo(memo.id)
  expect(read).toEqual(applied)
  expect(read).toMatchObject({ total: usd('10.00'), applications: [application] })
  expect((await client.listCreditMemos()).items).toEqual([read])
  expect(await collect(client.allCreditMemos())).toEqual([read])

  await client.unapplyCreditMemo(memo.id)
  expect(await client.getCreditMemo(memo.id)).toMatchObject({ applications: [] })
  await client.deleteCreditMemo(memo.id)
  expect(await errorOf(client.getCreditMemo(memo.id))).toMatchObject({ name: 'NotFoundError' })
})

test('an unknown reference type is told by its type’s suffix', async () => {
  const references = [{ type: 'nowhere', id: '1' }]
  const error = await errorOf(
    client.createCustomer({ name: 'Acme', external_references: references }, key()),
  )
  expect(error).toMatchObject({
    name: 'RefusedError',
    typeSuffix: 'external_reference_type_not_found',
    problem: { status: 400, detail: expect.stringContaining('nowhere') },
  })
})

test.each(['listed', 'message', 'errors'])(
  'a malformed body keeps Rillet’s words (%s)',
  async (violations) => {
    await switches({ violations })
    const body = await invoiceBody({ invoice_date: 'soon' })
    const error = await errorOf(client.createInvoice(body, key()))
    expect(error).toMatchObject({ name: 'RefusedError', status: 400 })
    expect(JSON.stringify(error)).toContain('invoice_date')
  },
)

test('a malformed id is refused, an absent one not found', async () => {
  expect(await errorOf(client.getInvoice('no-uuid'))).toMatchObject({ name: 'RefusedError' })
  expect(await errorOf(client.getInvoice(absentId))).toMatchObject({ name: 'NotFoundError' })
})

test('too many calls are throttled, with the time to come back', async () => {
  await switches({ rateLimitPerMinute: 1 })
  await client.checkKey().catch(() => undefined)
  const error = await errorOf(client.checkKey())
  expect(error).toMatchObject({ name: 'ThrottledError', retryAfterMs: expect.any(Number) })
})

test.each([
  ['commit_then_timeout', 1],
  ['commit_then_reset', 1],
  ['cut', 1],
  ['reset', 0],
  ['commit_then_status', 1],
  ['status', 0],
])('a create that meets %s is in doubt; invoices then: %i', async (kind, count) => {
  const body = await invoiceBody()
  await fault({ kind, match: { method: 'POST', path: '/invoices' }, ...statusOf(kind) })
  expect(await errorOf(client.createInvoice(body, key()))).toMatchObject({ name: 'InDoubtError' })
  expect(await collect(client.allInvoices())).toHaveLength(count)
})

const statusOf = (kind: string) => (kind.endsWith('status') ? { status: 502 } : {})

test('every call of the client was made at least once', () => {
  expect([...called].toSorted()).toEqual(Object.keys(client).toSorted())
})
