import { expect, test } from 'vitest'
import { startVendor, type Vendor } from './sandbox-rillet-support.ts'

const post = (vendor: Vendor, body: object, key = 'k-1') =>
  vendor.api('POST', '/customers', body, { 'idempotency-key': key })
const count = async (vendor: Vendor) => (await vendor.ok('GET', '/customers')).customers.length

test('the same key replays the answer for 24 hours, whatever the body', async () => {
  const vendor = await startVendor()
  const first = await post(vendor, { name: 'A' })
  expect((await post(vendor, { name: 'B' })).body).toEqual(first.body)
  await vendor.advance(24 * 3_600_000 - 60_000)
  expect((await post(vendor, { name: 'A' })).body).toEqual(first.body)
  expect(await count(vendor)).toBe(1)
  await vendor.advance(120_000)
  expect((await post(vendor, { name: 'A' })).body.id).not.toBe(first.body.id)
  expect(await count(vendor)).toBe(2)
})

test('a saved 400 is replayed even when its cause is gone', async () => {
  const vendor = await startVendor()
  const body = { name: 'A', external_references: [{ type: 'netsuite', id: '1' }] }
  const refused = await post(vendor, body)
  expect(refused.status).toBe(400)
  await vendor.own('PUT', '/reference-types/netsuite')
  expect((await post(vendor, body)).body).toEqual(refused.body)
  expect((await post(vendor, body, 'k-2')).status).toBe(200)
})

test('401, 403 and 429 are not saved', async () => {
  const vendor = await startVendor()
  const { token } = await vendor.own('POST', '/keys', { readOnly: true })
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'k-1' }
  expect((await vendor.api('POST', '/customers', { name: 'A' }, headers)).status).toBe(403)
  await vendor.switches({ rateLimitPerMinute: 1 })
  expect((await post(vendor, { name: 'A' })).status).toBe(429)
  await vendor.switches({ rateLimitPerMinute: 60 })
  expect((await post(vendor, { name: 'A' })).status).toBe(200)
})

test('a key belongs to its organization', async () => {
  const vendor = await startVendor()
  const other = await vendor.control('POST', '/organizations', {})
  const first = await post(vendor, { name: 'A' })
  const headers = { authorization: `Bearer ${other.keys[0].token}`, 'idempotency-key': 'k-1' }
  const second = await vendor.api('POST', '/customers', { name: 'A' }, headers)
  expect(second.body.id).not.toBe(first.body.id)
})

test('while the first call runs, the second is 409; one object is made', async () => {
  const vendor = await startVendor()
  await vendor.switches({ latencyMs: 300 })
  const answers = await Promise.all([post(vendor, { name: 'A' }), post(vendor, { name: 'A' })])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(await count(vendor)).toBe(1)
})

test('other methods ignore the key', async () => {
  const vendor = await startVendor()
  const id = await vendor.customer()
  const put = (name: string) =>
    vendor.api('PUT', `/customers/${id}`, { name }, { 'idempotency-key': 'k-9' })
  await put('B')
  expect((await put('C')).body.name).toBe('C')
})

test('the sandbox can forget its keys, ignore them, or compare bodies', async () => {
  const vendor = await startVendor()
  const first = await post(vendor, { name: 'A' })
  await vendor.own('DELETE', '/idempotency-keys')
  expect((await post(vendor, { name: 'A' })).body.id).not.toBe(first.body.id)
  await vendor.switches({ idempotencyBody: 'compared' })
  expect((await post(vendor, { name: 'B' })).status).toBe(400)
  expect((await post(vendor, { name: 'A' })).status).toBe(200)
  expect(await count(vendor)).toBe(2)
  await vendor.switches({ idempotency: 'ignored' })
  await post(vendor, { name: 'A' })
  expect(await count(vendor)).toBe(3)
})
