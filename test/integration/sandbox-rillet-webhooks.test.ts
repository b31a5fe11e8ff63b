import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { sign } from '../../sandbox/rillet/webhooks.ts'
import {
  createInvoice,
  organizationId,
  payment,
  type Received,
  startReceiver,
  startVendor,
  type Vendor,
} from './sandbox-rillet-support.ts'

const hook = (vendor: Vendor, url: string, fields: object = {}) =>
  vendor.control('POST', '/webhooks', { organizationId, name: 'Ours', url, ...fields })

const nameOf = ({ headers }: Received) =>
  [headers['x-rillet-entity'], headers['x-rillet-event']].join(' ')
const messageOf = ({ headers, body }: Received) =>
  ['timestamp', 'id', 'entity', 'event'].map((name) => headers[`x-rillet-${name}`]).join('.') +
  `.${body}`

/** Waits until no delivery is left to be made. */
async function settled(vendor: Vendor) {
  for (;;) {
    const { deliveries } = await vendor.control('GET', '/deliveries')
    if (deliveries.every(({ state }: { state: string }) => state !== 'pending')) return deliveries
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

test('the reference’s test vector is signed as it says, by either key', () => {
  const token = 'c2VxdWVuY2UtcmlsbGV0LXdlYmhvb2stdGVzdC1rZXk='
  const message =
    '2026-09-01T10:15:30Z.0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b.INVOICE.DELETED.' +
    '"0199a1b2-0000-7000-8000-000000000001"'
  expect(sign(token, message, 'decoded')).toBe('IemPE5mFfY5sMbN4JCyQTdargpYa7TWizE+DIh1TZOo=')
  expect(sign(token, message, 'raw')).toBe('gOW3JlIaSFHM3l8FLo9PdYtAyyUs5SiTXOpc2lzEmus=')
})

test('an invoice’s life arrives signed: created, paid, updated, deleted', async () => {
  const vendor = await startVendor()
  const receiver = await startReceiver()
  const { token } = await hook(vendor, receiver.url)
  const { id } = await createInvoice(vendor)
  const [created] = await receiver.take(1)
  const { id: paymentId } = await vendor.ok('POST', `/invoices/${id}/payments`, payment('100.00'))
  const [, paid] = await receiver.take(2)
  await vendor.control('POST', `/payments/${paymentId}/fail`)
  await receiver.take(3)
  await vendor.ok('PUT', `/invoices/${id}/sent-status`, { sent: true })
  await receiver.take(4)
  await vendor.ok('DELETE', `/invoices/${id}`)
  const all = await receiver.take(5)

  expect(all.map(nameOf)).toEqual([
    'INVOICE CREATED',
    'INVOICE PAYMENT_UPDATED',
    'INVOICE PAYMENT_UPDATED',
    'INVOICE UPDATED',
    'INVOICE DELETED',
  ])
  expect(JSON.parse(created?.body ?? '')).toMatchObject({ id, status: 'UNPAID' })
  expect(JSON.parse(paid?.body ?? '')).toMatchObject({ id, status: 'PAID' })
  expect(JSON.parse(all[4]?.body ?? '')).toBe(id)
  for (const delivery of all) {
    const key = Buffer.from(token, 'base64')
    const expected = createHmac('sha256', key).update(messageOf(delivery)).digest('base64')
    expect(delivery.headers['x-rillet-signature']).toBe(expected)
  }
  expect(new Set(all.map(({ headers }) => headers['x-rillet-id'])).size).toBe(5)
})

test('each webhook gets what it is ticked for, of its own organization', async () => {
  const vendor = await startVendor()
  const [customers, invoices] = [await startReceiver(), await startReceiver()]
  await hook(vendor, customers.url, { events: ['CUSTOMER'] })
  await hook(vendor, invoices.url, { events: ['invoice.deleted', 'payment.updated'] })
  const other = await vendor.control('POST', '/organizations', {})
  const authorization = `Bearer ${other.keys[0].token}`
  await vendor.api('POST', '/customers', { name: 'Elsewhere' }, { authorization })
  const { id, customer_id } = await createInvoice(vendor)
  await vendor.ok('PUT', `/customers/${customer_id}`, { name: 'B' })
  await vendor.ok('DELETE', `/invoices/${id}`)
  await vendor.ok('DELETE', `/customers/${customer_id}`)
  await settled(vendor)
  expect(customers.received.map(nameOf).sort()).toEqual([
    'CUSTOMER CREATED',
    'CUSTOMER DELETED',
    'CUSTOMER UPDATED',
  ])
  expect(invoices.received.map(nameOf)).toEqual(['INVOICE DELETED'])
})

test('a failing receiver is tried 15 times in five groups, then the webhook is disabled', async () => {
  const vendor = await startVendor()
  let failing = true
  const receiver = await startReceiver(() => (failing ? 500 : 204))
  const { id: webhookId } = await hook(vendor, receiver.url)
  await createInvoice(vendor)
  const pausesMs = [1, 1, 60, 1, 1, 300, 1, 1, 900, 1, 1, 3_600, 1, 1].map(
    (seconds) => seconds * 1_000,
  )
  for (const [at, ms] of pausesMs.entries()) {
    const { attempts, dueAtMs } = await attempted(vendor, at + 1)
    const last = attempts[at]
    const pauseMs = dueAtMs - Date.parse(last.at) - last.durationMs
    expect(pauseMs).toBeGreaterThanOrEqual(ms - 2)
    expect(pauseMs).toBeLessThan(ms + 500)
    await vendor.advance(ms)
  }
  await receiver.take(15)
  const [delivery] = await settled(vendor)
  expect(delivery).toMatchObject({ state: 'failed', label: 'INVOICE/CREATED' })
  expect(delivery.attempts).toHaveLength(15)
  const ids = receiver.received.map(({ headers }) => headers['x-rillet-id'])
  expect(new Set(ids).size).toBe(1)
  const instants = receiver.received.map(({ headers }) => headers['x-rillet-timestamp'])
  expect(new Set(instants).size).toBe(15)

  failing = false
  await createInvoice(vendor)
  expect((await vendor.control('GET', '/webhooks')).webhooks[0].enabled).toBe(false)
  await vendor.control('POST', `/webhooks/${webhookId}/enable`)
  await createInvoice(vendor)
  await receiver.take(16)
  expect(await settled(vendor)).toHaveLength(2)
})

/** The only delivery, once that many attempts are in its log. */
async function attempted(vendor: Vendor, count: number) {
  for (;;) {
    const { deliveries } = await vendor.control('GET', '/deliveries')
    if (deliveries[0].attempts.length === count) return deliveries[0]
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

test('a regenerated token signs at once', async () => {
  const vendor = await startVendor()
  const receiver = await startReceiver()
  const before = await hook(vendor, receiver.url, { token: 'c2VjcmV0' })
  expect(before.token).toBe('c2VjcmV0')
  const after = await vendor.control('POST', `/webhooks/${before.id}/regenerate`)
  await createInvoice(vendor)
  const [delivery] = await receiver.take(1)
  if (delivery === undefined) throw new Error('nothing arrived')
  const signature = delivery.headers['x-rillet-signature']
  expect(signature).toBe(sign(after.token, messageOf(delivery), 'decoded'))
  expect(signature).not.toBe(sign(before.token, messageOf(delivery), 'decoded'))
})

test('five webhooks at most', async () => {
  const vendor = await startVendor()
  for (let count = 0; count < 5; count += 1) await hook(vendor, 'https://example.com')
  const sixth = { organizationId, url: 'https://example.com' }
  expect((await vendor.call('POST', '/_sandbox/webhooks', sixth)).status).toBe(400)
})

test('readings of names, bodies, key and signatures are switches', async () => {
  const vendor = await startVendor()
  const receiver = await startReceiver()
  const { id: webhookId, token } = await hook(vendor, receiver.url)
  await vendor.control('POST', `/webhooks/${webhookId}/regenerate`)
  const { id } = await createInvoice(vendor)
  await receiver.take(1)
  const arrives = async (switches: object, act: () => Promise<unknown>) => {
    await vendor.switches(switches)
    const before = receiver.received.length
    await act()
    return (await receiver.take(before + 1))[before]
  }
  const pay = () => vendor.ok('POST', `/invoices/${id}/payments`, payment('1.00'))

  const kebab = await arrives({ webhookNames: 'kebab' }, pay)
  expect(kebab && nameOf(kebab)).toBe('invoice payment-updated')
  const flat = await arrives({ webhookNames: 'dotted', webhookPaymentForm: 'payment' }, pay)
  expect(flat && nameOf(flat)).toBe('payment updated')
  expect(JSON.parse(flat?.body ?? '')).toMatchObject({ invoice_id: id, status: 'UNCLEARED' })
  const own = { webhookNames: 'upper', webhookPaymentForm: 'invoicePayment' }
  const named = await arrives(own, pay)
  expect(named && nameOf(named)).toBe('INVOICE_PAYMENT UPDATED')

  const several = { webhookSignatures: 'several', webhookKey: 'raw', webhookPaymentForm: 'invoice' }
  const signed = await arrives(several, pay)
  if (signed === undefined) throw new Error('nothing arrived')
  const signatures = String(signed.headers['x-rillet-signature']).split(',')
  expect(signatures).toHaveLength(2)
  expect(signatures[0]).toBe(sign(token, messageOf(signed), 'raw'))

  const other = await createInvoice(vendor)
  await receiver.take(6)
  const bare = await arrives({ webhookDeletedBody: 'text' }, () =>
    vendor.ok('DELETE', `/invoices/${other.id}`),
  )
  expect(bare?.body).toBe(other.id)
})

test('a payment may fire UPDATED as well, and own writes may stay silent', async () => {
  const vendor = await startVendor()
  const receiver = await startReceiver()
  await hook(vendor, receiver.url)
  await vendor.switches({ ownWritesEcho: 'off', paymentAlsoFiresUpdated: 'on' })
  const { id } = await createInvoice(vendor)
  const { id: paymentId } = await vendor.ok('POST', `/invoices/${id}/payments`, payment('1.00'))
  expect(await settled(vendor)).toEqual([])
  await vendor.control('POST', `/payments/${paymentId}/clear`)
  const both = await receiver.take(2)
  expect(both.map(nameOf).sort()).toEqual(['INVOICE PAYMENT_UPDATED', 'INVOICE UPDATED'])
})

test('deliveries are duplicated, dropped, delayed and reordered on demand', async () => {
  const vendor = await startVendor()
  const receiver = await startReceiver()
  await hook(vendor, receiver.url)
  const pay = async (id: string) => vendor.ok('POST', `/invoices/${id}/payments`, payment('1.00'))
  const { id } = await createInvoice(vendor)
  await receiver.take(1)

  await vendor.fault({ kind: 'webhook_duplicate', match: { path: 'INVOICE/PAYMENT_UPDATED' } })
  await pay(id)
  const [, first, second] = await receiver.take(3)
  expect(second?.body).toBe(first?.body)
  expect(second?.headers['x-rillet-id']).toBe(first?.headers['x-rillet-id'])

  await vendor.fault({ kind: 'webhook_drop' })
  await pay(id)
  await vendor.fault({ kind: 'webhook_delay', ms: 60_000 })
  await pay(id)
  await pay(id)
  const arrived = (await receiver.take(4))[3]
  expect(JSON.parse(arrived?.body ?? '').amount_due.amount).toBe('96.00')
  await vendor.advance(60_001)
  expect(JSON.parse((await receiver.take(5))[4]?.body ?? '').amount_due.amount).toBe('97.00')

  await vendor.fault({ kind: 'webhook_reorder', ms: 3_600_000 })
  await pay(id)
  await pay(id)
  const [later, earlier] = (await receiver.take(7)).slice(5)
  expect(JSON.parse(later?.body ?? '').amount_due.amount).toBe('94.00')
  expect(JSON.parse(earlier?.body ?? '').amount_due.amount).toBe('95.00')

  const deliveries = await settled(vendor)
  expect(deliveries.filter(({ state }: { state: string }) => state === 'dropped')).toHaveLength(1)
  await vendor.control('POST', `/deliveries/${deliveries[0].id}/resend`)
  expect((await receiver.take(8))[7]?.headers['x-rillet-id']).toBe(deliveries[0].eventId)
})
