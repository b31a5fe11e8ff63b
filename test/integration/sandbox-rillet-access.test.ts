import { expect, test } from 'vitest'
import { absentId, fieldsOf, problem, startVendor } from './sandbox-rillet-support.ts'

test('health needs no key, everything else does', async () => {
  const vendor = await startVendor()
  expect((await vendor.call('GET', '/health')).status).toBe(200)
  expect(problem(await vendor.call('GET', '/api-key'))).toBe('401 unauthorized')
  expect(
    problem(await vendor.api('GET', '/api-key', undefined, { authorization: 'Bearer x' })),
  ).toBe('401 unauthorized')
  expect((await vendor.ok('GET', '/api-key')).read_only).toBe(false)
})

test('a key opens its own organization only', async () => {
  const vendor = await startVendor()
  const other = await vendor.control('POST', '/organizations', {
    trade_name: 'Other',
    currency: 'EUR',
  })
  const authorization = `Bearer ${other.keys[0].token}`
  const self = await vendor.api('GET', '/organizations/self', undefined, { authorization })
  expect(self.body).toMatchObject({ id: other.id, trade_name: 'Other', currency: 'EUR' })
  const path = `/customers/${await vendor.customer()}`
  expect((await vendor.api('GET', path)).status).toBe(200)
  expect((await vendor.api('GET', path, undefined, { authorization })).status).toBe(404)
})

test('a read-only key reads; a revoked key does nothing', async () => {
  const vendor = await startVendor()
  const key = await vendor.own('POST', '/keys', { readOnly: true })
  const authorization = `Bearer ${key.token}`
  expect((await vendor.api('GET', '/customers', undefined, { authorization })).status).toBe(200)
  const write = await vendor.api('POST', '/customers', { name: 'A' }, { authorization })
  expect(problem(write)).toBe('403 forbidden')
  await vendor.own('DELETE', `/keys/${key.id}`)
  expect((await vendor.api('GET', '/customers', undefined, { authorization })).status).toBe(401)
})

test('versions 1 to 4 and none are served, another is refused', async () => {
  const vendor = await startVendor()
  const ask = (version: string) =>
    vendor.api('GET', '/api-key', undefined, { 'x-rillet-api-version': version })
  expect((await vendor.api('GET', '/api-key')).status).toBe(200)
  for (const version of ['1', '2', '3', '4']) expect((await ask(version)).status).toBe(200)
  expect(problem(await ask('5'))).toBe('400 constraint-violation')
  await vendor.switches({ unsupportedVersion: 'ignored' })
  expect((await ask('5')).status).toBe(200)
})

test('60 calls in any rolling minute and organization, then 429 with Retry-After', async () => {
  const vendor = await startVendor()
  const second = await vendor.own('POST', '/keys', {})
  const statuses: number[] = []
  for (let call = 0; call < 30; call += 1)
    statuses.push((await vendor.api('GET', '/accounts')).status)
  await vendor.advance(30_000)
  for (let call = 0; call < 30; call += 1) {
    const headers = { authorization: `Bearer ${second.token}` }
    statuses.push((await vendor.api('GET', '/accounts', undefined, headers)).status)
  }
  expect(new Set(statuses)).toEqual(new Set([200]))

  const excess = await vendor.api('GET', '/accounts')
  expect(problem(excess)).toBe('429 too-many-requests')
  const seconds = Number(excess.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(30)

  await vendor.switches({ retryAfter: 'off' })
  expect((await vendor.api('GET', '/accounts')).headers.get('retry-after')).toBeNull()
  await vendor.advance(30_000)
  for (let call = 0; call < 30; call += 1)
    expect((await vendor.api('GET', '/accounts')).status).toBe(200)
  expect((await vendor.api('GET', '/accounts')).status).toBe(429)
})

test('the limit is a switch, and windows shrink with the time scale', async () => {
  const vendor = await startVendor({ timeScale: 60_000 })
  await vendor.switches({ rateLimitPerMinute: 1 })
  await vendor.ok('GET', '/accounts')
  await vendor.advance(1)
  await vendor.ok('GET', '/accounts')
})

test('a malformed id is 400, an absent one 404, another method 405', async () => {
  const vendor = await startVendor()
  const malformed = await vendor.api('GET', '/invoices/seven')
  expect(problem(malformed)).toBe('400 constraint-violation')
  expect(fieldsOf(malformed)).toEqual(['invoice_id'])
  expect(problem(await vendor.api('GET', `/invoices/${absentId}`))).toBe('404 not-found')
  expect(problem(await vendor.api('DELETE', `/invoices/${absentId}`))).toBe('404 not-found')
  const wrong = await vendor.api('GET', `/fields/${absentId}`)
  expect(problem(wrong)).toBe('405 method-not-allowed')
  expect(wrong.headers.get('allow')).toBe('PUT')
  await vendor.switches({ malformedId: '404' })
  expect((await vendor.api('GET', '/invoices/seven')).status).toBe(404)
})

test('errors are problem+json; the switches change type and form', async () => {
  const vendor = await startVendor()
  const refused = await vendor.api('POST', '/customers', {})
  expect(refused.headers.get('content-type')).toContain('application/problem+json')
  expect(refused.body).toEqual({
    type: 'https://rillet.io/constraint-violation',
    title: 'Constraint Violation',
    status: 400,
    violations: [{ field: 'name', message: 'must not be null' }],
  })
  await vendor.switches({ problemFormat: 'json', violations: 'message' })
  const plain = await vendor.api('POST', '/customers', {})
  expect(plain.headers.get('content-type')).toMatch(/^application\/json/)
  expect(plain.body).toMatchObject({ message: 'name: must not be null' })
})

test('malformed JSON, another content type and a huge body are refused', async () => {
  const vendor = await startVendor()
  expect((await vendor.api('POST', '/customers', '{"name":')).status).toBe(400)
  const form = { 'content-type': 'text/plain' }
  expect((await vendor.api('POST', '/customers', 'name', form)).status).toBe(415)
  expect((await vendor.api('POST', '/customers', { name: 'x'.repeat(1_100_000) })).status).toBe(413)
})
