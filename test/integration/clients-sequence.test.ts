import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSequenceClient, type SequenceClient } from '../../clients/sequence/client.ts'
import { collect } from '../../clients/sequence/lists.ts'
import { readSourceInvoice } from '../../clients/sequence/source-invoice.ts'
import type { Sandbox } from '../../sandbox/kit/server.ts'
import { defaultSeed } from '../../sandbox/sequence/seed.ts'
import { startSequenceSandbox } from '../../sandbox/sequence/server.ts'
import { errorOf } from '../unit/clients/server.ts'

let sandbox: Sandbox
let client: SequenceClient
const called = new Set<string>()

beforeAll(async () => {
  sandbox = await startSequenceSandbox({ port: 0 })
  client = watched(
    createSequenceClient({
      baseUrl: `${sandbox.url}/api`,
      clientId: defaultSeed.clientId,
      clientSecret: defaultSeed.clientSecret,
    }),
  )
})

beforeEach(() => send('POST', '/_sandbox/reset'))
afterAll(() => sandbox.close())

/** Notes which methods were called. */
const watched = (whole: SequenceClient): SequenceClient =>
  new Proxy(whole, {
    get(target, name: string & keyof SequenceClient) {
      called.add(name)
      return target[name]
    },
  })

/** Plays Sequence's own people: the public API, or the sandbox's control with what that cannot do. */
async function send(method: string, path: string, body?: unknown) {
  const pair = `${defaultSeed.clientId}:${defaultSeed.clientSecret}`
  const response = await fetch(sandbox.url + path, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
      'sequence-version': '2024-07-30',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text === '' ? {} : JSON.parse(text)
}

const control = (path: string, body: unknown) =>
  send('POST', `/_sandbox/accounts/${defaultSeed.id}${path}`, body)

const address = { line1: '1 Long Lane', line2: '', town: 'London', postcode: 'E1', country: 'GB' }

const createCustomer = (legalName = 'Acme', taxStatus = 'TAXED') =>
  send('POST', '/api/customers', {
    legalName,
    address,
    taxStatus,
    contacts: [{ name: 'Jo', email: 'jo@acme.example', billingPreference: 'PRIMARY' }],
    integrationIds: [{ service: 'Rillet', id: 'rc1' }],
  })

const line = (title: string, rest: object = {}) => ({
  title,
  quantity: '2',
  rate: '10.00',
  taxRate: '0.2',
  ...rest,
})

async function createInvoice(customerId: string, rest: object = {}) {
  const { id } = await control('/invoices', {
    currency: 'GBP',
    customerId,
    lines: [line('Seats')],
    ...rest,
  })
  await send('POST', `/api/invoices/${id}/finalize`)
  return id as string
}

test('good credentials see the account', async () => {
  expect(await client.accounts()).toMatchObject([
    { id: defaultSeed.id, companyName: defaultSeed.companyName },
  ])
})

test.each(['empty', 'envelope'])(
  'bad credentials are refused, body %s',
  async (unauthorizedBody) => {
    await send('PUT', '/_sandbox/switches', { unauthorizedBody })
    const wrong = createSequenceClient({
      baseUrl: `${sandbox.url}/api`,
      clientId: defaultSeed.clientId,
      clientSecret: 'wrong',
    })
    expect(await errorOf(wrong.accounts())).toMatchObject({ name: 'AccessError', status: 401 })
  },
)

test('customers are listed, found by name and read with contacts and tax ids', async () => {
  const { id } = await createCustomer('Acme')
  await createCustomer('Bolt')
  await send('POST', '/api/tax-registrations', {
    customerId: id,
    taxIdentifier: 'GB1',
    country: 'GB',
  })
  const page = await client.listCustomers({ legalName: 'Acme' })
  expect(page).toMatchObject({ items: [{ id, legalName: 'Acme' }], nextCursor: null })
  expect(await collect(client.allCustomers())).toHaveLength(2)
  expect(await client.getCustomer(id)).toMatchObject({
    taxStatus: 'TAXED',
    address: { line1: '1 Long Lane', state: null },
    contacts: [{ email: 'jo@acme.example', billingPreference: 'PRIMARY' }],
    integrationIds: [{ service: 'Rillet', id: 'rc1' }],
  })
  expect(await client.taxRegistrations(id)).toMatchObject([{ taxIdentifier: 'GB1' }])
})

test.each(['404', '400'])('a customer that is not there is refused with %s', async (missing) => {
  await send('PUT', '/_sandbox/switches', { missing })
  const error = await errorOf(client.getCustomer('0199a1b2-0000-7000-8000-000000000001'))
  expect(error).toMatchObject({ status: Number(missing) })
  expect(['NotFoundError', 'RefusedError']).toContain(error.name)
})

test.each(['envelope', 'empty', 'text'])(
  'a refusal with body %s is a refusal',
  async (errorBodies) => {
    await send('PUT', '/_sandbox/switches', { errorBodies })
    const error = await errorOf(client.getInvoice('0199a1b2-0000-7000-8000-000000000001'))
    expect(error).toMatchObject({ name: 'NotFoundError', status: 404 })
  },
)

test('products and prices are read', async () => {
  const category = await control('/tax-categories', { name: 'Software' })
  const product = await send('POST', '/api/products', {
    name: 'Seats',
    taxCategoryId: category.id,
  })
  const price = await control('/prices', {
    productId: product.id,
    name: 'Monthly',
    currency: 'GBP',
    amount: '10',
  })
  expect(await client.getProduct(product.id)).toMatchObject({ taxCategoryId: category.id })
  expect(await client.listProducts({ name: 'Seats' })).toMatchObject({
    items: [{ id: product.id }],
  })
  expect(await collect(client.allProducts())).toHaveLength(1)
  expect(await client.getPrice(price.id)).toMatchObject({ productId: product.id })
})

test('an invoice with more than a page of lines is read whole, in order', async () => {
  const customer = await createCustomer()
  const category = await control('/tax-categories', { name: 'Software' })
  const lines = Array.from({ length: 130 }, (_, n) => line(`Line ${n}`))
  const groups = [
    { title: 'First', taxCategory: 'Software', lines },
    { title: 'Second', lines: [line('Last', { netTotal: '7.00', totalTax: '1.40' })] },
  ]
  const id = await createInvoice(customer.id, { lines: [], groups, paymentProvider: 'STRIPE' })
  const source = await readSourceInvoice(client, id)
  expect(source).toMatchObject({
    id,
    accountId: defaultSeed.id,
    status: 'FINAL',
    paymentStatus: 'UNPAID',
    currency: 'GBP',
    customerName: 'Acme',
    customerTaxStatus: 'TAXED',
    netTotal: '2607.00',
    totalTax: '521.40',
    grossTotal: '3128.40',
    paymentLink: 'STRIPE',
  })
  expect(source.invoiceNumber).toMatch(/^SEQ/)
  const titles = [...lines.map(({ title }) => title), 'Last']
  expect(source.lines.map(({ title }) => title)).toEqual(titles)
  expect(source.lines[0]).toMatchObject({ groupTitle: 'First', taxCategoryId: category.id })
  expect(source.lines[130]).toMatchObject({ groupTitle: 'Second', netTotal: '7.00' })
})

test.each(['both', 'dates', 'timestamps'])('a service period is read from %s', async (forms) => {
  await send('PUT', '/_sandbox/switches', { servicePeriodForms: forms })
  const servicePeriod = { startDate: '2026-08-01', endDate: '2026-08-31' }
  const customer = await createCustomer()
  const id = await createInvoice(customer.id, { lines: [line('Seats', { servicePeriod })] })
  const { lines } = await readSourceInvoice(client, id)
  expect(lines[0]?.servicePeriod).toEqual({ start: '2026-08-01', end: '2026-08-31' })
})

test.each(['absent', 'null'])('a list ends where its cursor is %s', async (lastCursor) => {
  await send('PUT', '/_sandbox/switches', { lastCursor })
  const customer = await createCustomer()
  for (let n = 0; n < 3; n++) await createInvoice(customer.id)
  const first = await client.listInvoices({ customerId: customer.id, limit: 2 })
  expect(first.items).toHaveLength(2)
  const after = first.nextCursor ?? ''
  const second = await client.listInvoices({ customerId: customer.id, limit: 2, after })
  expect(second).toMatchObject({ items: [{ status: 'FINAL' }], nextCursor: null })
  expect(await collect(client.allInvoices({ invoiceStatus: 'FINAL,SENT' }))).toHaveLength(3)
})

test('an invoice is read alone, with its groups and lines', async () => {
  const customer = await createCustomer()
  const groups = [{ title: 'Plan', lines: [line('Seats')] }]
  const id = await createInvoice(customer.id, { lines: [], groups })
  expect(await client.getInvoice(id)).toMatchObject({ id, status: 'FINAL', grossTotal: '24.00' })
  expect(await client.lineItemGroups(id)).toMatchObject([{ title: 'Plan', index: 0 }])
  expect(await client.lineItems(id)).toMatchObject([{ title: 'Seats', netTotal: '20.00' }])
})

test('a payment status is set', async () => {
  const customer = await createCustomer()
  const id = await createInvoice(customer.id)
  expect(await client.setPaymentStatus(id, 'PAID')).toMatchObject({ id, paymentStatus: 'PAID' })
  expect((await client.getInvoice(id)).paymentStatus).toBe('PAID')
})

test.each(['404', '400'])('payment settings that are not set (%s) are null', async (missing) => {
  await send('PUT', '/_sandbox/switches', { paymentSettingsMissing: missing })
  const customer = await createCustomer()
  const scheduleId = '0199a1b2-0000-7000-8000-000000000002'
  const id = await createInvoice(customer.id, { billingScheduleId: scheduleId })
  expect(await client.invoicePaymentSettings(id)).toBeNull()
  expect(await client.billingSchedulePaymentSettings(scheduleId)).toBeNull()
  await control('/billing-schedule-settings', {
    billingScheduleId: scheduleId,
    paymentProvider: 'GOCARDLESS',
  })
  expect((await readSourceInvoice(client, id)).paymentLink).toBe('GOCARDLESS')
})

test('a notification policy is made, changed part by part and deleted', async () => {
  const made = await client.createPolicy({
    name: 'ours',
    channel: 'WEBHOOK',
    recipients: ['http://127.0.0.1:9/one'],
    notificationTypes: ['INVOICE_UPDATED'],
  })
  expect(made.webhookSecret).toMatch(/^whsec_/)
  await client.addRecipients(made.id, ['http://127.0.0.1:9/two?x=1'])
  await client.removeRecipient(made.id, 'http://127.0.0.1:9/one')
  await client.addNotificationTypes(made.id, ['INVOICE_ISSUED'])
  await client.removeNotificationType(made.id, 'INVOICE_UPDATED')
  expect(await client.getPolicy(made.id)).toEqual({
    ...made,
    recipients: ['http://127.0.0.1:9/two?x=1'],
    notificationTypes: ['INVOICE_ISSUED'],
  })
  expect((await client.listPolicies()).map(({ id }) => id)).toEqual([made.id])
  await client.deletePolicy(made.id)
  expect(await client.listPolicies()).toEqual([])
})

test('a policy that is refused keeps Sequence’s words', async () => {
  const error = await errorOf(
    client.createPolicy({
      name: 'x',
      channel: 'WEBHOOK',
      recipients: ['no'],
      notificationTypes: [],
    }),
  )
  expect(error).toMatchObject({ name: 'RefusedError', status: 400 })
  expect(error).toMatchObject({ problem: { violations: [{ message: expect.any(String) }] } })
})

test('credit notes are read', async () => {
  const customer = await createCustomer()
  const { id } = await send('POST', '/api/credit-notes', {
    currency: 'GBP',
    customerId: customer.id,
  })
  const page = await client.listCreditNotes({ customerId: customer.id })
  expect(page).toMatchObject({ items: [{ id, status: 'DRAFT' }], nextCursor: null })
  expect(await client.getCreditNote(id)).toMatchObject({ id, currency: 'GBP' })

  const group = await send('POST', `/api/credit-notes/${id}/line-item-groups`, { title: 'Back' })
  const line = { title: 'Refund', quantity: '2', rate: '10', taxRate: '0.2', externalIds: [] }
  const more = { creditNoteId: id, groupId: group.id }
  await send('POST', `/api/credit-notes/${id}/line-items`, { ...line, ...more })
  expect(await client.creditNoteGroups(id)).toMatchObject([{ id: group.id, title: 'Back' }])
  expect(await client.creditNoteLines(id)).toMatchObject([
    { groupId: group.id, title: 'Refund', netTotal: '20.00', totalTax: '4.00' },
  ])
})

test('too many calls are throttled', async () => {
  await send('PUT', '/_sandbox/switches', { rateLimitPerMinute: 1, rateLimitHeaders: 'retryAfter' })
  await client.accounts().catch(() => undefined)
  const error = await errorOf(client.accounts())
  expect(error).toMatchObject({ name: 'ThrottledError', retryAfterMs: 60_000 })
})

test('every call of the client was made at least once', () => {
  expect([...called].toSorted()).toEqual(Object.keys(client).toSorted())
})
