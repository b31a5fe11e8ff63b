import { expect, test } from 'vitest'
import {
  createInvoice,
  external,
  fieldsOf,
  problem,
  source,
  startVendor,
  usd,
  type Vendor,
} from './sandbox-rillet-support.ts'

const rate = { percentage: 20, country: 'GB', type: 'VAT', description: 'VAT' }

async function full(vendor: Vendor, price: object, fields: object = {}) {
  const product_id = await vendor.product()
  return {
    scope: 'FULL',
    customer_id: await vendor.customer(),
    invoice_date: '2026-09-01',
    items: [{ description: 'Seats', price: { product_id, quantity: 3, ...price }, ...fields }],
  }
}

test('a FULL invoice is numbered, priced, discounted and taxed by the vendor', async () => {
  const vendor = await startVendor()
  const discount = { type: 'PERCENTAGE', percentage_off: 10 }
  const body = await full(vendor, { amount_per_unit: usd('33.335'), discount }, { tax_rate: rate })
  const first = await vendor.ok('POST', '/invoices', body)
  expect(first).toMatchObject({
    invoice_number: 'INV-0001',
    subtotal: usd('100.01'),
    total_discount: usd('10.00'),
    net_amount: usd('90.01'),
    taxed_amount: usd('18.00'),
    total: usd('108.01'),
  })
  expect(first.items[0]).toMatchObject({ gross_rate: usd('33.34'), total_amount: usd('90.01') })
  expect((await vendor.ok('POST', '/invoices', body)).invoice_number).toBe('INV-0002')
})

test('tax computed from a rate rounds half up; a given amount stands', async () => {
  const vendor = await startVendor()
  const amount_per_unit = usd('0.25')
  const computed = await full(
    vendor,
    { amount_per_unit, quantity: 1 },
    { tax_rate: { ...rate, percentage: 10 } },
  )
  expect((await vendor.ok('POST', '/invoices', computed)).taxed_amount).toEqual(usd('0.03'))
  const tax_rate = { ...rate, tax_amount: usd('0.07') }
  const given = await full(vendor, { amount_per_unit, quantity: 1 }, { tax_rate })
  expect((await vendor.ok('POST', '/invoices', given)).total).toEqual(usd('0.32'))
})

test.each<[string, object, string]>([
  ['a number of its own', { invoice_number: 'X' }, 'invoice_number'],
  ['header tax', { tax_amount: usd('1') }, 'tax_amount'],
])('a FULL invoice with %s is a violation', async (_what, fields, field) => {
  const vendor = await startVendor()
  const body = { ...(await full(vendor, { amount_per_unit: usd('1') })), ...fields }
  expect(fieldsOf(await vendor.api('POST', '/invoices', body))).toEqual([field])
})

test('references belong on the header of a FULL invoice, not on its lines', async () => {
  const vendor = await startVendor()
  const body = await full(vendor, { amount_per_unit: usd('1') }, { external_references: [] })
  const refused = await vendor.api('POST', '/invoices', body)
  expect(fieldsOf(refused)).toEqual(['items[0].external_references'])
})

test('updating a FULL invoice replaces its lines and needs a bank account', async () => {
  const vendor = await startVendor()
  const body = await full(vendor, { amount_per_unit: usd('10') })
  const { id, items } = await vendor.ok('POST', '/invoices', { ...body, memo: 'hello' })
  const { scope, invoice_date, items: lines } = body
  const put = { scope, invoice_date, items: lines }
  const missing = await vendor.api('PUT', `/invoices/${id}`, put)
  expect(fieldsOf(missing)).toEqual(['bank_account_id'])
  const { accounts } = await vendor.ok('GET', '/bank-accounts')
  const bank_account_id = accounts[0].id
  const changed = await vendor.ok('PUT', `/invoices/${id}`, { ...put, bank_account_id })
  expect(changed.items[0].id).not.toBe(items[0].id)
  expect(changed.bank_account.id).toBe(bank_account_id)
  expect(changed).not.toHaveProperty('memo')
})

test('taxes come afterwards per line and replace the header’s', async () => {
  const vendor = await startVendor()
  const { id, items } = await createInvoice(vendor, { tax_amount: usd('5.00') })
  const taxes = (tax: string, lineId = items[0].id) => ({
    taxes_calculated_at: '2026-09-01T12:00:00Z',
    items: [{ id: lineId, tax_rates: [{ ...rate, tax_amount: usd(tax) }] }],
  })
  const taxed = await vendor.ok('POST', `/invoices/${id}/taxes`, taxes('20.00'))
  expect(taxed).toMatchObject({ taxed_amount: usd('20.00'), total: usd('120.00') })
  expect(taxed.items[0].taxed_amount).toEqual(usd('20.00'))
  const other = await vendor.api('POST', `/invoices/${id}/taxes`, taxes('20.00', id))
  expect(fieldsOf(other)).toEqual(['items[0].id'])
})

test('an update in another scope than the invoice’s is refused', async () => {
  const vendor = await startVendor()
  const { id, items } = await createInvoice(vendor)
  const body = await full(vendor, { amount_per_unit: usd('1') })
  const { accounts } = await vendor.ok('GET', '/bank-accounts')
  const put = await vendor.api('PUT', `/invoices/${id}`, {
    scope: 'FULL',
    invoice_date: '2026-09-01',
    items: body.items,
    bank_account_id: accounts[0].id,
  })
  expect(problem(put)).toBe('400 invoice_scope_mismatch')
  expect((await vendor.ok('GET', `/invoices/${id}`)).items).toEqual(items)
})

test('an RR update moves dates, and clears what it leaves out', async () => {
  const vendor = await startVendor()
  const before = await createInvoice(vendor)
  const update = {
    scope: 'REVENUE_RECOGNITION_ONLY',
    invoice_date: '2026-09-02',
    due_date: '2026-11-01',
    items: [{ id: before.items[0].id }],
    external_references: before.external_references,
  }
  const path = `/invoices/${before.id}`
  const after = await vendor.ok('PUT', path, update)
  expect(after).toMatchObject({
    invoice_date: '2026-09-02',
    due_date: '2026-11-01',
    total: before.total,
  })
  expect(after.updated_at > before.updated_at).toBe(true)
  const undated = await vendor.ok('PUT', path, { ...update, due_date: undefined })
  expect(undated.due_date).toBe('2026-09-02')
  const bare = await vendor.api('PUT', path, { ...update, external_references: undefined })
  expect(problem(bare)).toBe('400 external_reference_built_in_type_required')
})

test('an RR update lists every line by id and changes no amount', async () => {
  const vendor = await startVendor()
  const body = await external(vendor)
  const { id, items, external_references } = await vendor.ok('POST', '/invoices', {
    ...body,
    items: [...body.items, ...body.items],
  })
  const put = (lines: object[], fields: object = {}) =>
    vendor.api('PUT', `/invoices/${id}`, {
      scope: 'REVENUE_RECOGNITION_ONLY',
      invoice_date: '2026-09-01',
      external_references,
      items: lines,
      ...fields,
    })
  const [first, second] = items
  const both = [{ id: first.id }, { id: second.id }]
  expect(fieldsOf(await put([{ id: first.id }]))).toEqual(['items'])
  expect(fieldsOf(await put([{ id: first.id }, { id: first.id }]))).toEqual(['items[0].id'])
  expect(fieldsOf(await put([...both, { id }]))).toEqual(['items[2].id'])
  for (const field of [
    'total_amount',
    'quantity',
    'product_id',
    'tax_amount',
    'external_references',
  ]) {
    const line = { id: first.id, [field]: first[field] ?? usd('1') }
    expect(fieldsOf(await put([line, { id: second.id }]))).toEqual([`items[0].${field}`])
  }
  for (const field of ['customer_id', 'subsidiary_id', 'tax_amount', 'memo']) {
    expect(fieldsOf(await put(both, { [field]: id }))).toEqual([field])
  }
  const renamed = [{ id: second.id, description: 'Renamed' }, { id: first.id }]
  const { body: changed } = await put(renamed)
  expect(changed.items.map(({ description }: { description: string }) => description)).toEqual([
    'Platform',
    'Renamed',
  ])
  expect(changed.external_references).toEqual([source('invoice')])
})
