import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  createInvoice,
  external,
  organizationId,
  payment,
  productBody,
  source,
  startReceiver,
  startVendor,
  usd,
} from './sandbox-rillet-support.ts'

/** The published shapes, written down by hand: every declared field and no other. */
const id = z.uuid()
const day = z.iso.date()
const instant = z.iso.datetime()
const Money = z.strictObject({ amount: z.string().regex(/^-?\d+(\.\d+)?$/), currency: z.string() })
const Reference = z.strictObject({ type: z.string(), id: z.string(), url: z.url().optional() })
const references = z.array(Reference)
const Address = z.strictObject({
  line1: z.string(),
  line2: z.string().optional(),
  city: z.string(),
  state: z.string(),
  zip_code: z.string(),
  country: z.string().length(2),
})
const assignments = z.array(z.strictObject({ field_id: id, field_value_id: id }))
const Rate = z.strictObject({ base: z.string(), target: z.string(), rate: z.string(), date: day })
const Revenue = z.strictObject({
  period: z.strictObject({ start: day, end: day }).optional(),
  pattern: z.enum(['DAILY', 'EVEN_PERIOD']).optional(),
  account_code: z.string().optional(),
})
const Customer = z.strictObject({
  id,
  updated_at: instant,
  name: z.string(),
  name_on_invoice: z.string().optional(),
  address: Address.optional(),
  shipping_address: Address.optional(),
  emails: z
    .array(z.strictObject({ email: z.string(), type: z.enum(['MAIN_SENDER', 'CC', 'BCC']) }))
    .optional(),
  external_references: references.optional(),
  payment_terms: z.int().optional(),
  send_invoices_automatically: z.boolean().optional(),
  send_payment_reminders: z.boolean().optional(),
  fields: assignments.nullable().optional(),
})
const Product = z.strictObject({
  id,
  name: z.string(),
  description: z.string(),
  price: z.strictObject({ type: z.literal('ONE_TIME'), amount: Money }),
  include_in_arr_mrr: z.boolean(),
  revenue_pattern: z.enum(['DAILY', 'EVEN_PERIOD']),
  external_references: references.optional(),
  status: z.enum(['ACTIVE', 'INACTIVE']),
  account_code: z.string(),
})
const Invoice = z.strictObject({
  id,
  subsidiary_id: id,
  invoice_number: z.string(),
  customer_id: id,
  contract_id: id.optional(),
  items: z
    .array(
      z.strictObject({
        id,
        description: z.string(),
        revenue: Revenue,
        total_amount: Money,
        total_discount: Money,
        taxed_amount: Money,
        gross_rate: Money,
        quantity: z.number(),
        product_id: id,
        external_references: references,
        fields: assignments.optional(),
      }),
    )
    .min(1),
  due_date: day,
  invoice_date: day,
  address: Address.optional(),
  customer_address: Address.optional(),
  shipping_address: Address.optional(),
  bank_account: z
    .strictObject({
      id,
      ach_account: z.string(),
      ach_routing: z.string(),
      bank_name: z.string(),
      bank_address: z.string().optional(),
      swift_code: z.string().optional(),
      payment_instructions: z.string().optional(),
    })
    .optional(),
  status: z.enum([
    'UNPAID',
    'PAID',
    'PARTIALLY_PAID',
    'UNBILLED',
    'CREDITED',
    'PARTIALLY_CREDITED',
  ]),
  net_amount: Money,
  amount_due: Money,
  total: Money,
  payment_terms: z.int().min(0),
  subtotal: Money,
  total_discount: Money,
  purchase_order_number: z.string().optional(),
  exchange_rate: Rate.optional(),
  taxed_amount: Money,
  memo: z.string().optional(),
  overdue: z.boolean(),
  external_references: references.optional(),
  updated_at: instant,
  sent_at: instant.optional(),
})
const Payment = z.strictObject({
  id,
  status: z.enum(['SUCCESSFUL', 'FAILED', 'UNCLEARED']),
  invoice_id: id,
  amount: Money,
  date: day.optional(),
  account_code: z.string().optional(),
  updated_at: instant,
})
const CreditMemo = z.strictObject({
  id,
  subsidiary_id: id,
  credit_memo_number: z.string(),
  customer_id: id,
  items: z
    .array(
      z.strictObject({
        id,
        description: z.string(),
        revenue: Revenue,
        total_amount: Money,
        taxed_amount: Money.optional(),
        net_amount: Money,
        quantity: z.number(),
        product_id: id,
        fields: assignments.optional(),
      }),
    )
    .min(1),
  credit_memo_date: day,
  address: Address,
  status: z.enum(['UNAPPLIED', 'PARTIALLY_APPLIED', 'APPLIED', 'REFUNDED']),
  net_amount: Money,
  total: Money,
  applied_amount: Money,
  remaining_amount: Money,
  applications: z.array(
    z.strictObject({
      id,
      credit_memo_id: id,
      invoice_id: id,
      invoice_number: z.string().optional(),
      amount: Money,
      application_date: day,
    }),
  ),
  exchange_rate: Rate.optional(),
  taxed_amount: Money,
  external_references: references.optional(),
  updated_at: instant,
})
const Account = z.strictObject({
  id,
  code: z.string(),
  name: z.string(),
  type: z.enum(['ASSET', 'LIABILITY', 'EQUITY', 'EXPENSE', 'INCOME']),
  subtype: z.string(),
  status: z.enum(['ACTIVE', 'INACTIVE']),
  intercompany: z.boolean(),
  updated_at: instant,
})
const Organization = z.strictObject({
  id,
  currency: z.string(),
  timezone: z.string(),
  trade_name: z.string(),
})
const Subsidiary = Organization.extend({ type: z.literal('LEGAL_ENTITY') })
const Pagination = z.strictObject({ next_cursor: z.string().length(16).optional() })
const page = (name: string, of: z.ZodType) =>
  z.strictObject({ [name]: z.array(of).min(1), pagination: Pagination })
const list = (name: string, of: z.ZodType) => z.strictObject({ [name]: z.array(of).min(1) })

test('every read answers in the published shape', async () => {
  const vendor = await startVendor()
  const address = { line1: '1', line2: '2', city: 'C', state: '', zip_code: 'Z', country: 'GB' }
  const customer_id = await vendor.customer({
    name_on_invoice: 'Acme Ltd',
    address,
    shipping_address: address,
    emails: [{ email: 'a@b.example', type: 'CC' }],
    payment_terms: 30,
    external_references: [source('c')],
  })
  const product_id = await vendor.product({ external_references: [source('p')] })
  const invoice = await createInvoice(vendor, { customer_id })
  const { id: paymentId } = await vendor.ok(
    'POST',
    `/invoices/${invoice.id}/payments`,
    payment('1.00'),
  )
  const price = { product_id, quantity: 1, amount_per_unit: usd('5') }
  const memo = await vendor.ok('POST', '/credit-memos', {
    credit_memo_date: '2026-09-10',
    customer_id,
    items: [{ description: 'Credit', price }],
  })
  await vendor.ok('POST', `/credit-memos/${memo.id}/applications`, {
    applications: [{ invoice_id: invoice.id, amount: usd('5'), application_date: '2026-09-10' }],
  })
  const { accounts } = await vendor.ok('GET', '/bank-accounts')
  const full = await vendor.ok('POST', '/invoices', {
    scope: 'FULL',
    customer_id,
    invoice_date: '2026-09-01',
    items: [
      { description: 'x', price: { ...price, amount_per_unit: { amount: '5', currency: 'EUR' } } },
    ],
    memo: 'm',
    purchase_order_number: 'po',
    bank_account_id: accounts[0].id,
  })
  await vendor.ok('POST', '/fields', { name: 'Region', values: [{ name: 'EMEA' }] })
  await vendor.own('POST', '/books/close', { end: '2026-01-31' })
  const { subsidiaries } = await vendor.ok('GET', '/subsidiaries')

  const shapes: [string, z.ZodType][] = [
    ['/organizations/self', Organization],
    ['/subsidiaries', list('subsidiaries', Subsidiary)],
    [`/subsidiaries/${subsidiaries[0].id}`, Subsidiary],
    ['/accounts', list('accounts', Account)],
    [
      '/books/periods/last-closed',
      z.strictObject({
        id,
        start: day,
        end: day,
        status: z.enum(['OPEN', 'CLOSED']),
        closed_on: day,
      }),
    ],
    [
      '/tax-rates',
      list(
        'tax_rates',
        z.strictObject({
          id,
          code: z.string(),
          country: z.string().length(2),
          description: z.string(),
          percentage: z.string().regex(/^\d+\.\d{4}$/),
        }),
      ),
    ],
    [
      '/fields',
      list(
        'fields',
        z.strictObject({
          id,
          name: z.string(),
          values: z.array(z.strictObject({ id, name: z.string(), deactivated: z.boolean() })),
          updated_at: instant,
        }),
      ),
    ],
    [
      '/bank-accounts',
      list(
        'accounts',
        z.strictObject({
          id,
          name: z.string(),
          currency: z.string(),
          bank_name: z.string(),
          subsidiary_id: id.optional(),
          account_code: z.string().optional(),
          mask: z.string().optional(),
          transactions_start_date: day.nullable().optional(),
          status: z.enum(['ACTIVE', 'INACTIVE']),
        }),
      ),
    ],
    ['/customers', page('customers', Customer)],
    [`/customers/${customer_id}`, Customer],
    [
      `/customers/${customer_id}/settings/payment`,
      z.strictObject({
        chargeable: z.boolean(),
        payment_type: z.enum(['CARD', 'BANK_ACCOUNT', 'OTHER']),
      }),
    ],
    ['/products', page('products', Product)],
    [`/products/${product_id}`, Product],
    ['/invoices', page('invoices', Invoice)],
    [`/invoices/${invoice.id}`, Invoice],
    [
      `/invoices/${full.id}`,
      Invoice.required({ memo: true, exchange_rate: true, bank_account: true }),
    ],
    [`/invoices/${invoice.id}/payments`, list('payments', Payment)],
    ['/invoice-payments', page('payments', Payment)],
    ['/credit-memos', page('credit_memos', CreditMemo)],
    [`/credit-memos/${memo.id}`, CreditMemo],
  ]
  for (const [path, shape] of shapes) {
    const { error } = shape.safeParse(await vendor.ok('GET', path))
    expect(error && `${path}\n${z.prettifyError(error)}`).toBeUndefined()
  }
  expect(
    Payment.safeParse(
      await vendor.ok('PUT', `/invoices/${invoice.id}/payments/${paymentId}`, payment('2.00')),
    ).success,
  ).toBe(true)
})

test('every declared field of a request is accepted', async () => {
  const vendor = await startVendor()
  const productId = await vendor.product({ status: 'ACTIVE', external_references: [source('p')] })
  const field = await vendor.ok('POST', '/fields', { name: 'Region', values: [{ name: 'EMEA' }] })
  const fields = [{ field_id: field.id, field_value_id: field.values[0].id }]
  const { subsidiaries } = await vendor.ok('GET', '/subsidiaries')
  const revenue = {
    period: { start: '2026-09-01', end: '2026-09-30' },
    pattern: 'EVEN_PERIOD',
    account_code: '4100',
  }
  const items = [
    {
      product_id: productId,
      description: 'Seats',
      quantity: 0.00001,
      total_amount: { amount: '100.00', currency: 'EUR' },
      tax_amount: { amount: '20.00', currency: 'EUR' },
      revenue,
      external_references: [source('l')],
      fields,
    },
  ]
  const exchange_rate = { base: 'EUR', target: 'USD', rate: '1.25', date: '2026-09-01' }
  const invoice = await createInvoice(vendor, {
    items,
    tax_amount: { amount: '20.00', currency: 'EUR' },
    subsidiary_id: subsidiaries[0].id,
    exchange_rate,
  })
  const updated = await vendor.ok('PUT', `/invoices/${invoice.id}`, {
    scope: 'REVENUE_RECOGNITION_ONLY',
    invoice_date: '2026-09-01',
    due_date: '2026-09-30',
    invoice_number: 'SEQ-2',
    items: [{ id: invoice.items[0].id, description: 'Seats', revenue, fields }],
    external_references: [source('i')],
    exchange_rate,
  })
  expect(updated).toMatchObject({ invoice_number: 'SEQ-2', exchange_rate })
  expect(updated.items[0]).toMatchObject({ revenue, fields })
  const recurring = { type: 'FIXED_RECURRING', amount: usd('9.999999'), interval_months: 12 }
  expect(productBody({ price: recurring })).toMatchObject({ price: recurring })
  await vendor.product({ price: recurring })
})

test('webhook bodies have the shape of the reads', async () => {
  const vendor = await startVendor()
  const receiver = await startReceiver()
  const events = ['INVOICE/CREATED', 'CUSTOMER/CREATED', 'INVOICE/PAYMENT_UPDATED']
  await vendor.control('POST', '/webhooks', { organizationId, url: receiver.url, events })
  const body = await external(vendor)
  await receiver.take(1)
  const invoice = await vendor.ok('POST', '/invoices', body)
  await receiver.take(2)
  await vendor.ok('POST', `/invoices/${invoice.id}/payments`, payment('1.00'))
  const [customer, created, paid] = (await receiver.take(3)).map((one) => JSON.parse(one.body))
  expect(Customer.safeParse(customer).error).toBeUndefined()
  expect(created).toEqual(invoice)
  expect(Invoice.safeParse(paid).error).toBeUndefined()
})
