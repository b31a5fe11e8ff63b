import { expect, test } from 'vitest'
import { address, customer, type Json, primary, startVendor } from './sandbox-sequence-support.ts'

const standard = { name: 'Bob', email: 'bob@acme.test', billingPreference: 'STANDARD' }

test('a list’s items have no contacts and no status; the customer itself has', async () => {
  const { ok } = await startVendor()
  const { id } = await ok('POST', '/customers', customer())
  const [item] = (await ok('GET', '/customers')).items
  expect(Object.keys(item)).not.toContain('contacts')
  expect(Object.keys(item)).not.toContain('status')
  const whole = await ok('GET', `/customers/${id}`)
  expect(whole).toMatchObject({ id, status: 'ACTIVE', taxStatus: 'TAXED', contacts: [primary] })
})

test('PUT replaces all contacts, gives them new ids and needs a PRIMARY one', async () => {
  const { api, ok, set } = await startVendor()
  const made = await ok('POST', '/customers', customer({ contacts: [primary, standard] }))
  const path = `/customers/${made.id}`
  const changed = await ok('PUT', path, customer({ legalName: 'New' }))
  expect(changed.contacts).toHaveLength(1)
  expect(changed.contacts[0].id).not.toBe(made.contacts[0].id)
  expect((await api('PUT', path, customer({ contacts: [] }))).status).toBe(400)
  await set({ contactIdsOnPut: 'keep' })
  expect((await ok('PUT', path, customer())).contacts[0].id).toBe(changed.contacts[0].id)
})

test.each([
  ['billing mail without a PRIMARY', [standard], 400],
  ['two PRIMARY contacts', [primary, { ...primary, email: 'x@acme.test' }], 400],
  ['nobody who gets mail', [{ ...standard, billingPreference: 'NONE' }], 201],
  ['no contact at all', [], 201],
  ['an unknown preference', [{ ...primary, billingPreference: 'MAIN' }], 400],
  ['an address that is no e-mail', [{ ...primary, email: 'ann' }], 400],
])('a new customer with %s is answered as the rule says', async (_name, contacts, status) => {
  const { api } = await startVendor()
  expect((await api('POST', '/customers', customer({ contacts }))).status).toBe(status)
})

test.each([
  ['without a town', { line1: '1', postcode: 'N1', country: 'GB' }],
  ['in an unknown country', { ...address, country: 'XX' }],
  ['in an unknown state', { ...address, country: 'US', state: 'ZZ' }],
])('an address %s is refused', async (_name, wrong) => {
  const { api } = await startVendor()
  expect((await api('POST', '/customers', customer({ address: wrong }))).status).toBe(400)
})

test('integration ids given in a PUT replace the present ones; left out, they stay', async () => {
  const { api, ok, set } = await startVendor()
  const services = (body: Json) => body.integrationIds.map((link: Json) => link.service)
  const xero = { service: 'Xero', id: 'x1' }
  const { id } = await ok('POST', '/customers', customer({ integrationIds: [xero] }))
  const put = (change = {}) => ok('PUT', `/customers/${id}`, customer(change))
  expect(services(await put())).toEqual(['Xero'])
  const rillet = { integrationIds: [{ service: 'Rillet', id: 'r1' }] }
  expect((await put(rillet)).integrationIds).toMatchObject([
    { service: 'Rillet', id: 'r1', isPending: false, lastSynced: expect.any(String) },
  ])
  await set({ integrationIdsOnPut: 'merge' })
  expect(services(await put({ integrationIds: [xero] }))).toEqual(['Rillet', 'Xero'])
  await set({ rilletIntegrationIds: 'refused' })
  expect((await api('PUT', `/customers/${id}`, customer(rillet))).status).toBe(400)
})

test('custom properties are replaced when given and kept when not', async () => {
  const { ok } = await startVendor()
  const { id } = await ok('POST', '/customers', customer({ customProperties: { a: '1', b: '2' } }))
  const put = (change = {}) => ok('PUT', `/customers/${id}`, customer(change))
  expect((await put()).customProperties).toEqual({ a: '1', b: '2' })
  expect((await put({ customProperties: { c: '3' } })).customProperties).toEqual({ c: '3' })
})

test('archiving hides a customer from the list and from new invoices', async () => {
  const { api, ok } = await startVendor()
  const { id } = await ok('POST', '/customers', customer())
  expect((await ok('POST', `/customers/${id}/archive`)).archivedAt).toEqual(expect.any(String))
  expect((await ok('GET', '/customers')).items).toEqual([])
  expect((await ok('GET', '/customers?includeArchived=true')).items).toHaveLength(1)
  expect((await api('POST', '/invoices', { customerId: id, currency: 'GBP' })).status).toBe(400)
})

test('aliases are unique, the id is one too, and by-alias answers the old shape', async () => {
  const { api, ok } = await startVendor()
  const { id } = await ok('POST', '/customers', customer({ customerAliases: ['acme'] }))
  const taken = { customerId: id, value: 'acme' }
  expect((await api('POST', '/customer-aliases', taken)).status).toBe(400)
  for (const alias of ['acme', id]) {
    const old = await ok('GET', `/customers/by-alias/${alias}`)
    expect(old).toMatchObject({ id, email: 'ann@acme.test', billingEmails: ['ann@acme.test'] })
    expect(old).not.toHaveProperty('contacts')
  }
  expect((await ok('GET', `/customers/${id}/aliases`)).items).toMatchObject([{ value: 'acme' }])
})

test('only the alias call replays its first answer for an Idempotency-Key', async () => {
  const { api, ok, set } = await startVendor()
  const { id } = await ok('POST', '/customers', customer())
  const key = { 'idempotency-key': 'k1' }
  const alias = { customerId: id, value: 'one' }
  const first = await api('POST', '/customer-aliases', alias, key)
  const again = await api('POST', '/customer-aliases', alias, key)
  expect(again).toMatchObject({ status: 201, body: first.body })
  await api('POST', '/customers', customer(), key)
  await api('POST', '/customers', customer(), key)
  expect((await ok('GET', '/customers')).items).toHaveLength(3)
  await set({ idempotencyKeys: 'allWrites' })
  const made = await api('POST', '/customers', customer(), { 'idempotency-key': 'k2' })
  const same = await api('POST', '/customers', customer(), { 'idempotency-key': 'k2' })
  expect(same.body.id).toBe(made.body.id)
})

test('contacts of a customer come unpaged, archived ones only when asked', async () => {
  const { api, ok } = await startVendor()
  const made = await ok('POST', '/customers', customer())
  const path = `/customers/${made.id}/contacts`
  const { id } = await ok('POST', path, standard)
  await ok('POST', `${path}/${id}/archive`)
  expect(Object.keys(await ok('GET', path))).toEqual(['items'])
  expect((await ok('GET', path)).items).toHaveLength(1)
  expect((await ok('GET', `${path}?includeArchived=true`)).items).toHaveLength(2)
  expect((await ok('GET', `/customers/${made.id}`)).contacts).toHaveLength(1)
  const last = await api('POST', `${path}/${made.contacts[0].id}/archive`)
  expect(last.status).toBe(200)
})

test('a customer’s tax id is kept apart and shows on its next invoice', async () => {
  const { ok } = await startVendor()
  const { id } = await ok('POST', '/customers', customer())
  const tax = { customerId: id, country: 'GB', taxIdentifier: 'GB123456789' }
  await ok('POST', '/tax-registrations', tax)
  const list = await ok('GET', `/tax-registrations/for-customer/${id}`)
  expect(list.items).toMatchObject([tax])
  const invoice = await ok('POST', '/invoices', { customerId: id, currency: 'GBP' })
  expect(invoice.customerTaxId).toBe('GB123456789')
})

test('a product shows its category by id, the billing product by name', async () => {
  const { api, ok, own } = await startVendor()
  const { id: taxCategoryId } = await own('POST', '/tax-categories', { name: 'Software' })
  const product = await ok('POST', '/products', { name: 'Seats', taxCategoryId })
  expect(product).toMatchObject({ name: 'Seats', taxCategoryId })
  expect((await ok('GET', '/billing-products')).items).toMatchObject([
    { id: product.id, taxCategoryName: 'Software', recognitionMethod: 'STRAIGHT_LINE' },
  ])
  const unknown = { name: 'X', taxCategoryId: product.id }
  const refused = await api('POST', '/products', unknown)
  expect([refused.status, refused.body.error.message]).toEqual([400, 'Tax category invalid'])
})

test('an archived product leaves the list; only the archive’s answer says when', async () => {
  const { ok } = await startVendor()
  const { id } = await ok('POST', '/products', { name: 'Seats' })
  const archived = await ok('POST', `/products/${id}/archive`)
  expect(archived.archivedAt).toEqual(expect.any(String))
  expect(await ok('GET', `/products/${id}`)).not.toHaveProperty('archivedAt')
  expect((await ok('GET', '/products')).items).toEqual([])
})

test('a tax rate is a fraction, or a percentage when switched; each change is a version', async () => {
  const { api, ok, set } = await startVendor()
  const rate = (amount: string) => ({
    name: 'VAT',
    invoiceName: 'VAT',
    invoiceShortName: 'VAT',
    amount,
    country: 'GB',
    isPublished: true,
  })
  const made = await ok('POST', '/tax-rates', rate('0.2'))
  expect((await api('POST', '/tax-rates', rate('20'))).status).toBe(400)
  await set({ taxRateAmount: 'percent' })
  const changed = await ok('PUT', `/tax-rates/${made.id}`, { id: made.id, ...rate('20') })
  expect([made.version, changed.version]).toEqual([1, 2])
  expect(changed.versionId).not.toBe(made.versionId)
})
