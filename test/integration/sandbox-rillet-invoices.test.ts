import { expect, test } from 'vitest'
import {
  absentId,
  createInvoice,
  external,
  fieldsOf,
  item,
  problem,
  source,
  startVendor,
  usd,
} from './sandbox-rillet-support.ts'

test('an external invoice keeps lines, header tax, periods and references, to the cent', async () => {
  const vendor = await startVendor()
  const productId = await vendor.product()
  const revenue = { period: { start: '2026-09-01', end: '2026-09-30' } }
  const invoice = await createInvoice(vendor, {
    items: [
      item(productId, '100.10', { quantity: 3, revenue }),
      item(productId, '-20.05', { description: 'Discount' }),
    ],
    tax_amount: usd('16.01'),
  })
  expect(invoice).toMatchObject({
    invoice_number: 'SEQ-1',
    status: 'UNPAID',
    subtotal: usd('80.05'),
    total_discount: usd('0.00'),
    net_amount: usd('80.05'),
    taxed_amount: usd('16.01'),
    total: usd('96.06'),
    amount_due: usd('96.06'),
    payment_terms: 30,
    external_references: [source('invoice')],
  })
  expect(invoice.items[0]).toMatchObject({
    gross_rate: usd('33.37'),
    total_amount: usd('100.10'),
    taxed_amount: usd('0.00'),
    revenue: { ...revenue, pattern: 'DAILY', account_code: '4000' },
    external_references: [source('line')],
  })
  expect(invoice).not.toHaveProperty('scope')
  expect(await vendor.ok('GET', `/invoices/${invoice.id}`)).toEqual(invoice)
})

test('the due date defaults to the invoice date, the period of a line to that day', async () => {
  const vendor = await startVendor()
  const invoice = await createInvoice(vendor, { due_date: undefined })
  expect(invoice.due_date).toBe('2026-09-01')
  expect(invoice.payment_terms).toBe(0)
  expect(invoice.items[0].revenue.period).toEqual({ start: '2026-09-01', end: '2026-09-01' })
})

test.each([
  ['USD', '10.5', '10.50', '10.555'],
  ['JPY', '1050', '1050', '1050.5'],
  ['KWD', '10.505', '10.505', '10.5055'],
  ['CLF', '10.5055', '10.5055', '10.50555'],
])('%s has its own decimals', async (currency, given, shown, tooFine) => {
  const vendor = await startVendor()
  const productId = await vendor.product()
  const rate = { base: currency, target: 'USD', rate: '1.5', date: '2026-09-01' }
  const of = (amount: string) => ({
    items: [item(productId, '0', { total_amount: { amount, currency } })],
    exchange_rate: rate,
  })
  expect((await createInvoice(vendor, of(given))).total).toEqual({ amount: shown, currency })
  const refused = await vendor.api('POST', '/invoices', await external(vendor, of(tooFine)))
  expect(problem(refused)).toBe('400 constraint-violation')
  expect(fieldsOf(refused)).toEqual(['items[0].total_amount.amount'])
})

test.each<[string, object, string]>([
  ['no scope', { scope: undefined }, 'scope'],
  ['an unknown scope', { scope: 'AR' }, 'scope'],
  ['no number', { invoice_number: undefined }, 'invoice_number'],
  ['no references', { external_references: undefined }, 'external_references'],
  ['no lines', { items: [] }, 'items'],
  ['a date that is none', { invoice_date: '2026-02-30' }, 'invoice_date'],
  ['a memo', { memo: 'x' }, 'memo'],
  ['a bank account', { bank_account_id: absentId }, 'bank_account_id'],
  ['a purchase order', { purchase_order_number: '1' }, 'purchase_order_number'],
])('an external invoice with %s is a violation', async (_what, fields, field) => {
  const vendor = await startVendor()
  const refused = await vendor.api('POST', '/invoices', await external(vendor, fields))
  expect(problem(refused)).toBe('400 constraint-violation')
  expect(fieldsOf(refused)).toContain(field)
})

test.each<[string, object, string]>([
  ['quantity zero', { quantity: 0 }, 'quantity'],
  ['quantity in text', { quantity: '1' }, 'quantity'],
  ['a unit price', { amount_per_unit: usd('1') }, 'amount_per_unit'],
  ['a tax rate', { tax_rate: {} }, 'tax_rate'],
  ['no references', { external_references: undefined }, 'external_references'],
  [
    'a period that ends first',
    { revenue: { period: { start: '2026-09-02', end: '2026-09-01' } } },
    'revenue.period.end',
  ],
])('an external line with %s is a violation', async (_what, fields, field) => {
  const vendor = await startVendor()
  const items = [item(absentId, '1.00', fields)]
  const refused = await vendor.api('POST', '/invoices', await external(vendor, { items }))
  expect(fieldsOf(refused)).toContain(`items[0].${field}`)
})

test('AR_ONLY takes no exchange rate, and cannot be updated', async () => {
  const vendor = await startVendor()
  const rate = { base: 'USD', target: 'USD', rate: '1', date: '2026-09-01' }
  const body = await external(vendor, { scope: 'AR_ONLY', exchange_rate: rate })
  expect(fieldsOf(await vendor.api('POST', '/invoices', body))).toEqual(['exchange_rate'])
  const invoice = await createInvoice(vendor, { scope: 'AR_ONLY' })
  for (const scope of ['FULL', 'REVENUE_RECOGNITION_ONLY', 'AR_ONLY']) {
    const put = await vendor.api('PUT', `/invoices/${invoice.id}`, { scope })
    expect(problem(put)).toBe('400 invoice_not_updatable')
  }
})

test('customer, product and subsidiary of a body must exist', async () => {
  const vendor = await startVendor()
  const post = async (fields: object) =>
    problem(await vendor.api('POST', '/invoices', await external(vendor, fields)))
  expect(await post({ customer_id: absentId })).toBe('400 customer_not_found')
  expect(await post({ items: [item(absentId, '1.00')] })).toBe('400 product_not_found')
  expect(await post({ subsidiary_id: absentId })).toBe('400 subsidiary_not_found')
  await vendor.switches({ missingRelated: '404' })
  expect(await post({ customer_id: absentId })).toBe('404 customer_not_found')
})

test('tax on header and lines counts once when equal, and is refused when not', async () => {
  const vendor = await startVendor()
  const productId = await vendor.product()
  const items = [item(productId, '100.00', { tax_amount: usd('20.00') })]
  const both = await createInvoice(vendor, { items, tax_amount: usd('20.00') })
  expect(both).toMatchObject({ taxed_amount: usd('20.00'), total: usd('120.00') })
  expect((await createInvoice(vendor, { items })).total).toEqual(usd('120.00'))
  const body = await external(vendor, { items, tax_amount: usd('19.99') })
  expect(problem(await vendor.api('POST', '/invoices', body))).toBe('400 tax_amount_mismatch')
})

test('tax needs a sales tax liability account', async () => {
  const vendor = await startVendor()
  await vendor.own('PUT', '/accounts/2200', { status: 'INACTIVE' })
  const body = await external(vendor, { tax_amount: usd('1.00') })
  expect(problem(await vendor.api('POST', '/invoices', body))).toBe('400 sales_tax_account_missing')
  expect((await createInvoice(vendor, { tax_amount: usd('0') })).total).toEqual(usd('100.00'))
})

test('a total of zero is paid, below zero refused', async () => {
  const vendor = await startVendor()
  const productId = await vendor.product()
  const lines = (...totals: string[]) => ({ items: totals.map((total) => item(productId, total)) })
  expect((await createInvoice(vendor, lines('10.00', '-10.00'))).status).toBe('PAID')
  const below = await vendor.api(
    'POST',
    '/invoices',
    await external(vendor, lines('10.00', '-10.01')),
  )
  expect(problem(below)).toBe('400 negative_invoice_total')
})

test('numbers may repeat, unless switched', async () => {
  const vendor = await startVendor()
  await createInvoice(vendor)
  await createInvoice(vendor)
  await vendor.switches({ invoiceNumberUniqueness: 'on' })
  const third = await vendor.api('POST', '/invoices', await external(vendor))
  expect(problem(third)).toBe('400 invoice_number_already_exists')
})

test('a revenue-recognition invoice settles itself only under its switch', async () => {
  const vendor = await startVendor()
  await vendor.switches({ rrSettlesItself: 'on' })
  const invoice = await createInvoice(vendor)
  expect(invoice).toMatchObject({ status: 'PAID', amount_due: usd('0.00') })
  expect((await vendor.ok('GET', `/invoices/${invoice.id}/payments`)).payments).toEqual([])
  expect((await createInvoice(vendor, { scope: 'AR_ONLY' })).status).toBe('UNPAID')
})

test('overdue begins the day after the due date, in the subsidiary’s own zone', async () => {
  const vendor = await startVendor()
  const { id } = await createInvoice(vendor, { due_date: '2026-10-01' })
  const overdueAt = async (now: string) => {
    await vendor.control('PUT', '/clock', { now })
    return (await vendor.ok('GET', `/invoices/${id}`)).overdue
  }
  expect(await overdueAt('2026-10-02T03:59:00Z')).toBe(false)
  expect(await overdueAt('2026-10-02T04:01:00Z')).toBe(true)
})

test('an invoice is also a PDF', async () => {
  const vendor = await startVendor()
  const { id } = await createInvoice(vendor)
  const pdf = await vendor.api('GET', `/invoices/${id}`, undefined, { accept: 'application/pdf' })
  expect(pdf.headers.get('content-type')).toBe('application/pdf')
  expect(pdf.body).toMatch(/^%PDF-1\.4[\s\S]+Invoice SEQ-1[\s\S]+%%EOF\n$/)
})

test('sent status answers 200 and leaves sent_at alone', async () => {
  const vendor = await startVendor()
  const { id } = await createInvoice(vendor)
  expect((await vendor.api('PUT', `/invoices/${id}/sent-status`, { sent: true })).status).toBe(200)
  expect(await vendor.ok('GET', `/invoices/${id}`)).not.toHaveProperty('sent_at')
  expect((await vendor.api('PUT', `/invoices/${id}/sent-status`, {})).status).toBe(400)
})
