import { expect, test } from 'vitest'
import {
  absentId,
  createInvoice,
  fieldsOf,
  type Json,
  problem,
  productBody,
  startVendor,
  usd,
} from './sandbox-rillet-support.ts'

const address = { line1: '1 High St', city: 'Leeds', state: 'WYK', zip_code: 'LS1', country: 'GB' }

const twice = (one: object) => [one, { ...one }]

test('a PUT replaces the whole customer: what is left out is cleared', async () => {
  const vendor = await startVendor()
  const emails = [{ email: 'a@b.example', type: 'MAIN_SENDER' }]
  const id = await vendor.customer({ address, emails, payment_terms: 30 })
  const changed = await vendor.ok('PUT', `/customers/${id}`, { name: 'Acme Ltd' })
  expect(changed).toEqual({
    id,
    name: 'Acme Ltd',
    external_references: [],
    send_invoices_automatically: false,
    send_payment_reminders: false,
    updated_at: changed.updated_at,
  })
  expect(await vendor.ok('GET', `/customers/${id}`)).toEqual(changed)
})

test.each<[string, object, string]>([
  ['no name', { name: undefined }, 'name'],
  ['a blank name', { name: ' ' }, 'name'],
  ['half an address', { address: { line1: '1 High St' } }, 'address.city'],
  ['an unknown country', { address: { ...address, country: 'XX' } }, 'address.country'],
  ['a country in three letters', { address: { ...address, country: 'GBR' } }, 'address.country'],
  ['an unknown e-mail type', { emails: [{ email: 'a@b.example', type: 'TO' }] }, 'emails[0].type'],
  ['a repeated e-mail', { emails: twice({ email: 'a@b.example', type: 'CC' }) }, 'emails'],
  ['negative terms', { payment_terms: -1 }, 'payment_terms'],
  ['terms in text', { payment_terms: '30' }, 'payment_terms'],
  ['a field of its own', { currency: 'EUR' }, 'currency'],
  ['null where null is not declared', { address: null }, 'address'],
  [
    'a repeated reference',
    { external_references: twice({ type: 'STRIPE', id: '1' }) },
    'external_references',
  ],
  [
    'a reference without id',
    { external_references: [{ type: 'STRIPE' }] },
    'external_references[0].id',
  ],
])('a customer with %s is a violation', async (_what, fields, field) => {
  const vendor = await startVendor()
  const refused = await vendor.api('POST', '/customers', { name: 'Acme', ...fields })
  expect(problem(refused)).toBe('400 constraint-violation')
  expect(fieldsOf(refused)).toContain(field)
})

test('undeclared fields and nulls are tolerated under their switches', async () => {
  const vendor = await startVendor()
  await vendor.switches({ undeclaredFields: 'ignored', nullOptionals: 'accepted' })
  const customer = await vendor.ok('POST', '/customers', {
    name: 'Acme',
    currency: 'EUR',
    address: null,
    emails: [{ email: 'a@b.example', type: 'CC', name: 'A' }],
  })
  expect(customer.emails).toEqual([{ email: 'a@b.example', type: 'CC' }])
  expect(customer).not.toHaveProperty('currency')
})

test('two customers may share name and reference, unless switched', async () => {
  const vendor = await startVendor()
  const fields = { name: 'Acme', external_references: [{ type: 'sequencehq', id: '1' }] }
  await vendor.customer(fields)
  await vendor.customer(fields)
  const query = 'external_reference_type=sequencehq&external_reference_id=1'
  expect((await vendor.ok('GET', `/customers?${query}`)).customers).toHaveLength(2)
  await vendor.switches({ referenceUniqueness: 'on' })
  const taken = await vendor.api('POST', '/customers', fields)
  expect(problem(taken)).toBe('400 external_reference_already_exists')
})

test('customers and products on documents cannot be deleted', async () => {
  const vendor = await startVendor()
  const { id, customer_id, items } = await createInvoice(vendor)
  const customer = `/customers/${customer_id}`
  const product = `/products/${items[0].product_id}`
  expect(problem(await vendor.api('DELETE', customer))).toBe('400 customer_in_use')
  expect(problem(await vendor.api('DELETE', product))).toBe('400 product_in_use')
  await vendor.ok('DELETE', `/invoices/${id}`)
  const deleted = await vendor.api('DELETE', customer)
  expect([deleted.status, deleted.body]).toEqual([204, ''])
  expect((await vendor.api('DELETE', product)).status).toBe(204)
  expect((await vendor.api('GET', customer)).status).toBe(404)
  expect((await vendor.api('GET', product)).status).toBe(404)
})

test.each<[string, object, string]>([
  ['no description', { description: undefined }, 'description'],
  ['a long name', { name: 'x'.repeat(251) }, 'name'],
  ['a type that does not exist', { price: { type: 'FIXED', amount: usd('1') } }, 'price.type'],
  [
    'a number as amount',
    { price: { type: 'ONE_TIME', amount: { amount: 1, currency: 'USD' } } },
    'price.amount.amount',
  ],
  [
    'an unknown currency',
    { price: { type: 'ONE_TIME', amount: { amount: '1', currency: 'ABC' } } },
    'price.amount.currency',
  ],
  [
    'thirteen months',
    { price: { type: 'FIXED_RECURRING', amount: usd('1'), interval_months: 13 } },
    'price.interval_months',
  ],
  ['an unknown pattern', { revenue_pattern: 'MONTHLY' }, 'revenue_pattern'],
])('a product with %s is a violation', async (_what, fields, field) => {
  const vendor = await startVendor()
  const refused = await vendor.api('POST', '/products', productBody(fields))
  expect(problem(refused)).toBe('400 constraint-violation')
  expect(fieldsOf(refused)).toContain(field)
})

test('a product needs a revenue account that exists', async () => {
  const vendor = await startVendor()
  const post = (account_code: string) =>
    vendor.api('POST', '/products', productBody({ account_code }))
  expect(problem(await post('9999'))).toBe('400 account_not_found')
  expect(problem(await post('1000'))).toBe('400 invalid_account')
  await vendor.own('PUT', '/accounts/4000', { status: 'INACTIVE' })
  expect(problem(await post('4000'))).toBe('400 account_inactive')
  expect((await post('4100')).status).toBe(200)
})

test('usage prices keep their tiers, the last one without an end', async () => {
  const vendor = await startVendor()
  const tiers = [{ up_to: 10, flat_price: usd('5') }, { per_unit_price: usd('0.123456') }]
  const billing_scheme = { type: 'TIERED', mode: 'GRADUATED', tiers }
  const price = { type: 'USAGE', interval_months: 1, billing_scheme }
  const id = await vendor.product({ price })
  expect((await vendor.ok('GET', `/products/${id}`)).price).toEqual(price)
})

test('tax rates are read by country, with four decimals in text', async () => {
  const vendor = await startVendor()
  const { tax_rates } = await vendor.ok('GET', '/tax-rates?country=IE')
  expect(tax_rates.map(({ code }: Json) => code)).toEqual(['IE_STANDARD', 'IE_REVERSE_CHARGE'])
  expect(tax_rates[0].percentage).toBe('23.0000')
})

test('the last closed period is absent until books are closed, and again when reopened', async () => {
  const vendor = await startVendor()
  const path = '/books/periods/last-closed'
  expect((await vendor.api('GET', path)).status).toBe(404)
  await vendor.own('POST', '/books/close', { end: '2026-05-31' })
  await vendor.own('POST', '/books/close', { end: '2026-06-30' })
  const period = { start: '2026-06-01', end: '2026-06-30', status: 'CLOSED' }
  expect(await vendor.ok('GET', path)).toMatchObject(period)
  await vendor.own('POST', '/books/reopen')
  expect(await vendor.ok('GET', path)).toMatchObject({ start: '2026-05-01', end: '2026-05-31' })
})

test('fields: values are unique, deleted ones stay deactivated, assignments are checked', async () => {
  const vendor = await startVendor()
  const field = await vendor.ok('POST', '/fields', { name: 'Region', values: [{ name: ' EMEA ' }] })
  expect(field.values[0].name).toBe('EMEA')
  const values = `/fields/${field.id}/values`
  expect((await vendor.api('POST', values, { name: 'EMEA' })).body.detail).toContain(
    'already exists',
  )
  const assigned = { fields: [{ field_id: field.id, field_value_id: field.values[0].id }] }
  await vendor.customer(assigned)
  const gone = await vendor.ok('DELETE', `${values}/${field.values[0].id}`)
  expect(gone.values[0].deactivated).toBe(true)
  const refused = await vendor.api('POST', '/customers', { name: 'B', ...assigned })
  expect(problem(refused)).toBe('400 field_value_not_found')
  const tag = { mandatory: true, display: 'FREE_TAG' }
  const put = await vendor.api('PUT', `/fields/${field.id}`, {
    name: 'R',
    settings: { REVENUE: tag },
  })
  expect(problem(put)).toBe('400 constraint-violation')
})

test('bank accounts are listed under accounts', async () => {
  const vendor = await startVendor()
  const { subsidiaries } = await vendor.ok('GET', '/subsidiaries')
  const body = {
    name: 'Euro',
    currency: 'EUR',
    bank_name: 'Bank',
    subsidiary_id: subsidiaries[0].id,
    account_code: '1010',
  }
  const { id } = await vendor.ok('POST', '/bank-accounts', body)
  const list = await vendor.ok('GET', `/bank-accounts?subsidiary_id=${subsidiaries[0].id}`)
  expect(list.accounts.map(({ name }: Json) => name)).toEqual(['Operating account', 'Euro'])
  const wrong = { ...body, account_code: '4000' }
  expect(problem(await vendor.api('POST', '/bank-accounts', wrong))).toBe('400 invalid_account')
  expect((await vendor.api('DELETE', `/bank-accounts/${id}`)).status).toBe(204)
  expect((await vendor.api('GET', `/bank-accounts/${id}`)).status).toBe(404)
  expect((await vendor.api('GET', `/subsidiaries/${absentId}`)).status).toBe(404)
})
