import { expect, test } from 'vitest'
import {
  createInvoice,
  external,
  organizationId,
  startReceiver,
  startVendor,
  type Vendor,
} from './sandbox-rillet-support.ts'

const app = `/app/${organizationId}`

/** Sends a form as a browser does and gives the page that it leads to. */
async function submit(vendor: Vendor, path: string, fields: Record<string, string> = {}) {
  const response = await fetch(`${vendor.url}${app}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  })
  return { status: response.status, text: await response.text() }
}
const page = async (vendor: Vendor, path: string) => String((await vendor.call('GET', path)).body)

test('every page answers, safely escaped, and loads nothing from elsewhere', async () => {
  const vendor = await startVendor()
  const body = await external(vendor, { customer_id: await vendor.customer({ name: '<b>"Acme"' }) })
  const invoice = await vendor.ok('POST', '/invoices', body)
  const paths = [
    '/',
    `${app}/invoices`,
    `${app}/invoices/${invoice.id}`,
    `${app}/customers`,
    `${app}/customers/${invoice.customer_id}`,
    `${app}/products`,
    `${app}/products/${invoice.items[0].product_id}`,
    `${app}/payments`,
    `${app}/settings`,
  ]
  for (const path of paths) {
    const { status, headers, body: text } = await vendor.call('GET', path)
    expect([path, status, headers.get('content-type')]).toEqual([
      path,
      200,
      'text/html; charset=utf-8',
    ])
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).not.toContain('<b>')
    expect(text).not.toContain('<script')
  }
  expect(await page(vendor, `${app}/customers`)).toContain('&lt;b&gt;&quot;Acme&quot;')
})

test('a person records, clears and deletes payments; the amount due is filled in', async () => {
  const vendor = await startVendor()
  const receiver = await startReceiver()
  const { id } = await createInvoice(vendor)
  const events = ['INVOICE/PAYMENT_UPDATED']
  await vendor.control('POST', '/webhooks', { organizationId, url: receiver.url, events })
  expect(await page(vendor, `${app}/invoices/${id}`)).toContain(
    'name="amount" type="text" value="100.00"',
  )

  const form = { amount: '40', date: '2026-09-15', account_code: '1000' }
  const recorded = await submit(vendor, `/invoices/${id}/payments`, form)
  expect(recorded.text).toContain('Payment of 40 USD recorded.')
  expect(recorded.text).toContain('PARTIALLY_PAID')
  const [payment] = (await vendor.ok('GET', `/invoices/${id}/payments`)).payments
  expect((await submit(vendor, `/payments/${payment.id}/clear`)).text).toContain('SUCCESSFUL')
  const refused = await submit(vendor, `/payments/${payment.id}/delete`)
  expect(refused.text).toContain('A SUCCESSFUL payment cannot be changed or deleted.')
  expect(refused.text).toContain('role="alert"')
  await receiver.take(2)

  await submit(vendor, `/invoices/${id}/payments`, { ...form, amount: '60' })
  const [, second] = (await vendor.ok('GET', `/invoices/${id}/payments`)).payments
  expect((await submit(vendor, `/payments/${second.id}/delete`)).text).toContain('60.00 USD')
  await receiver.take(4)
  expect(
    (await submit(vendor, `/invoices/${id}/payments`, { ...form, amount: '60.001' })).text,
  ).toContain('must not have more than 2 decimals')
})

test('a person moves the due date of any scope, and deletes an invoice', async () => {
  const vendor = await startVendor()
  await vendor.control('PUT', '/clock', { now: '2026-09-01T12:00:00Z' })
  const dates = { invoice_date: '2026-09-01', due_date: '2026-12-24' }
  for (const scope of ['REVENUE_RECOGNITION_ONLY', 'AR_ONLY']) {
    const before = await createInvoice(vendor, { scope })
    await submit(vendor, `/invoices/${before.id}/dates`, dates)
    const after = await vendor.ok('GET', `/invoices/${before.id}`)
    expect(after).toEqual({
      ...before,
      due_date: '2026-12-24',
      payment_terms: 114,
      updated_at: after.updated_at,
    })
    expect((await submit(vendor, `/invoices/${before.id}/delete`)).text).toContain('SEQ-1 deleted')
    expect((await vendor.api('GET', `/invoices/${before.id}`)).status).toBe(404)
  }
})

test('settings make and revoke keys, add types, set webhooks, close and reopen books', async () => {
  const vendor = await startVendor()
  const made = await submit(vendor, '/settings/keys', { name: 'Read', readOnly: 'on' })
  const token = /API key: (\w+)/.exec(made.text)?.[1]
  const headers = { authorization: `Bearer ${token}` }
  expect((await vendor.api('GET', '/api-key', undefined, headers)).body.read_only).toBe(true)
  const { keys } = await vendor.own('GET', '')
  await submit(vendor, `/settings/keys/${keys[1].id}/revoke`)
  expect((await vendor.api('GET', '/api-key', undefined, headers)).status).toBe(401)

  await submit(vendor, '/settings/reference-types', { slug: 'netsuite', restricted: 'on' })
  await submit(vendor, '/settings/reference-types/sequencehq/remove')
  expect((await vendor.own('GET', '')).referenceTypes).toEqual([
    { slug: 'netsuite', restricted: true },
  ])

  const hook = { name: 'Ours', url: 'https://example.com/hook', 'INVOICE/DELETED': 'on' }
  expect((await submit(vendor, '/settings/webhooks', hook)).text).toContain('Signing token:')
  const [webhook] = (await vendor.own('GET', '')).webhooks
  expect(webhook).toMatchObject({ enabled: true, events: ['INVOICE/DELETED'] })
  await submit(vendor, `/settings/webhooks/${webhook.id}/toggle`)
  await submit(vendor, `/settings/webhooks/${webhook.id}/regenerate`)
  const [changed] = (await vendor.own('GET', '')).webhooks
  expect(changed.enabled).toBe(false)
  expect(changed.token).not.toBe(webhook.token)

  await submit(vendor, '/settings/books/close', { end: '2026-08-31' })
  expect((await vendor.ok('GET', '/books/periods/last-closed')).end).toBe('2026-08-31')
  await submit(vendor, '/settings/books/reopen')
  expect((await vendor.api('GET', '/books/periods/last-closed')).status).toBe(404)
})

test('an unknown organization or invoice is a readable 404', async () => {
  const vendor = await startVendor()
  for (const path of ['/app/nobody/invoices', `${app}/invoices/nothing`]) {
    const { status, body } = await vendor.call('GET', path)
    expect([status, String(body).includes('was not found')]).toEqual([404, true])
  }
})

test('a form on somebody else’s page is refused', async () => {
  const vendor = await startVendor()
  const { id } = await createInvoice(vendor)
  const headers = { 'sec-fetch-site': 'cross-site' }
  const refused = await vendor.call('POST', `${app}/invoices/${id}/delete`, undefined, headers)
  expect(refused.status).toBe(403)
  expect((await vendor.api('GET', `/invoices/${id}`)).status).toBe(200)
})
