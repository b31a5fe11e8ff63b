import { expect, test } from 'vitest'
import {
  apiKey,
  createInvoice,
  type Json,
  source,
  startVendor,
  type Vendor,
} from './sandbox-rillet-support.ts'

const count = async (vendor: Vendor) => {
  const { organizations } = await vendor.control('GET', '/ledger')
  return organizations[0].customers.length
}
/** The status, or what broke the call. */
async function create(vendor: Vendor, headers: object = {}) {
  try {
    const response = await fetch(`${vendor.url}/customers`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${apiKey}`,
        ...headers,
      },
      body: JSON.stringify({ name: 'Acme' }),
      signal: AbortSignal.timeout(500),
    })
    await response.text()
    return response.status
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'broken'
  }
}

test.each([
  ['commit_then_timeout', 'timeout', 1],
  ['commit_then_reset', 'broken', 1],
  ['commit_then_status', 503, 1],
  ['commit_then_slow', 'timeout', 1],
  ['cut', 'broken', 1],
  ['slow_body', 'timeout', 1],
  ['reset', 'broken', 0],
  ['status', 503, 0],
  ['throttle', 429, 0],
])('%s: the caller sees %s, %i customer exists', async (kind, seen, made) => {
  const vendor = await startVendor()
  const { id } = await vendor.fault({ kind, match: { path: '/customers' }, status: 503, ms: 1_000 })
  expect(await create(vendor)).toBe(seen)
  expect(await count(vendor)).toBe(made)
  const { faults } = await vendor.control('GET', '/faults')
  expect(faults).toMatchObject([{ id, injected: 1, remaining: 0 }])
  expect(await create(vendor)).toBe(200)
})

test('slow executes late, even for a caller who has left', async () => {
  const vendor = await startVendor()
  await vendor.fault({ kind: 'slow', ms: 800 })
  expect(await create(vendor)).toBe('timeout')
  expect(await count(vendor)).toBe(0)
  while ((await count(vendor)) === 0) await new Promise((resolve) => setTimeout(resolve, 20))
})

test('after a lost answer the same key gives the answer that was lost', async () => {
  const vendor = await startVendor()
  const headers = { 'idempotency-key': 'k-1' }
  await vendor.fault({ kind: 'commit_then_reset' })
  expect(await create(vendor, headers)).toBe('broken')
  expect(await create(vendor, headers)).toBe(200)
  expect(await count(vendor)).toBe(1)
})

test('an injected refusal is not saved under the key', async () => {
  const vendor = await startVendor()
  const headers = { 'idempotency-key': 'k-1' }
  await vendor.fault({ kind: 'status', status: 500 })
  expect(await create(vendor, headers)).toBe(500)
  expect(await create(vendor, headers)).toBe(200)
})

test('a fault hits only its method and path, after those it skips, as often as it says', async () => {
  const vendor = await startVendor()
  const match = { method: 'POST', path: '^/customers$' }
  await vendor.fault({ kind: 'status', status: 500, match, skip: 1, times: 2 })
  expect((await vendor.api('GET', '/customers')).status).toBe(200)
  expect((await vendor.api('POST', '/products', {})).status).toBe(400)
  const seen = [
    await create(vendor),
    await create(vendor),
    await create(vendor),
    await create(vendor),
  ]
  expect(seen).toEqual([200, 500, 500, 200])
})

test('a probability is the same series for the same seed', async () => {
  const series = async () => {
    const vendor = await startVendor()
    await vendor.fault({ kind: 'status', status: 500, probability: 0.5, seed: 7 })
    const seen: unknown[] = []
    for (let call = 0; call < 20; call += 1) seen.push(await create(vendor))
    return seen
  }
  const first = await series()
  expect(new Set(first)).toEqual(new Set([200, 500]))
  expect(await series()).toEqual(first)
})

test('throttle may say when to come back; an injected body is sent as given', async () => {
  const vendor = await startVendor()
  await vendor.fault({ kind: 'throttle', retryAfter: 7 })
  await vendor.fault({ kind: 'status', status: 400, body: { type: 'https://x.example/y' } })
  const throttled = await vendor.api('GET', '/customers')
  expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '7'])
  expect((await vendor.api('GET', '/customers')).body).toEqual({ type: 'https://x.example/y' })
})

test('faults leave control and pages alone, and malformed ones are refused', async () => {
  const vendor = await startVendor()
  await vendor.fault({ kind: 'status', status: 500, times: 3 })
  expect((await vendor.call('GET', '/')).status).toBe(200)
  expect((await vendor.call('GET', '/_sandbox/ledger')).status).toBe(200)
  for (const wrong of [{ kind: 'fire' }, { kind: 'status' }, { kind: 'slow', probability: 2 }]) {
    expect((await vendor.call('POST', '/_sandbox/faults', wrong)).status).toBe(400)
  }
  await vendor.control('DELETE', '/faults')
  expect((await vendor.api('GET', '/customers')).status).toBe(200)
})

test('every request is logged with its answer, without the key', async () => {
  const vendor = await startVendor()
  await create(vendor, { 'idempotency-key': 'k-1' })
  await vendor.api('GET', '/customers?limit=5')
  const { requests } = await vendor.control('GET', '/requests')
  expect(
    requests.map(({ seq, method, path, status }: Json) => [seq, method, path, status]),
  ).toEqual([
    [1, 'POST', '/customers', 200],
    [2, 'GET', '/customers', 200],
  ])
  expect(requests[0]).toMatchObject({
    body: { name: 'Acme' },
    answer: { name: 'Acme' },
    headers: { 'idempotency-key': 'k-1' },
    fault: null,
  })
  expect(requests[1].query).toEqual({ limit: '5' })
  expect(JSON.stringify(requests)).not.toContain(apiKey)
  const paths = async (query: string) =>
    (await vendor.control('GET', `/requests?${query}`)).requests.map(({ seq }: Json) => seq)
  expect(await paths('method=post')).toEqual([1])
  expect(await paths('since=1')).toEqual([2])
  expect(await paths('path=/products')).toEqual([])
  await vendor.control('DELETE', '/requests')
  expect(await paths('')).toEqual([])
})

test('a switch refuses what it does not know, and tells its readings', async () => {
  const vendor = await startVendor()
  expect((await vendor.call('PUT', '/_sandbox/switches', { nothing: 1 })).status).toBe(400)
  expect((await vendor.call('PUT', '/_sandbox/switches', { webhookKey: 'x' })).status).toBe(400)
  const switches = await vendor.switches({ webhookKey: 'raw' })
  expect(switches.webhookKey).toMatchObject({
    value: 'raw',
    default: 'decoded',
    allowed: ['decoded', 'raw'],
  })
  expect(Object.values(switches).every(({ description }: Json) => description.length > 5)).toBe(
    true,
  )
})

test('a reset brings back the first state, clock and switches', async () => {
  const vendor = await startVendor()
  await create(vendor)
  await vendor.switches({ rateLimitPerMinute: 1 })
  await vendor.control('PUT', '/clock', { now: '2030-01-01T00:00:00Z' })
  expect((await vendor.control('GET', '/clock')).now).toMatch(/^2030-01-01T00:00/)
  await vendor.control('POST', '/reset')
  expect(await count(vendor)).toBe(0)
  expect((await vendor.control('GET', '/clock')).offsetMs).toBe(0)
  expect([await create(vendor), await create(vendor)]).toEqual([200, 200])
})

test('an invoice that is named for it is booked a unit too high, once, until a person corrects it', async () => {
  const vendor = await startVendor()
  await vendor.own('POST', '/misbookings', { reference: source('invoice').id })
  const wrong = await createInvoice(vendor)
  expect(wrong.total.amount).toBe('100.01')
  const other = await createInvoice(vendor, {
    invoice_number: 'SEQ-2',
    external_references: [source('another')],
  })
  expect(other.total.amount).toBe('100.00')
  await vendor.control('POST', `/invoices/${wrong.id}/correct`)
  const right = await vendor.ok('GET', `/invoices/${wrong.id}`)
  expect(right.total.amount).toBe('100.00')
  expect(right.updated_at > wrong.updated_at).toBe(true)
})
