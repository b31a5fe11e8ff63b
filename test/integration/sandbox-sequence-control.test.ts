import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  accountId,
  customer,
  type Json,
  line,
  newDraft,
  startReceiver,
  startVendor,
  type Vendor,
} from './sandbox-sequence-support.ts'

test('a whole draft is made in one call, with amounts that need not follow', async () => {
  const vendor = await startVendor()
  const { ok } = vendor
  const { id: productId } = await ok('POST', '/products', { name: 'Seats' })
  const free = line({ productId, netTotal: '90', totalTax: '17.99' })
  const groups = [{ title: 'Plan', lines: [free] }]
  const { path } = await newDraft(vendor, { groups, purchaseOrderNumber: 'PO1', memo: 'Hello' })
  const invoice = await ok('GET', path)
  expect(invoice).toMatchObject({
    netTotal: '90.00',
    totalTax: '17.99',
    grossTotal: '107.99',
    purchaseOrderNumber: 'PO1',
    memo: 'Hello',
  })
  const [shown] = (await ok('GET', `${path}/line-items`)).items
  expect(shown).toMatchObject({ productId, quantity: '2', rate: '50', netTotal: '90.00' })
})

test('a whole draft with one wrong line is not made at all', async () => {
  const vendor = await startVendor()
  const { id: customerId } = await vendor.ok('POST', '/customers', customer())
  const lines = [line(), line({ priceId: customerId })]
  const answer = await vendor.draft({ customerId, currency: 'GBP', lines })
  expect(answer.error).toContain('was not found')
  expect((await vendor.ok('GET', '/invoices')).items).toEqual([])
})

test('a line can be put on an invoice of any status, a tax category made twice refused', async () => {
  const vendor = await startVendor()
  const { id, path } = await newDraft(vendor)
  await vendor.ok('POST', `${path}/finalize`)
  await vendor.own('POST', `/invoices/${id}/line-items`, line({ title: 'Late', taxRate: '0' }))
  expect((await vendor.ok('GET', path)).netTotal).toBe('200.00')
  const category = await vendor.own('POST', '/tax-categories', { name: 'A' })
  expect(await vendor.own('POST', '/tax-categories', category)).toHaveProperty('error')
})

test('the ledger shows every account with its invoices and payments, and no secret', async () => {
  const vendor = await startVendor()
  const { id, path } = await newDraft(vendor)
  await vendor.call('POST', '/_sandbox/accounts', { companyName: 'Second' })
  await vendor.ok('POST', `${path}/finalize`)
  await vendor.ok('PUT', `${path}/payment-status`, { paymentStatus: 'PAID' })
  const { body } = await vendor.call('GET', '/_sandbox/ledger')
  expect(body.accounts).toHaveLength(2)
  expect(body.accounts[0]).toMatchObject({
    id: accountId,
    invoices: [{ id, grossTotal: '120.00', groups: [{}], lines: [{ netTotal: '100.00' }] }],
    payments: [{ invoiceId: id, currency: 'GBP', amount: '120.00', origin: 'MANUAL' }],
  })
  expect(JSON.stringify(body)).not.toContain('ecret')
})

test('an account gets the id and the key that it is given', async () => {
  const { call } = await startVendor()
  const given = {
    id: '01941f29-7c00-756b-bec8-eea2bef61600',
    companyName: 'Second',
    clientId: 'c',
    clientSecret: 's',
  }
  expect(await call('POST', '/_sandbox/accounts', given)).toMatchObject({
    status: 201,
    body: given,
  })
  expect((await call('POST', '/_sandbox/accounts', given)).status).toBe(400)
})

test('an event of one’s own making goes out like any other', async () => {
  const vendor = await startVendor()
  const receiver = await startReceiver()
  const recipients = [receiver.url]
  await vendor.ok('POST', '/notifications/policies', { name: 'n', channel: 'WEBHOOK', recipients })
  const event = { notificationType: 'QUOTE_SIGNED', resourceType: 'Quote', resource: { id: 'q1' } }
  await vendor.call('POST', '/_sandbox/webhooks', { accountId, ...event })
  await receiver.count(1)
  expect(receiver.received[0]?.body).toMatchObject({ ...event, resourceId: 'q1' })
})

test('faults hit the API: an error in its stead, or an answer lost after the deed', async () => {
  const { api, call, ok } = await startVendor()
  const fault = (body: unknown) => call('POST', '/_sandbox/faults', body)
  await fault({ kind: 'status', status: 500, match: { method: 'GET', path: '/api/customers' } })
  expect((await api('GET', '/customers')).status).toBe(500)
  await fault({ kind: 'commit_then_reset', match: { method: 'POST', path: '/api/customers' } })
  await expect(api('POST', '/customers', customer())).rejects.toThrow('fetch failed')
  expect((await ok('GET', '/customers')).items).toHaveLength(1)
})

test('requests are kept, without the key', async () => {
  const { ok, call } = await startVendor()
  await ok('POST', '/customers', customer())
  const { requests } = (await call('GET', '/_sandbox/requests?path=/api')).body
  expect(requests).toMatchObject([{ method: 'POST', path: '/api/customers', status: 201 }])
  expect(requests[0].headers).not.toHaveProperty('authorization')
})

test('an unknown switch or value is refused', async () => {
  const { set } = await startVendor()
  expect((await set({ missing: '418' })).status).toBe(400)
  expect((await set({ sunshine: true })).status).toBe(400)
})

test('the state, numbers and all, outlives a restart; a reset forgets it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-sequence-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const dataFile = join(folder, 'state.json')
  const finalize = async (vendor: Vendor) => {
    const { path } = await newDraft(vendor)
    return (await vendor.ok('POST', `${path}/finalize`)).invoiceNumber
  }
  const before = await startVendor({ dataFile })
  expect(await finalize(before)).toBe('SEQ-0001')
  await before.close()

  const after = await startVendor({ dataFile })
  expect((await after.ok('GET', '/invoices')).items).toHaveLength(1)
  expect(await finalize(after)).toBe('SEQ-0002')
  await after.call('POST', '/_sandbox/reset')
  expect((await after.ok('GET', '/invoices')).items).toEqual([])
  expect(await finalize(after)).toBe('SEQ-0001')
})

test('people move an invoice by the pages’ buttons, and are told what cannot be', async () => {
  const vendor = await startVendor()
  const { id, path } = await newDraft(vendor)
  const page = `/app/${accountId}/invoices/${id}`
  const press = async (button: string, fields = {}) => {
    const answer = await fetch(`${vendor.url}${page}/${button}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    })
    return { url: answer.url, text: await answer.text() }
  }
  expect((await vendor.call('GET', page)).body).toContain('Finalize and send')
  expect((await press('finalize')).text).toContain('Finalized.')
  expect((await press('finalize')).text).toContain('cannot finalize while the status is FINAL')
  await press('send')
  await press('due-date', { dueDate: '2027-03-01' })
  await press('payment-status', { paymentStatus: 'PAID' })
  expect(await vendor.ok('GET', path)).toMatchObject({
    status: 'SENT',
    dueDate: '2027-03-01',
    paymentStatus: 'PAID',
  })
  const { items } = await vendor.ok('GET', `/activity-logs?activityLogObjectEntityId=${id}&limit=1`)
  expect(items.map((item: Json) => item.origin)).toEqual(['DASHBOARD'])
})

test('people edit a customer on its page; markup in names stays text', async () => {
  const vendor = await startVendor()
  const { id } = await vendor.ok('POST', '/customers', customer())
  const page = `${vendor.url}/app/${accountId}/customers/${id}`
  const fields = {
    legalName: '<b>Acme</b>',
    taxStatus: 'TAX_EXEMPT',
    line1: '2 Low Street',
    line2: '',
    town: 'Leeds',
    state: '',
    postcode: 'LS1',
    country: 'GB',
    contactName: 'Eve',
    contactEmail: 'eve@acme.test',
  }
  const save = (change = {}) =>
    fetch(page, { method: 'POST', body: new URLSearchParams({ ...fields, ...change }) })
  expect(await (await save()).text()).toContain('&lt;b&gt;Acme')
  expect(await vendor.ok('GET', `/customers/${id}`)).toMatchObject({
    taxStatus: 'TAX_EXEMPT',
    address: { town: 'Leeds' },
    contacts: [{ name: 'Eve', billingPreference: 'PRIMARY' }],
  })
  expect(await (await save({ country: 'XX' })).text()).toContain('unknown country')
})

test('every page opens, and an unknown account or invoice is said in words', async () => {
  const vendor = await startVendor()
  await newDraft(vendor)
  const pages = ['customers', 'products', 'invoices', 'credit-notes', 'webhooks']
  const addresses = ['/', ...pages.map((page) => `/app/${accountId}/${page}`)]
  for (const address of addresses) expect((await vendor.call('GET', address)).status).toBe(200)
  const unknown = await vendor.call('GET', `/app/${accountId}/invoices/none`)
  expect([unknown.status, unknown.body]).toEqual([404, expect.stringContaining('was not found')])
  expect((await vendor.call('GET', '/app/none/invoices')).status).toBe(404)
})
