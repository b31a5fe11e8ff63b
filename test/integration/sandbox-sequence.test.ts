import { describe, expect, test } from 'vitest'
import {
  accountId,
  basic,
  customer,
  type Json,
  newDraft,
  startVendor,
} from './sandbox-sequence-support.ts'

describe('the door', () => {
  test('lets nobody in without a known key, and says nothing in the body', async () => {
    const { call } = await startVendor()
    const asked = [{}, { authorization: basic('sandbox-client', 'wrong') }, { authorization: 'x' }]
    for (const headers of asked) {
      const answer = await call('GET', '/api/sequence-accounts', undefined, headers)
      expect([answer.status, answer.body]).toEqual([401, ''])
    }
  })

  test('shows a key its own account only, unless the other reading is switched on', async () => {
    const { api, call, set } = await startVendor()
    const made = await call('POST', '/_sandbox/accounts', { companyName: 'Second' })
    const { id, clientId, clientSecret } = made.body
    const second = { authorization: basic(clientId, clientSecret) }
    const list = await call('GET', '/api/sequence-accounts', undefined, second)
    expect(list.body.items.map((account: Json) => account.id)).toEqual([id])
    expect((await api('GET', `/sequence-accounts/${id}`)).status).toBe(404)
    expect((await api('GET', `/sequence-accounts/${accountId}`)).status).toBe(200)
    await set({ accountsVisible: 'all' })
    expect((await api('GET', '/sequence-accounts')).body.items).toHaveLength(2)
  })

  test('shows one account nothing of the other', async () => {
    const { ok, call } = await startVendor()
    const { id } = await ok('POST', '/customers', customer())
    const { clientId, clientSecret } = (await call('POST', '/_sandbox/accounts', {})).body
    const second = { authorization: basic(clientId, clientSecret) }
    expect((await call('GET', `/api/customers/${id}`, undefined, second)).status).toBe(404)
    expect((await call('GET', '/api/customers', undefined, second)).body.items).toEqual([])
  })

  test('echoes the version, and refuses one that it does not know', async () => {
    const { api } = await startVendor()
    const plain = await api('GET', '/customers')
    expect(plain.headers.get('sequence-version')).toBe('2024-07-30')
    const known = await api('GET', '/customers', undefined, { 'SEQUENCE-VERSION': '2024-07-30' })
    expect(known.status).toBe(200)
    const unknown = await api('GET', '/customers', undefined, { 'sequence-version': '2030-01-01' })
    expect(unknown.status).toBe(400)
    expect(unknown.body.error.type).toBe('UnrecognisedApiVersion')
  })

  test('answers 429 once a minute’s calls are used up, each key by itself', async () => {
    const { api, call, set } = await startVendor()
    const { clientId, clientSecret } = (await call('POST', '/_sandbox/accounts', {})).body
    await set({ rateLimitPerMinute: 3 })
    const statuses = []
    for (let n = 0; n < 4; n += 1) statuses.push((await api('GET', '/customers')).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    const other = { authorization: basic(clientId, clientSecret) }
    expect((await call('GET', '/api/customers', undefined, other)).status).toBe(200)

    const bare = await api('GET', '/customers')
    await set({ rateLimitHeaders: 'retryAfter' })
    const told = await api('GET', '/customers')
    const headers = [bare, told].map((answer) => answer.headers.get('retry-after'))
    expect(headers).toEqual([null, '20'])
  })

  test('refuses a replaced key from then on', async () => {
    const { api, own } = await startVendor()
    await own('POST', '/credentials', { clientSecret: 'rotated' })
    expect((await api('GET', '/customers')).status).toBe(401)
  })
})

describe('errors', () => {
  test('come in the common envelope and name each field', async () => {
    const { api } = await startVendor()
    const { legalName: _, ...nameless } = customer({ taxStatus: 'EXEMPT' })
    const { status, body } = await api('POST', '/customers', nameless)
    expect(status).toBe(400)
    expect(body.error.type).toBe('validationError')
    expect(body.error.errors.map((error: Json) => error.key)).toEqual(['legalName', 'taxStatus'])
    expect(body.error.errors[0]).toMatchObject({ code: expect.any(String), errors: [] })
  })

  test('can be empty or not JSON', async () => {
    const { api, set } = await startVendor()
    await set({ errorBodies: 'empty' })
    expect((await api('POST', '/customers', {})).body).toBe('')
    await set({ errorBodies: 'text' })
    const { headers } = await api('POST', '/customers', {})
    expect(headers.get('content-type')).toContain('text/plain')
  })

  test('a missing thing is 404, or 400 where the document declares no 404', async () => {
    const { api, set } = await startVendor()
    const nowhere = '01941f29-7c00-756b-bec8-000000000000'
    const paths = ['customers', 'credit-notes', 'prices', 'tax-rates', 'invoices', 'products']
    const statuses = () =>
      Promise.all(paths.map(async (path) => (await api('GET', `/${path}/${nowhere}`)).status))
    expect(await statuses()).toEqual([404, 404, 404, 404, 404, 404])
    await set({ missing: '400' })
    expect(await statuses()).toEqual([400, 400, 400, 400, 404, 404])
  })

  test('a body that is no JSON is a 400, an unknown address a 404', async () => {
    const { url, api } = await startVendor()
    const response = await fetch(`${url}/api/customers`, {
      method: 'POST',
      headers: {
        authorization: basic('sandbox-client', 'sandbox-secret'),
        'content-type': 'application/json',
      },
      body: '{"legalName":',
    })
    expect(response.status).toBe(400)
    expect((await api('GET', '/nowhere')).status).toBe(404)
  })

  test('an unknown field is refused, or dropped when switched', async () => {
    const { api, set } = await startVendor()
    const odd = customer({ vatNumber: 'GB1', address: { ...customer().address, planet: 'Earth' } })
    const refused = await api('POST', '/customers', odd)
    expect(refused.status).toBe(400)
    await set({ unknownFields: 'ignored' })
    expect((await api('POST', '/customers', odd)).status).toBe(201)
  })
})

describe('pages', () => {
  const names = async (api: Json, query: string) => {
    const { body } = await api('GET', `/customers?${query}`)
    return { names: body.items.map((item: Json) => item.legalName), pagination: body.pagination }
  }

  async function fiveCustomers() {
    const vendor = await startVendor()
    for (const legalName of ['A', 'B', 'C', 'D', 'E']) {
      await vendor.ok('POST', '/customers', customer({ legalName }))
    }
    return vendor
  }

  test('go newest first by default and say so by a missing `after` at the end', async () => {
    const { api } = await fiveCustomers()
    const first = await names(api, 'limit=2')
    expect(first.names).toEqual(['E', 'D'])
    expect(first.pagination).toMatchObject({ after: expect.any(String), totalResultSize: 5 })
    expect(first.pagination).not.toHaveProperty('before')
    const second = await names(api, `limit=2&after=${first.pagination.after}`)
    expect(second.names).toEqual(['C', 'B'])
    const third = await names(api, `limit=2&after=${second.pagination.after}`)
    expect(third.names).toEqual(['A'])
    expect(third.pagination).not.toHaveProperty('after')
    const back = await names(api, `limit=2&before=${third.pagination.before}`)
    expect(back.names).toEqual(['C', 'B'])
  })

  test('go oldest first when asked, on the lists that know it', async () => {
    const { api, ok } = await fiveCustomers()
    expect((await names(api, 'sortOrder=ASC&limit=3')).names).toEqual(['A', 'B', 'C'])
    for (const name of ['P', 'Q']) await ok('POST', '/products', { name })
    const products = await ok('GET', '/products?sortOrder=ASC')
    expect(products.items.map((item: Json) => item.name)).toEqual(['Q', 'P'])
  })

  test('hold 20 items unless asked, and at most 100', async () => {
    const { api, ok, set } = await startVendor()
    for (let n = 0; n < 21; n += 1) await ok('POST', '/products', { name: `P${n}` })
    expect((await ok('GET', '/products')).items).toHaveLength(20)
    expect((await ok('GET', '/products?limit=100')).items).toHaveLength(21)
    expect((await api('GET', '/products?limit=101')).status).toBe(400)
    expect((await api('GET', '/products?limit=0')).status).toBe(400)
    await set({ defaultPageSize: 5 })
    expect((await ok('GET', '/products')).items).toHaveLength(5)
  })

  test('go on where a deleted item was', async () => {
    const vendor = await startVendor()
    const made = []
    for (let n = 0; n < 4; n += 1) made.push((await newDraft(vendor)).id)
    const listed = async (query: string) => {
      const { items, pagination } = await vendor.ok('GET', `/invoices?limit=2${query}`)
      return { ids: items.map((item: Json) => item.id), after: pagination.after }
    }
    const { ids, after } = await listed('')
    await vendor.ok('DELETE', `/invoices/${ids[1]}`)
    expect((await listed(`&after=${after}`)).ids).toEqual([made[1], made[0]])
    expect((await listed(`&before=${after}`)).ids).toEqual([made[3]])
  })

  test('refuse a cursor that they did not give, and can end in null', async () => {
    const { api, set } = await fiveCustomers()
    expect((await api('GET', '/customers?after=nonsense')).status).toBe(400)
    await set({ lastCursor: 'null' })
    expect((await names(api, '')).pagination).toMatchObject({ after: null, before: null })
  })
})
