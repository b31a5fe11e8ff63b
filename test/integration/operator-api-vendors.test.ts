import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account
beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world)
})
afterAll(() => world.close())

const put = (path: string, body: unknown) => world.api.ask('PUT', path, body)
const post = (path: string, body: unknown = {}) => world.api.ask('POST', path, body)
const rowsOf = (accountId: string) =>
  world.db.selectFrom('connection').selectAll().where('account_id', '=', accountId).execute()
/** How often a stand-in was asked for exactly this. */
const asked = async (vendor: 'rillet' | 'sequence', method: string, path: string) => {
  const { requests } = await world[vendor].get('/_sandbox/requests')
  return requests.filter((one: Json) => one.method === method && one.path === path).length
}

describe('connecting', () => {
  test('a wrong Rillet key is 422 api_key_refused, and nothing is stored', async () => {
    const accountId = randomUUID()
    await world.api.put(`/api/v1/accounts/${accountId}`)
    const before = await rowsOf(accountId)
    const answer = await put(`/api/v1/accounts/${accountId}/connection/rillet`, {
      apiKey: 'rk_not_a_key',
    })
    expect([answer.status, answer.body.code]).toEqual([422, 'api_key_refused'])
    expect(answer.body.violations[0].field).toBe('body.apiKey')
    expect(await rowsOf(accountId)).toEqual(before)
  })

  test('a wrong key does not replace a good one', async () => {
    const before = await rowsOf(account.id)
    await put(`${account.at}/connection/rillet`, { apiKey: 'rk_not_a_key' })
    expect(await rowsOf(account.id)).toEqual(before)
  })

  test('Sequence’s credentials must be good and belong to this account', async () => {
    const accountId = randomUUID()
    await world.api.put(`/api/v1/accounts/${accountId}`)
    const before = await rowsOf(accountId)
    const path = `/api/v1/accounts/${accountId}/connection/sequence`
    const { clientId, clientSecret } = account.credentials
    const refused = await put(path, { clientId, clientSecret: 'not the secret' })
    expect([refused.status, refused.body.code]).toEqual([422, 'sequence_key_refused'])
    const foreign = await put(path, { clientId, clientSecret })
    expect([foreign.status, foreign.body.code]).toEqual([422, 'account_mismatch'])
    expect(await rowsOf(accountId)).toEqual(before)
  })

  test('connecting shows the organization and the key’s end, and makes our policy in Sequence', async () => {
    const rillet = await world.api.get(`${account.at}/connection/rillet`)
    const key: string = account.organization.keys[0].token
    expect(rillet).toMatchObject({
      status: 'ready',
      organization: { id: account.organization.id },
      keyLast4: key.slice(-4),
      webhook: { secretSet: true, secretLast4: expect.stringMatching(/^.{4}$/) },
    })
    expect(JSON.stringify(rillet)).not.toContain(key)
    const sequence = await world.api.get(`${account.at}/connection/sequence`)
    expect(sequence.clientSecretLast4).toBe(account.credentials.clientSecret.slice(-4))
    expect(JSON.stringify(sequence)).not.toContain(account.credentials.clientSecret)
    expect(sequence.policy).toMatchObject({
      secretSet: true,
      secretLast4: expect.stringMatching(/^.{4}$/),
      secretBeforeUntil: null,
      problem: null,
    })
    const { items } = await account.sequence.get('/notifications/policies')
    expect(items.map(({ id }: Json) => id)).toEqual([sequence.policy.id])
    expect(items[0].recipients).toEqual([sequence.policy.url])
  })

  test('connecting again leaves one policy', async () => {
    const { clientId, clientSecret } = account.credentials
    const answer = await put(`${account.at}/connection/sequence`, { clientId, clientSecret })
    expect(answer.status).toBe(200)
    expect((await account.sequence.get('/notifications/policies')).items).toHaveLength(1)
  })

  test('the only subsidiary is chosen by itself, with its currency', async () => {
    const settings = await world.api.get(`${account.at}/settings`)
    const { subsidiaries } = await account.rillet.get('/subsidiaries')
    expect(settings).toMatchObject({
      subsidiaryId: subsidiaries[0].id,
      subsidiaryCurrency: subsidiaries[0].currency,
    })
  })

  test('a re-check tells the state of both keys', async () => {
    expect(await world.api.post(`${account.at}/connection/recheck`)).toEqual({
      rilletKey: 'good',
      sequenceKey: 'good',
      tried: [],
    })
  })
})

describe('settings', () => {
  test.each([
    ['defaultProductId', { defaultProductId: randomUUID() }],
    ['defaultAccountCode', { defaultAccountCode: '9999' }],
    ['subsidiaryId', { subsidiaryId: randomUUID() }],
  ])('%s must be there in Rillet', async (field, body) => {
    const before = await world.api.get(`${account.at}/settings`)
    const answer = await world.api.ask('PATCH', `${account.at}/settings`, body)
    expect([answer.status, answer.body.code]).toEqual([422, 'not_in_rillet'])
    expect(answer.body.violations[0].field).toBe(`body.${field}`)
    expect(await world.api.get(`${account.at}/settings`)).toEqual(before)
  })

  test('what there is to choose from is listed', async () => {
    const accounts = await world.api.get(`${account.at}/rillet/accounts`)
    expect(accounts.items.map(({ code }: Json) => code)).toContain('4000')
    const products = await world.api.get(`${account.at}/rillet/products?search=OTHER`)
    expect(products.items).toMatchObject([{ name: 'Other revenue', url: null }])
    const subsidiaries = await world.api.get(`${account.at}/rillet/subsidiaries`)
    expect(subsidiaries.items).toHaveLength(1)
  })
})

describe('customers and products', () => {
  test('an unlinked customer holds its invoice back until it is linked here', async () => {
    const customer = await account.newCustomer()
    const invoiceId = await account.draft({ customerId: customer.id })
    await account.finalize(invoiceId)
    await account.until(invoiceId, 'blocked')
    const search = encodeURIComponent(customer.legalName)
    const list = () => world.api.get(`${account.at}/customers?search=${search}`)
    expect((await list()).items).toMatchObject([{ link: null, waitingInvoices: 1 }])

    await account.linkCustomer(customer)
    await account.until(invoiceId, 'synced')
    expect((await list()).items).toMatchObject([
      { link: { origin: 'person', currency: null }, waitingInvoices: 0 },
    ])
    const { items } = await world.api.get(`${account.at}/timeline?limit=5`)
    expect(items[0]).toMatchObject({ kind: 'customer.linked', actor: 'tester' })
  })

  test('a cursor that Sequence refuses is the caller’s to mend', async () => {
    const cursor = Buffer.from('["not a cursor"]').toString('base64url')
    for (const path of ['customers', 'products']) {
      const answer = await world.api.ask('GET', `${account.at}/${path}?cursor=${cursor}`)
      expect([path, answer.status, answer.body.violations]).toEqual([
        path,
        400,
        [{ field: 'querystring.cursor', message: expect.stringContaining('nextCursor') }],
      ])
    }
  })

  test('both ends of a link must be there', async () => {
    const link = (id: string, rilletId: string) =>
      put(`${account.at}/customers/${id}/link`, { rilletId })
    const noRillet = await link(account.customer.id, randomUUID())
    expect([noRillet.status, noRillet.body.code]).toEqual([422, 'not_in_rillet'])
    const made = await account.rillet.post('/customers', { name: 'Somebody' })
    const noSequence = await link(randomUUID(), made.id)
    expect([noSequence.status, noSequence.body.code]).toEqual([422, 'not_in_sequence'])
  })

  test('a currency is learnt from Rillet’s own invoices if all agree, never from ours', async () => {
    const learnt = async (currencies: string[], type = 'OTHER') => {
      const customer = await account.newCustomer()
      const made = await account.rillet.post('/customers', { name: customer.legalName })
      for (const currency of currencies) await bookInRillet(made.id, currency, type)
      const path = `${account.at}/customers/${customer.id}/link`
      return (await world.api.put(path, { rilletId: made.id })).currency
    }
    expect(await learnt(['EUR', 'EUR'])).toBe('EUR')
    expect(await learnt(['EUR', 'USD'])).toBeNull()
    expect(await learnt([])).toBeNull()
    expect(await learnt(['EUR'], 'sequencehq')).toBeNull()
  })

  test('the currency of a link can be set and taken back; an unlinked one is 404', async () => {
    const customer = await account.newCustomer()
    const path = `${account.at}/customers/${customer.id}/link`
    await account.linkCustomer(customer, 'USD')
    expect((await world.api.patch(path, { currency: 'EUR' })).currency).toBe('EUR')
    expect((await world.api.patch(path, { currency: null })).currency).toBeNull()
    expect((await world.api.ask('DELETE', path)).status).toBe(204)
    expect((await world.api.ask('DELETE', path)).status).toBe(404)
    expect((await world.api.ask('PATCH', path, { currency: 'EUR' })).status).toBe(404)
  })

  test('a customer is created in Rillet once, however often it is asked for', async () => {
    const customer = await account.newCustomer()
    const create = () => world.api.post(`${account.at}/customers/${customer.id}/create`)
    const links = await Promise.all([create(), create(), create()])
    links.push(await create())
    expect(new Set(links.map(({ rilletId }) => rilletId)).size).toBe(1)
    const search = encodeURIComponent(customer.legalName)
    const found = await world.api.get(`${account.at}/rillet/customers?search=${search}`)
    expect(found.items).toHaveLength(1)
    expect(links[0].origin).toBe('created')
  })

  test('a product is created in Rillet from here too', async () => {
    const product = await account.newProduct(`Product ${randomUUID()}`)
    const link = await world.api.post(`${account.at}/products/${product.id}/create`)
    expect(link).toMatchObject({ origin: 'created', currency: null })
    const search = encodeURIComponent(product.name)
    const { items } = await world.api.get(`${account.at}/products?search=${search}`)
    expect(items).toMatchObject([{ link: { rilletId: link.rilletId } }])
  })
})

describe('invoices', () => {
  test('a preview says what would be sent or every blocker, and sends nothing', async () => {
    const invoiceId = await account.draft()
    const writes = async () =>
      (await asked('rillet', 'POST', '/invoices')) + (await asked('rillet', 'POST', '/customers'))
    const before = await writes()
    const preview = await world.api.get(`${account.at}/invoices/${invoiceId}/preview`)
    expect(preview.totals).toEqual({ net: '100.00', tax: '0.00', gross: '100.00', currency: 'USD' })
    const customer = await account.newCustomer()
    const held = await account.draft({ customerId: customer.id })
    const { request, problems } = await world.api.get(`${account.at}/invoices/${held}/preview`)
    expect(request).toBeNull()
    expect(problems.map(({ code }: Json) => code)).toContain('customer_not_linked')
    expect(problems[0].how).toMatch(/\w/)
    expect(await writes()).toBe(before)
  })

  test('people exclude, are told what is not possible, and retry', async () => {
    const customer = await account.newCustomer()
    const invoiceId = await account.draft({ customerId: customer.id })
    await account.finalize(invoiceId)
    await account.until(invoiceId, 'blocked')
    const path = `${account.at}/invoices/${invoiceId}`

    const excluded = await post(`${path}/exclude`, { reason: 'booked by hand' })
    expect([excluded.status, excluded.body.state]).toEqual([200, 'excluded'])
    const again = await post(`${path}/exclude`, { reason: 'again' })
    expect([again.status, again.body.code]).toEqual([409, 'not_allowed'])
    expect(again.body.detail).toMatch(/Exclude.*not possible/)

    await account.linkCustomer(customer)
    expect((await world.api.get(path)).state).toBe('excluded')
    expect((await post(`${path}/retry`)).status).toBe(200)
    await account.until(invoiceId, 'synced')
    const { items } = await world.api.get(`${path}/timeline`)
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ actor: 'tester', reason: 'booked by hand' }),
      ]),
    )
  })

  test('an invoice never seen is synced by hand with retry', async () => {
    await world.api.delete(`${account.at}/connection`)
    const invoiceId = await account.draft()
    await account.finalize(invoiceId) // its webhook is turned away
    const { clientId, clientSecret } = account.credentials
    await put(`${account.at}/connection/sequence`, { clientId, clientSecret })
    expect((await post(`${account.at}/invoices/${invoiceId}/retry`)).status).toBe(200)
    await account.until(invoiceId, 'synced')
    expect(await account.booked(invoiceId)).toHaveLength(1)
  })

  test('an invoice never seen is left out before it comes, and stays out', async () => {
    const invoiceId = await account.draft()
    const answer = await post(`${account.at}/invoices/${invoiceId}/exclude`, { reason: 'by hand' })
    expect([answer.status, answer.body.state]).toEqual([200, 'excluded'])
    await account.finalize(invoiceId)
    await account.until(invoiceId, 'excluded')
    expect(await account.booked(invoiceId)).toEqual([])
    const none = await post(`${account.at}/invoices/${randomUUID()}/mark-as-synced`)
    expect([none.status, none.body.detail]).toEqual([404, expect.stringMatching('exclude')])
  })

  test('after a disconnect no call goes out, for whatever is asked', async () => {
    const other = await createAccount(world)
    const calls = async () => [
      await asked('sequence', 'GET', '/api/customers'),
      await asked('rillet', 'GET', '/customers'),
    ]
    await world.api.delete(`${other.at}/connection`)
    const rilletId = randomUUID()
    const before = await calls()
    expect(Math.min(...before)).toBeGreaterThan(0)
    const answers = [
      await world.api.ask('GET', `${other.at}/customers`),
      await world.api.ask('GET', `${other.at}/rillet/customers`),
      await put(`${other.at}/customers/${other.customer.id}/link`, { rilletId }),
    ]
    for (const { status, body } of answers) {
      expect([status, body.code]).toEqual([409, 'not_connected'])
    }
    expect(await calls()).toEqual(before)
    expect(await asked('rillet', 'GET', `/customers/${rilletId}`)).toBe(0)
    expect((await world.api.get(`${other.at}/connection/rillet`)).disconnectedAt).not.toBeNull()
  })
})

/** An invoice that somebody made in Rillet; `type` of its reference tells ours from theirs. */
async function bookInRillet(customerId: string, currency: string, type: string): Promise<void> {
  const amount = { amount: '10', currency }
  const reference = { type, id: randomUUID(), url: 'https://example.com/x' }
  const { products } = await account.rillet.get('/products')
  await account.rillet.post('/invoices', {
    scope: 'REVENUE_RECOGNITION_ONLY',
    customer_id: customerId,
    invoice_date: '2026-11-01',
    invoice_number: randomUUID(),
    items: [
      {
        product_id: products[0].id,
        description: 'Something',
        quantity: 1,
        total_amount: amount,
        external_references: [{ ...reference, type: 'CUSTOMER_CUSTOM' }],
      },
    ],
    external_references: [
      ...(type === 'sequencehq' ? [reference] : []),
      { ...reference, type: 'CUSTOMER_CUSTOM' },
    ],
  })
}
