import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { keyOf, sign } from '../../sandbox/sequence/webhooks.ts'
import {
  accountId,
  customer,
  type Json,
  newDraft,
  type Received,
  startReceiver,
  startVendor,
} from './sandbox-sequence-support.ts'

const secret = 'whsec_0123456789abcdef0123456789ABCDEF'

async function listening(statuses: number[] = [], options = {}, policy = {}) {
  const vendor = await startVendor(options)
  const receiver = await startReceiver(statuses)
  const made = await vendor.ok('POST', '/notifications/policies', {
    name: 'ours',
    channel: 'WEBHOOK',
    recipients: [receiver.url],
    webhookSecret: secret,
    ...policy,
  })
  return { ...vendor, receiver, policy: made, path: `/notifications/policies/${made.id}` }
}

/** What has come, by type, sorted: no order is promised. */
const types = (received: Received[]) => received.map(({ body }) => body.notificationType).toSorted()

function verify({ headers, raw }: Received, key: string | Buffer = secret) {
  const [t = '', s] = String(headers['sequence-signature']).split(',')
  const expected = createHmac('sha256', key)
    .update(`${t.slice(2)}.${raw}`)
    .digest('hex')
  return { valid: s === `s=${expected}`, t: t.slice(2) }
}

describe('policies', () => {
  test('keep a given secret, generate one else, and always show it', async () => {
    const { ok } = await startVendor()
    const asked = { name: 'n', channel: 'WEBHOOK', recipients: ['https://a.test/hook'] }
    const made = await ok('POST', '/notifications/policies', asked)
    expect(made.webhookSecret).toMatch(/^whsec_[A-Za-z0-9]{32}$/)
    const given = { ...asked, webhookSecret: secret }
    expect((await ok('POST', '/notifications/policies', given)).webhookSecret).toBe(secret)
    const read = await ok('GET', `/notifications/policies/${made.id}`)
    const [, listed] = (await ok('GET', '/notifications/policies')).items
    expect([read.webhookSecret, listed.webhookSecret]).toEqual(Array(2).fill(made.webhookSecret))
  })

  test('name what is wrong in a body of their own', async () => {
    const { api } = await startVendor()
    const wrong = { name: 'n', channel: 'WEBHOOK', recipients: ['ann@acme.test'] }
    const { status, body } = await api('POST', '/notifications/policies', wrong)
    expect(status).toBe(400)
    expect(body).toEqual({ errors: [{ key: 'recipients.0', error: expect.any(String) }] })
    const types = { ...wrong, recipients: ['https://a.test'], notificationTypes: ['INVOICE_PAID'] }
    expect((await api('POST', '/notifications/policies', types)).status).toBe(400)
  })

  test('gain and lose recipients and types, and are deleted', async () => {
    const { api, ok, path, receiver } = await listening(
      [],
      {},
      {
        notificationTypes: ['INVOICE_UPDATED'],
      },
    )
    const other = 'https://b.test/hook?x=1'
    const added = await ok('POST', `${path}/recipients`, { recipients: [other] })
    expect(added.recipients).toEqual([receiver.url, other])
    const removed = await ok('DELETE', `${path}/recipients/${encodeURIComponent(other)}`)
    expect(removed.recipients).toEqual([receiver.url])
    const types = { notificationTypes: ['INVOICE_ISSUED'] }
    const more = await ok('POST', `${path}/notification-types`, types)
    expect(more.notificationTypes).toEqual(['INVOICE_UPDATED', 'INVOICE_ISSUED'])
    const fewer = await ok('DELETE', `${path}/notification-types/INVOICE_UPDATED`)
    expect(fewer.notificationTypes).toEqual(['INVOICE_ISSUED'])
    const found = await ok('GET', '/notifications/policies?notificationType=INVOICE_UPDATED')
    expect(found.items).toEqual([])
    await ok('DELETE', path)
    expect((await api('GET', path)).status).toBe(404)
  })
})

describe('events', () => {
  test('each move tells what the digest assumes', async () => {
    const vendor = await listening()
    const { ok, receiver } = vendor
    const expected: string[] = []
    const step = async (act: () => Promise<Json>, ...told: string[]) => {
      const answer = await act()
      expected.push(...told)
      await receiver.count(expected.length)
      expect(types(receiver.received)).toEqual(expected.toSorted())
      return answer
    }
    const post = (path: string, body?: unknown) => () => ok('POST', path, body)
    const { id } = await step(post('/customers', customer()), 'CUSTOMER_CREATED')
    await step(() => ok('PUT', `/customers/${id}`, customer()), 'CUSTOMER_UPDATED')
    const asked = { customerId: id, currency: 'GBP' }
    const invoice = await step(post('/invoices', asked), 'INVOICE_CREATED')
    const path = `/invoices/${invoice.id}`
    await step(post(`${path}/finalize`), 'INVOICE_UPDATED')
    await step(post(`${path}/send`), 'INVOICE_ISSUED', 'INVOICE_UPDATED')
    await step(() => ok('PATCH', `${path}/sent`, { dueDate: '2027-01-01' }), 'INVOICE_UPDATED')
    const paid = { paymentStatus: 'UNCOLLECTIBLE' }
    await step(() => ok('PUT', `${path}/payment-status`, paid), 'INVOICE_UPDATED')
    await step(() => ok('PUT', `${path}/payment-status`, paid))
    await step(post(`${path}/send-payment-reminder`), 'INVOICE_REMINDER_SENT')
    await step(post(`${path}/void`), 'INVOICE_UPDATED')
    const silent = await step(post('/invoices', asked), 'INVOICE_CREATED')
    await step(post(`/invoices/${silent.id}/mark-as-sent`))
    const gone = await step(post('/invoices', asked), 'INVOICE_CREATED')
    await step(() => ok('DELETE', `/invoices/${gone.id}`))
    const note = await step(post('/credit-notes', asked), 'CREDIT_NOTE_CREATED')
    await step(post(`/credit-notes/${note.id}/finalize`), 'CREDIT_NOTE_UPDATED')
    await step(post(`/credit-notes/${note.id}/send`), 'CREDIT_NOTE_ISSUED', 'CREDIT_NOTE_UPDATED')
    await step(post(`/customers/${id}/archive`), 'CUSTOMER_ARCHIVED')
  })

  test('carry the state that the move led to, in the full shape', async () => {
    const vendor = await listening([], {}, { notificationTypes: ['INVOICE_UPDATED'] })
    const { path, id } = await newDraft(vendor)
    await vendor.ok('POST', `${path}/finalize-and-send`)
    await vendor.receiver.count(2)
    const bodies = vendor.receiver.received.map(({ body }) => body)
    const statuses = bodies.map(({ resource }: Json) => resource.status).toSorted()
    expect(statuses).toEqual(['FINAL', 'SENT'])
    const changes = new Set(bodies.map(({ resource }: Json) => resource.updatedAt))
    expect(changes.size).toBe(2)
    const sent = bodies.find(({ resource }: Json) => resource.status === 'SENT')
    expect(sent).toEqual({
      notificationType: 'INVOICE_UPDATED',
      sequenceAccountId: accountId,
      resourceType: 'InvoiceResponse',
      resourceId: id,
      resource: await vendor.ok('GET', path),
    })
  })

  test('read the other way when switched', async () => {
    const vendor = await listening([], {}, { notificationTypes: ['INVOICE_ISSUED'] })
    await vendor.set({
      issuedEventOn: 'finalise',
      webhookResourceType: 'Invoice',
      webhookResourceId: 'different',
    })
    const { path, id } = await newDraft(vendor)
    await vendor.ok('POST', `${path}/finalize`)
    await vendor.receiver.count(1)
    const [{ body } = { body: {} }] = vendor.receiver.received
    expect(body).toMatchObject({ resourceType: 'Invoice', resource: { id, status: 'FINAL' } })
    expect(body.resource).not.toHaveProperty('dueDateSource')
    expect(body.resourceId).not.toBe(id)
  })

  test('go only to the policies of their account that ask for their type', async () => {
    const vendor = await listening([], {}, { notificationTypes: ['CUSTOMER_UPDATED'] })
    const { id } = await vendor.ok('POST', '/customers', customer())
    await vendor.ok('PUT', `/customers/${id}`, customer())
    await vendor.receiver.count(1)
    expect(types(vendor.receiver.received)).toEqual(['CUSTOMER_UPDATED'])
    const { deliveries } = (await vendor.call('GET', '/_sandbox/deliveries')).body
    expect(deliveries).toHaveLength(1)
  })
})

describe('signatures', () => {
  test('are those of the reference’s vector', () => {
    const body =
      '{"notificationType":"INVOICE_ISSUED","sequenceAccountId":"68233908-402a-43b4-8952-1c2ab0ef0b25","resourceType":"InvoiceResponse","resourceId":"6cedbb5e-4f77-4217-b8d4-020e7e4d33c9"}'
    const key = keyOf('whsec_AutoGeneratedSecret01234567890ab', 'wholeSecret')
    expect(sign(key, '1748866120822', body)).toBe(
      'a026f0a084c8ae8c1746d9b10621cbd9fa3588bff9253a99515ef295018bde8a',
    )
  })

  test('cover the raw body and the time of delivery in milliseconds', async () => {
    const vendor = await listening()
    await vendor.ok('POST', '/customers', customer())
    await vendor.receiver.count(1)
    const [first] = vendor.receiver.received
    const { valid, t } = verify(first as Received)
    expect([valid, t.length]).toEqual([true, 13])
    const flipped = { ...(first as Received), raw: `${first?.raw} ` }
    expect(verify(flipped).valid).toBe(false)
  })

  test.each([
    ['withoutPrefix', Buffer.from(secret.slice(6))],
    ['base64', Buffer.from(secret.slice(6), 'base64')],
  ])('can be keyed %s, and timed in seconds', async (webhookKey, key) => {
    const vendor = await listening()
    await vendor.set({ webhookKey, webhookTimestamp: 'seconds' })
    await vendor.ok('POST', '/customers', customer())
    await vendor.receiver.count(1)
    const { valid, t } = verify(vendor.receiver.received[0] as Received, key)
    expect([valid, t.length]).toEqual([true, 10])
  })
})

describe('delivery', () => {
  test('is tried five times over about an hour, signed anew each time', async () => {
    const vendor = await listening([500, 404, 302, 503, 500], { timeScale: 100_000 })
    await vendor.ok('POST', '/customers', customer())
    await vendor.receiver.count(5)
    const times = vendor.receiver.received.map((one) => verify(one))
    expect(times.every(({ valid }) => valid)).toBe(true)
    expect(new Set(times.map(({ t }) => t)).size).toBe(5)
    expect(new Set(vendor.receiver.received.map(({ raw }) => raw)).size).toBe(1)
    await expect
      .poll(async () => (await vendor.call('GET', '/_sandbox/deliveries')).body.deliveries)
      .toMatchObject([{ state: 'failed', attempts: { length: 5 } }])
  })

  test('waits longer after each failure: 1, 5, 14 and 40 minutes', async () => {
    const vendor = await listening([500, 500, 500, 500, 500])
    await vendor.clock('2026-05-10T12:00:00Z')
    await vendor.ok('POST', '/customers', customer())
    const pauses: number[] = []
    for (let tries = 1; tries < 5; tries += 1) {
      await vendor.receiver.count(tries)
      const { deliveries } = await expect
        .poll(async () => (await vendor.call('GET', '/_sandbox/deliveries')).body)
        .toMatchObject({ deliveries: [{ attempts: { length: tries } }] })
        .then(async () => (await vendor.call('GET', '/_sandbox/deliveries')).body)
      const [{ attempts, dueAtMs }] = deliveries
      pauses.push(Math.round((dueAtMs - Date.parse(attempts.at(-1).at)) / 60_000))
      await vendor.clock(new Date(dueAtMs).toISOString())
    }
    await vendor.receiver.count(5)
    expect(pauses).toEqual([1, 5, 14, 40])
  })

  test('stops at the first 2xx', async () => {
    const vendor = await listening([500, 202], { timeScale: 100_000 })
    await vendor.ok('POST', '/customers', customer())
    await vendor.receiver.count(2)
    await expect
      .poll(async () => (await vendor.call('GET', '/_sandbox/deliveries')).body.deliveries)
      .toMatchObject([{ state: 'delivered', attempts: [{ status: 500 }, { status: 202 }] }])
  })

  test('of a deleted policy ends', async () => {
    const vendor = await listening([500])
    await vendor.ok('POST', '/customers', customer())
    await vendor.receiver.count(1)
    await vendor.ok('DELETE', vendor.path)
    await expect
      .poll(async () => {
        await vendor.call('POST', '/_sandbox/deliveries/flush')
        return (await vendor.call('GET', '/_sandbox/deliveries')).body.deliveries
      })
      .toMatchObject([{ state: 'cancelled' }])
    expect(vendor.receiver.received).toHaveLength(1)
  })

  test('can be doubled and dropped on demand', async () => {
    const vendor = await listening()
    const fault = (kind: string) =>
      vendor.call('POST', '/_sandbox/faults', { kind, match: { path: 'CUSTOMER_CREATED' } })
    await fault('webhook_drop')
    await vendor.ok('POST', '/customers', customer())
    await fault('webhook_duplicate')
    await vendor.ok('POST', '/customers', customer())
    await vendor.receiver.count(2)
    const ids = vendor.receiver.received.map(({ body }) => body.resource.id)
    expect(new Set(ids).size).toBe(1)
  })
})
