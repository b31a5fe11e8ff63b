import { expect, test } from 'vitest'
import { createSequenceClient } from '../../../clients/sequence/client.ts'
import { createLookups } from '../../../clients/sequence/lookups.ts'
import { readSourceInvoice } from '../../../clients/sequence/source-invoice.ts'
import { errorOf, json, startServer } from './server.ts'

const invoice = {
  id: 'i1',
  sequenceAccountId: 'acc',
  status: 'FINAL',
  paymentStatus: 'UNPAID',
  currency: 'EUR',
  invoiceNumber: 'SEQ1',
  issueDate: '2026-09-01',
  accountingDate: '2026-08-31',
  customerId: 'c1',
  customerLegalCompanyName: 'Acme',
  customerTaxStatus: 'TAXED',
  netTotal: '100.00',
  totalTax: '20.00',
  grossTotal: '120.00',
  creditNoteIds: [],
  linkedServices: [],
  integrationPaymentStatuses: {},
  updatedAt: '2026-09-01T10:00:00.123456Z',
}

const line = {
  id: 'l1',
  groupId: 'g1',
  title: 'Seats',
  quantity: '2',
  rate: '50',
  taxRate: '0.2',
  netTotal: '100.00',
  totalTax: '20.00',
  grossTotal: '120.00',
  index: 0,
  productId: 'p1',
  externalIds: [],
}

const group = { id: 'g1', title: 'Plan', index: 0, taxCategory: { id: 't1', name: 'Software' } }

const given = { invoice: {}, groups: [group] as object[], lines: [line] as object[] }

/** A Sequence that holds this one invoice; `more` answers further paths. */
async function sequenceWith({ invoice: extra, groups, lines } = given, more: object = {}) {
  const answers: Record<string, unknown> = {
    '/invoices/i1': { ...invoice, ...extra },
    '/invoices/i1/line-item-groups': { items: groups, pagination: {} },
    '/invoices/i1/line-items': { items: lines, pagination: {} },
    ...more,
  }
  const server = await startServer(({ path }, response) => {
    const answer = answers[path.split('?')[0] ?? '']
    json(response, answer === undefined ? 404 : 200, answer)
  })
  const options = { baseUrl: server.url, clientId: 'i', clientSecret: 's' }
  const client = createSequenceClient(options)
  const paths = () => server.received.map(({ path }) => path).toSorted()
  return { client, paths }
}

const forInvoice = '/payments/settings/invoices/for-invoice/i1'
const forSchedule = '/payments/settings/billing-schedules/for-billing-schedule/s1'

test('an invoice is read whole in four calls', async () => {
  const { client, paths } = await sequenceWith()
  expect(await readSourceInvoice(client, 'i1')).toEqual({
    id: 'i1',
    accountId: 'acc',
    status: 'FINAL',
    paymentStatus: 'UNPAID',
    currency: 'EUR',
    invoiceNumber: 'SEQ1',
    issueDate: '2026-09-01',
    dueDate: null,
    accountingDate: '2026-08-31',
    customerId: 'c1',
    customerName: 'Acme',
    customerTaxStatus: 'TAXED',
    purchaseOrderNumber: null,
    memo: null,
    netTotal: '100.00',
    totalTax: '20.00',
    grossTotal: '120.00',
    creditNoteIds: [],
    paymentLink: null,
    updatedAt: '2026-09-01T10:00:00.123456Z',
    lines: [
      {
        id: 'l1',
        groupTitle: 'Plan',
        title: 'Seats',
        description: null,
        quantity: '2',
        rate: '50',
        taxRate: '0.2',
        netTotal: '100.00',
        totalTax: '20.00',
        grossTotal: '120.00',
        productId: 'p1',
        rilletProductId: null,
        taxCategoryId: 't1',
        servicePeriod: null,
      },
    ],
  })
  expect(paths()).toEqual([
    '/invoices/i1',
    '/invoices/i1/line-item-groups?limit=100&sortOrder=ASC',
    '/invoices/i1/line-items?limit=100&sortOrder=ASC',
    forInvoice,
  ])
})

test('lines come by group, then by index, those without a group last', async () => {
  const groups = [group, { ...group, id: 'g2', index: 1 }]
  const lines = [
    { ...line, id: 'e', groupId: null, index: 0 },
    { ...line, id: 'd', groupId: 'g2', index: 1 },
    { ...line, id: 'c', groupId: 'g2', index: 0 },
    { ...line, id: 'b', groupId: 'g1', index: 7 },
    { ...line, id: 'a', groupId: 'g1', index: 7 },
  ]
  const { client } = await sequenceWith({ ...given, groups, lines })
  const read = await readSourceInvoice(client, 'i1')
  expect(read.lines.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a line’s product comes from its price, its category from the product, each asked once', async () => {
  const groups = [{ ...group, taxCategory: null }]
  const bare = { ...line, productId: undefined, priceId: 'pr1' }
  const lines = [bare, { ...bare, id: 'l2', index: 1 }]
  const more = {
    '/prices/pr1': { id: 'pr1', productId: 'p9', name: 'x', currency: 'EUR' },
    '/products/p9': { id: 'p9', name: 'x', taxCategoryId: 't9' },
  }
  const { client, paths } = await sequenceWith({ ...given, groups, lines }, more)
  const lookups = createLookups(client)
  const read = await readSourceInvoice(client, 'i1', { lookups })
  await readSourceInvoice(client, 'i1', { lookups })
  expect(read.lines).toMatchObject([
    { productId: 'p9', taxCategoryId: 't9' },
    { productId: 'p9', taxCategoryId: 't9' },
  ])
  expect(paths().filter((path) => /prices|products/.test(path))).toHaveLength(2)
})

test('a product that Sequence does not have leaves the category open', async () => {
  const groups = [{ ...group, taxCategory: undefined }]
  const { client } = await sequenceWith({ ...given, groups })
  const { lines } = await readSourceInvoice(client, 'i1')
  expect(lines).toMatchObject([{ productId: 'p1', taxCategoryId: null }])
})

test('a Rillet product set on the line is kept', async () => {
  const externalIds = [
    { key: 'Xero', value: '200' },
    { key: 'Rillet', value: 'rp1' },
  ]
  const { client } = await sequenceWith({ ...given, lines: [{ ...line, externalIds }] })
  const { lines } = await readSourceInvoice(client, 'i1')
  expect(lines).toMatchObject([{ rilletProductId: 'rp1' }])
})

test.each([
  [
    { servicePeriod: { startDate: '2026-08-01', endDate: '2026-08-31' } },
    { start: '2026-08-01', end: '2026-08-31' },
  ],
  [
    {
      servicePeriodStart: '2026-08-01T00:00:00Z',
      servicePeriodEnd: '2026-08-31T23:59:59.999Z',
    },
    { start: '2026-08-01', end: '2026-08-31' },
  ],
  [{ servicePeriodStart: '2026-08-01T00:00:00Z' }, null],
])('the service period of %j is %j', async (period, servicePeriod) => {
  const { client } = await sequenceWith({ ...given, lines: [{ ...line, ...period }] })
  expect((await readSourceInvoice(client, 'i1')).lines).toMatchObject([{ servicePeriod }])
})

test('the tax status is the customer’s where the invoice has none', async () => {
  const customer = {
    id: 'c1',
    legalName: 'Acme',
    taxStatus: 'REVERSE_CHARGED',
    address: {},
    contacts: [],
    status: 'ACTIVE',
  }
  const extra = { customerTaxStatus: null }
  const { client } = await sequenceWith({ ...given, invoice: extra }, { '/customers/c1': customer })
  const { customerTaxStatus } = await readSourceInvoice(client, 'i1')
  expect(customerTaxStatus).toBe('REVERSE_CHARGED')
})

const provider = (paymentProvider: string) => ({ id: 'x', paymentProvider })

test.each([
  ['the invoice’s settings', { [forInvoice]: provider('STRIPE') }, {}, 'STRIPE'],
  [
    'the invoice’s settings above the schedule’s',
    { [forInvoice]: provider('NONE'), [forSchedule]: provider('STRIPE') },
    { billingScheduleId: 's1', integrationPaymentStatuses: { stripe: 'PENDING' } },
    null,
  ],
  [
    'the schedule’s settings',
    { [forSchedule]: provider('GOCARDLESS') },
    { billingScheduleId: 's1' },
    'GOCARDLESS',
  ],
  [
    'the status of Stripe, with a schedule that has no settings',
    {},
    { billingScheduleId: 's1', integrationPaymentStatuses: { stripe: 'PENDING' } },
    'STRIPE',
  ],
  [
    'the status of GoCardless',
    {},
    { integrationPaymentStatuses: { goCardless: 'PAID' } },
    'GOCARDLESS',
  ],
  [
    'a linked service',
    {},
    { linkedServices: [{ externalService: 'Xero' }, { externalService: 'Stripe' }] },
    'STRIPE',
  ],
  ['LINK among the payment options, which is too weak', {}, { paymentOptions: ['LINK'] }, null],
])('the payment link by %s', async (_, more, extra, paymentLink) => {
  const { client } = await sequenceWith({ ...given, invoice: extra }, more)
  expect((await readSourceInvoice(client, 'i1')).paymentLink).toBe(paymentLink)
})

test('an invoice that is gone is not found', async () => {
  const { client } = await sequenceWith()
  expect(await errorOf(readSourceInvoice(client, 'i2'))).toMatchObject({ name: 'NotFoundError' })
})

test('an unknown status or provider does not stop the reading', async () => {
  const extra = { status: 'ARCHIVED', paymentStatus: 'DISPUTED' }
  const more = { [forInvoice]: provider('ADYEN') }
  const { client } = await sequenceWith({ ...given, invoice: extra }, more)
  expect(await readSourceInvoice(client, 'i1')).toMatchObject({
    status: 'ARCHIVED',
    paymentStatus: 'DISPUTED',
    paymentLink: null,
  })
})

test('a total that is a JSON number is not read', async () => {
  const { client } = await sequenceWith({ ...given, invoice: { grossTotal: 120 } })
  expect(await errorOf(readSourceInvoice(client, 'i1'))).toMatchObject({ name: 'InDoubtError' })
})
