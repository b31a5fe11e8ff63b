import { expect, test } from 'vitest'
import {
  createInvoice,
  external,
  fieldsOf,
  item,
  payment,
  problem,
  source,
  startVendor,
  usd,
  type Vendor,
} from './sandbox-rillet-support.ts'

const own = (id: string) => ({ type: 'sequencehq', id, url: 'https://example.com' })
const post = async (vendor: Vendor, fields: object) =>
  vendor.api('POST', '/invoices', await external(vendor, fields))

test('an unknown reference type names the type and those that exist', async () => {
  const vendor = await startVendor()
  await vendor.own('DELETE', '/reference-types/sequencehq')
  const refused = await post(vendor, { external_references: [source('i'), own('i')] })
  expect(problem(refused)).toBe('400 external_reference_type_not_found')
  expect(refused.body.detail).toMatch(
    /^External reference type does not exist: sequencehq\..+STRIPE/,
  )
  await vendor.own('PUT', '/reference-types/sequencehq')
  expect((await post(vendor, { external_references: [source('i'), own('i')] })).status).toBe(200)
  const wrongCase = { ...own('i'), type: 'SequenceHQ' }
  expect((await post(vendor, { external_references: [source('i'), wrongCase] })).status).toBe(400)
})

test('CUSTOMER_CUSTOM needs a url', async () => {
  const vendor = await startVendor()
  const refused = await post(vendor, {
    external_references: [{ type: 'CUSTOMER_CUSTOM', id: 'i' }],
  })
  expect(problem(refused)).toBe('400 external_reference_url_required')
})

test('the invoice and every line carry a built-in type, unless switched off', async () => {
  const vendor = await startVendor()
  const productId = await vendor.product()
  const bare = item(productId, '1.00', { external_references: [] })
  const cases = [
    { external_references: [own('i')] },
    { external_references: [] },
    { items: [item(productId, '1.00'), bare] },
  ]
  for (const fields of cases) {
    expect(problem(await post(vendor, fields))).toBe(
      '400 external_reference_built_in_type_required',
    )
  }
  await vendor.switches({ builtInReferenceRule: 'off' })
  for (const fields of cases) expect((await post(vendor, fields)).status).toBe(200)
})

test('a restricted type occurs once per document, header and lines together', async () => {
  const vendor = await startVendor()
  await vendor.own('PUT', '/reference-types/sequencehq', { restricted: true })
  const productId = await vendor.product()
  const header = [source('i'), own('i')]
  const items = [item(productId, '1.00', { external_references: [source('l'), own('l')] })]
  const twice = await post(vendor, { items, external_references: header })
  expect(problem(twice)).toBe('400 external_reference_type_restricted')
  expect((await post(vendor, { external_references: header })).status).toBe(200)
  expect((await post(vendor, { items })).status).toBe(200)
})

test('closed books refuse to create, update, delete, tax and pay', async () => {
  const vendor = await startVendor()
  const { id, items, external_references } = await createInvoice(vendor)
  const path = `/invoices/${id}`
  const paid = await vendor.ok('POST', `${path}/payments`, payment('10.00'))
  await vendor.own('POST', '/books/close', { end: '2026-09-30' })

  const update = {
    scope: 'REVENUE_RECOGNITION_ONLY',
    external_references,
    items: [{ id: items[0].id }],
  }
  const moved = { ...update, invoice_date: '2026-10-01' }
  const taxes = { taxes_calculated_at: '2026-10-01T00:00:00Z', items: [{ id: items[0].id }] }
  const refusals = await Promise.all([
    post(vendor, { invoice_date: '2026-09-30' }),
    vendor.api('PUT', path, moved),
    vendor.api('DELETE', path),
    vendor.api('POST', `${path}/taxes`, taxes),
    vendor.api('POST', `${path}/payments`, payment('1.00')),
    vendor.api('PUT', `${path}/payments/${paid.id}`, payment('1.00', { date: '2026-10-01' })),
    vendor.api('DELETE', `${path}/payments/${paid.id}`),
  ])
  expect(new Set(refusals.map(problem))).toEqual(new Set(['400 period_closed']))
  expect((await vendor.ok('GET', path)).amount_due).toEqual(usd('90.00'))

  const later = await createInvoice(vendor, { invoice_date: '2026-10-01' })
  const back = { ...update, items: [{ id: later.items[0].id }], invoice_date: '2026-09-30' }
  expect(problem(await vendor.api('PUT', `/invoices/${later.id}`, back))).toBe('400 period_closed')
  await vendor.ok('POST', `${path}/payments`, payment('1.00', { date: '2026-10-01' }))
  await vendor.own('POST', '/books/reopen')
  expect((await vendor.api('PUT', path, moved)).status).toBe(200)
})

test('one document has one currency', async () => {
  const vendor = await startVendor()
  const productId = await vendor.product()
  const eur = item(productId, '0', { total_amount: { amount: '1.00', currency: 'EUR' } })
  const mixed = await post(vendor, { items: [item(productId, '1.00'), eur] })
  expect(problem(mixed)).toBe('400 mixed_currencies')
})

test('a customer set to a currency takes documents in no other', async () => {
  const vendor = await startVendor()
  const customer_id = await vendor.customer()
  await vendor.control('PUT', `/customers/${customer_id}/currency`, { currency: 'EUR' })
  expect(problem(await post(vendor, { customer_id }))).toBe('400 currency_mismatch')
  await vendor.control('PUT', `/customers/${customer_id}/currency`, { currency: null })
  expect((await post(vendor, { customer_id })).status).toBe(200)
})

test('without multi-currency only the subsidiary’s currency passes', async () => {
  const vendor = await startVendor()
  await vendor.own('PUT', '', { multiCurrency: false })
  const productId = await vendor.product()
  const items = [item(productId, '0', { total_amount: { amount: '1.00', currency: 'EUR' } })]
  expect(problem(await post(vendor, { items }))).toBe('400 multi_currency_disabled')
  expect((await post(vendor, {})).status).toBe(200)
})

test('a foreign document takes the rate given, or the vendor’s own', async () => {
  const vendor = await startVendor()
  const productId = await vendor.product()
  const items = [item(productId, '0', { total_amount: { amount: '1.00', currency: 'EUR' } })]
  const rate = { base: 'EUR', target: 'USD', rate: '1.25', date: '2026-09-01' }
  const given = await post(vendor, { items, exchange_rate: rate })
  expect(given.body.exchange_rate).toEqual(rate)
  for (const wrong of [{ base: 'GBP' }, { target: 'GBP' }]) {
    const refused = await post(vendor, { items, exchange_rate: { ...rate, ...wrong } })
    expect(problem(refused)).toBe('400 invalid_exchange_rate')
  }
  expect((await post(vendor, { items })).body.exchange_rate).toMatchObject({
    base: 'EUR',
    target: 'USD',
  })
  expect((await post(vendor, {})).body).not.toHaveProperty('exchange_rate')
  await vendor.switches({ missingExchangeRate: 'refused' })
  expect(problem(await post(vendor, { items }))).toBe('400 missing_exchange_rate')
})

test('the subsidiary defaults to the first, unless switched', async () => {
  const vendor = await startVendor()
  const { subsidiaries } = await vendor.ok('GET', '/subsidiaries')
  expect((await createInvoice(vendor)).subsidiary_id).toBe(subsidiaries[0].id)
  await vendor.switches({ subsidiaryOmitted: 'refused' })
  expect(fieldsOf(await post(vendor, {}))).toEqual(['subsidiary_id'])
})

test('refusals by the books may come as 422 under their switch, violations stay 400', async () => {
  const vendor = await startVendor()
  await vendor.switches({ refusalStatus: '422' })
  expect(problem(await post(vendor, { external_references: [] }))).toMatch(/^422 /)
  expect(problem(await post(vendor, { scope: 'X' }))).toBe('400 constraint-violation')
})

test('mandatory fields, inactive products and negative lines are refused under their switches', async () => {
  const vendor = await startVendor()
  const field = await vendor.ok('POST', '/fields', { name: 'Region', values: [] })
  const REVENUE = { mandatory: true, display: 'STANDALONE' }
  await vendor.ok('PUT', `/fields/${field.id}`, { name: 'Region', settings: { REVENUE } })
  const retired = await vendor.product({ status: 'INACTIVE' })
  const items = [item(retired, '10.00'), item(retired, '-1.00')]
  expect((await post(vendor, { items })).status).toBe(200)
  await vendor.switches({ negativeLines: 'refused' })
  expect(problem(await post(vendor, { items }))).toBe('400 negative_line')
  await vendor.switches({ inactiveProduct: 'refused' })
  expect(problem(await post(vendor, { items }))).toBe('400 product_inactive')
  await vendor.switches({ mandatoryFields: 'checked', inactiveProduct: 'accepted' })
  expect(problem(await post(vendor, {}))).toBe('400 mandatory_field_missing')
})
