import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../domain/roles.ts'
import { addEvent } from '../../store/event.ts'
import type { DeliveryStatus } from '../../store/schema.ts'
import {
  addAccount,
  deliver,
  invoiceNews,
  rilletDelivery,
  rilletToken,
  sequenceDelivery,
  sequenceSecret,
  startApp,
  type TestApp,
  tokenFor,
} from './gateway-support.ts'

let api: TestApp
let tokens: Record<Role, string>
beforeAll(async () => {
  api = await startApp()
  tokens = {
    viewer: await tokenFor(api.db, 'viewer'),
    operator: await tokenFor(api.db, 'operator'),
    admin: await tokenFor(api.db, 'admin'),
  }
})
afterAll(() => api.close())

type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
let asked = 1
type Ask = { role?: Role; body?: object; token?: string | null }

function ask(method: Method, path: string, { role = 'admin', body, token }: Ask = {}) {
  const bearer = token === undefined ? tokens[role] : token
  return api.app.inject({
    method,
    url: `/api/v1${path}`,
    // Each from elsewhere: an address from which too much is refused is answered 429.
    remoteAddress: `2001:db8:${(asked++).toString(16)}::1`,
    ...(body === undefined ? {} : { payload: body }),
    headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
  })
}

/** Every route of the operator API, from the router's own document, with ids filled in. */
async function everyRoute(accountId: string): Promise<{ method: Method; path: string }[]> {
  const document = (await api.app.inject('/api/openapi.json')).json()
  const paths = Object.entries<object>(document.paths)
  const underAccounts = paths.filter(
    // Events answer and do not end: they have tests of their own.
    ([path]) => path.startsWith('/api/v1/accounts') && !path.endsWith('/events'),
  )
  return underAccounts.flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase() as Method,
      path: path
        .replace('/api/v1', '')
        .replace('{accountId}', accountId)
        .replace('{kind}', 'changes')
        .replaceAll(/\{\w+\}/g, '1')
        .replace(/(\/tie-out(?:\.csv)?)$/, '$1?month=2026-05'),
    })),
  )
}

const addInvoice = (accountId: string, invoiceId: string, change: object = {}) =>
  api.db
    .insertInto('invoice')
    .values({ account_id: accountId, invoice_id: invoiceId, state: 'synced', ...change })
    .execute()

describe('tokens and roles', () => {
  test('no route of the operator API answers without a token', async () => {
    const accountId = await addAccount(api.db)
    const routes = await everyRoute(accountId)
    expect(routes.length).toBeGreaterThan(35)
    for (const { method, path } of routes) {
      for (const token of [null, 'sr_wrong']) {
        const answer = await ask(method, path, { token })
        expect([method, path, answer.statusCode]).toEqual([method, path, 401])
        expect(answer.headers['content-type']).toMatch('application/problem+json')
      }
    }
  })

  test('a revoked token is refused', async () => {
    const token = await tokenFor(api.db, 'viewer', 'gone')
    expect((await ask('GET', '/accounts', { token })).statusCode).toBe(200)
    await api.db
      .updateTable('operator')
      .set({ revoked_at: new Date() })
      .where('name', '=', 'gone')
      .execute()
    expect((await ask('GET', '/accounts', { token })).statusCode).toBe(401)
  })

  test('tokens are kept as hashes only', async () => {
    const rows = await api.db.selectFrom('operator').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(tokens.admin)
  })
})

describe('what is asked', () => {
  test('an account that nobody added is 404 on every route but the one that adds it', async () => {
    const bodies: Record<string, object> = {
      '/settings': {},
      '/connection/rillet': { apiKey: 'long-enough' },
      '/connection/sequence': { clientId: 'c', clientSecret: 'long enough' },
      '/connection/rillet/webhook-secret': { secret: 'long enough' },
      '/customers/1/link': { rilletId: 'x', currency: null },
      '/products/1/link': { rilletId: 'x' },
      '/customers/links': { links: [{ id: '1', rilletId: 'x' }] },
      '/products/links': { links: [{ id: '1', rilletId: 'x' }] },
      '/bulk/retry': { filter: {}, reason: 'tried' },
      '/bulk/retry/estimate': { filter: {} },
      '/deliveries/replay': { from: '2026-05-01T00:00:00Z', to: '2026-05-02T00:00:00Z' },
      '/invoices/1/leave-out': { reason: 'tried' },
      '/invoices/1/resolve-in-doubt': { found: false },
      '/customers/1/resolve-in-doubt': { found: false },
      '/products/1/resolve-in-doubt': { found: false },
      '/credit-notes/1/resolve-in-doubt': { found: false },
    }
    const accountId = randomUUID()
    const routes = (await everyRoute(accountId)).filter(({ path }) => path !== '/accounts')
    for (const { method, path } of routes) {
      const rest = path.split(accountId)[1] ?? ''
      if (method === 'PUT' && rest === '') continue
      const isCurrency = method === 'PATCH' && rest === '/customers/1/link'
      const body = method === 'GET' ? undefined : isCurrency ? { currency: null } : bodies[rest]
      const answer = await ask(method, path, body === undefined ? {} : { body })
      expect([method, rest, answer.statusCode]).toEqual([method, rest, 404])
      expect(answer.json().code).toBe('account_unknown')
    }
  })

  test('an unknown key in a body is 400 and named', async () => {
    const accountId = await addAccount(api.db)
    const answer = await ask('PATCH', `/accounts/${accountId}/settings`, {
      body: { scope: 'FULL', organizationId: 'mine' },
    })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({
      code: 'invalid_request',
      violations: [
        { field: 'body.organizationId', message: expect.stringContaining('leave it out') },
      ],
    })
  })

  test('each violation names its field, the rule and the mend', async () => {
    const accountId = await addAccount(api.db)
    const { violations } = (
      await ask('PATCH', `/accounts/${accountId}/settings`, {
        body: {
          scope: 'HALF',
          startDate: '1 May',
          multiCurrency: 'yes',
          rilletBudgetPerMinute: 0,
          invoiceUrlTemplate: 'javascript:alert({id})',
          taxTable: [
            { category: 'a', taxed: null, exempt: null, reverseCharged: null },
            { category: 'a', taxed: null, exempt: null, reverseCharged: null },
          ],
        },
      })
    ).json()
    expect(violations.map(({ field }: { field: string }) => field).sort()).toEqual([
      'body.invoiceUrlTemplate',
      'body.multiCurrency',
      'body.rilletBudgetPerMinute',
      'body.scope',
      'body.startDate',
      'body.taxTable.1.category',
    ])
    for (const { message } of violations) expect(message).toMatch(/^[A-Z].{15,}: .+\.$/s)
  })

  test('cut JSON, a wrong cursor and a wrong page size are 400', async () => {
    const accountId = await addAccount(api.db)
    const cut = await api.app.inject({
      method: 'PATCH',
      url: `/api/v1/accounts/${accountId}/settings`,
      headers: { authorization: `Bearer ${tokens.admin}`, 'content-type': 'application/json' },
      payload: '{"scope":',
    })
    const answers = [
      cut,
      await ask('GET', `/accounts/${accountId}/invoices?cursor=xyz`),
      await ask('GET', `/accounts/${accountId}/invoices?limit=101`),
      await ask('GET', `/accounts/${accountId}/invoices?stat=paid`),
    ]
    for (const answer of answers) {
      expect(answer.statusCode).toBe(400)
      expect(answer.json().violations).toHaveLength(1)
    }
  })

  const cursorOf = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const micros = '2026-05-01T10:00:00.000000Z'
  const badPages: [string, string][] = [
    ['invoices', cursorOf('nonsense', 'x')],
    ['invoices', cursorOf('2026-02-30T10:00:00.000000Z', 'x')],
    ['invoices', cursorOf('0000-01-01T10:00:00.000000Z', 'x')],
    ['invoices', cursorOf(micros, 'x\0')],
    ['invoices', cursorOf(micros)],
    ['invoices', Buffer.from('{').toString('base64url')],
    ...['timeline', 'deliveries', 'invoices/si-1/timeline'].flatMap((path): [string, string][] => [
      [path, cursorOf('abc')],
      [path, cursorOf('12345678901234567890')],
      [path, cursorOf(7)],
      [path, cursorOf('1', '2')],
    ]),
    ...['customers', 'products', 'rillet/customers', 'rillet/products'].map(
      (path): [string, string] => [path, cursorOf('a\0b')],
    ),
  ]

  test.each(badPages)('%s does not go on from the cursor %s', async (path, cursor) => {
    const accountId = await addAccount(api.db)
    const answer = await ask('GET', `/accounts/${accountId}/${path}?cursor=${cursor}`)
    expect([answer.statusCode, answer.json().violations]).toEqual([
      400,
      [{ field: 'querystring.cursor', message: expect.stringContaining('nextCursor') }],
    ])
  })

  test.each([
    'search=%00',
    'search=a%0D%0Ab',
    'number=%00',
    'number=a%C2%85b',
    'from=0000-01-01',
    'to=0000-12-31',
  ])('invoices by %s are not looked for', async (query) => {
    const accountId = await addAccount(api.db)
    for (const path of ['invoices', 'invoices/counts']) {
      const answer = await ask('GET', `/accounts/${accountId}/${path}?${query}`)
      expect([path, answer.statusCode]).toEqual([path, 400])
      const [{ field, message }, ...others] = answer.json().violations
      expect([field, others]).toEqual([`querystring.${query.split('=')[0]}`, []])
      expect(message).toMatch(/^This must be .{15,}: .+\.$/)
    }
  })

  const link = 'http://x/{id}'
  const broken: [Method, string, string, object][] = [
    ['PATCH', 'settings', 'invoiceUrlTemplate', { invoiceUrlTemplate: `${link}\0` }],
    ['PATCH', 'settings', 'invoiceUrlTemplate', { invoiceUrlTemplate: `${link}\ud800` }],
    ['PATCH', 'settings', 'defaultAccountCode', { defaultAccountCode: '40\0' }],
    ['PUT', 'connection/rillet', 'apiKey', { apiKey: 'abcdefgh\r\nX-Other: 1' }],
    ['PUT', 'connection/rillet', 'apiKey', { apiKey: 'ключ-ключ' }],
    ['PUT', 'connection/rillet/webhook-secret', 'secret', { secret: 'abcdefgh\0i' }],
    ['PUT', 'connection/sequence', 'clientId', { clientId: 'a\nb', clientSecret: 'abcdefgh' }],
    ['PUT', 'connection/sequence', 'clientSecret', { clientId: 'a', clientSecret: 'abcdefgh\0i' }],
    ['PUT', 'customers/1/link', 'rilletId', { rilletId: 'x\0' }],
  ]
  test.each(broken)('%s %s refuses a broken %s: %j', async (method, path, field, body) => {
    const accountId = await addAccount(api.db)
    const answer = await ask(method, `/accounts/${accountId}/${path}`, { body })
    expect(answer.statusCode).toBe(400)
    const { violations } = answer.json()
    const fields = violations.map((one: { field: string }) => one.field)
    expect(new Set(fields)).toEqual(new Set([`body.${field}`]))
    for (const { message } of violations) expect(message).toMatch(/^This must be .{15,}: .+\.$/s)
  })

  test.each(['x\0', 'x\ud800', 'two\nlines', 'x\u009f'])(
    'the reason %j reaches no run, whatever is asked',
    async (reason) => {
      const accountId = await addAccount(api.db)
      await addInvoice(accountId, 'si-1')
      const actions = ['retry', 'exclude', 'accept-theirs', 'push-ours', 'mark-as-synced']
      const asked = actions.map((action) => ({ action, body: { reason } }))
      const resolved = { action: 'resolve-in-doubt', body: { reason, found: false } }
      for (const { action, body } of [...asked, resolved]) {
        const answer = await ask('POST', `/accounts/${accountId}/invoices/si-1/${action}`, { body })
        const { violations = [] } = answer.json()
        expect([action, answer.statusCode, violations]).toEqual([
          action,
          400,
          [{ field: 'body.reason', message: expect.stringMatching(/control characters.+: .+\.$/) }],
        ])
      }
    },
  )

  test('settings are merged, kept and told in the timeline', async () => {
    const accountId = await addAccount(api.db)
    const path = `/accounts/${accountId}/settings`
    await ask('PATCH', path, { body: { multiCurrency: true } })
    const template = 'https://app.example.com/invoices/{id}'
    await ask('PATCH', path, { body: { rilletUrlTemplates: { invoice: template } } })
    await ask('PATCH', path, { body: { rilletUrlTemplates: { customer: template } } })
    expect((await ask('GET', path)).json()).toMatchObject({
      multiCurrency: true,
      scope: 'REVENUE_RECOGNITION_ONLY',
      rilletUrlTemplates: { invoice: template, customer: template, product: null },
    })
    const { items } = (await ask('GET', `/accounts/${accountId}/timeline`)).json()
    expect(items).toHaveLength(3)
    expect(items[2]).toMatchObject({ kind: 'settings.changed', actor: 'a admin' })
  })

  test('a vendor or Temporal that is away is said in words, with a code and without a stack', async () => {
    const accountId = await addAccount(api.db)
    const customers = await ask('GET', `/accounts/${accountId}/customers`)
    expect([customers.statusCode, customers.json().code]).toEqual([502, 'vendor_unreachable'])
    await addInvoice(accountId, 'si-1')
    const retry = await ask('POST', `/accounts/${accountId}/invoices/si-1/retry`)
    expect([retry.statusCode, retry.json().code]).toEqual([503, 'temporal_away'])
    for (const { body } of [customers, retry]) expect(body).not.toMatch(/\bat .+:\d+/)
  })

  test('only a retry or an exclusion may be asked of an invoice never seen', async () => {
    const accountId = await addAccount(api.db)
    const answer = await ask('POST', `/accounts/${accountId}/invoices/never/mark-as-synced`)
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found'])
  })
})

describe('what is shown', () => {
  test('secrets never come back', async () => {
    const accountId = await addAccount(api.db)
    await deliver(api, sequenceDelivery(accountId, invoiceNews(accountId, 'si-1')))
    await addInvoice(accountId, '1')
    const routes = (await everyRoute(accountId)).filter(({ method }) => method === 'GET')
    const bodies = await Promise.all(routes.map(async ({ path }) => (await ask('GET', path)).body))
    const told = bodies.join('\n')
    const secrets = [rilletToken, sequenceSecret, 'rk_test', 'cs_test', 'test.', tokens.admin]
    for (const secret of secrets) expect(told).not.toContain(secret)
    const view = (await ask('GET', `/accounts/${accountId}/connection/rillet`)).json()
    expect(view.webhook).toMatchObject({
      url: `https://sync.example.com/api/rillet/webhooks/${accountId}`,
      secretSet: true,
      lastDeliveryAt: null,
    })
  })

  test('invoices are listed newest change first, page by page, each once', async () => {
    const accountId = await addAccount(api.db)
    const at = new Date('2026-05-01T10:00:00Z')
    const ids = Array.from({ length: 25 }, (_, index) => `si-${String(index).padStart(2, '0')}`)
    // Equal instants: only the id tells them apart.
    for (const id of ids) await addInvoice(accountId, id, { changed_at: at })
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page = (await ask('GET', `/accounts/${accountId}/invoices?limit=10${query}`)).json()
      seen.push(...page.items.map(({ id }: { id: string }) => id))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(ids.toReversed())
  })

  test('invoices are filtered by state, problem, customer, currency, number, text and date', async () => {
    const accountId = await addAccount(api.db)
    const problem = {
      code: 'customer_not_linked',
      blockedOn: 'customer:c-1',
      params: { customer: 'c-1' },
    }
    await addInvoice(accountId, 'blocked', {
      state: 'blocked',
      problems: JSON.stringify([problem]),
      number: 'SEQ-100',
      customer_id: 'c-1',
      customer_name: 'Acme 50%',
      currency: 'GBP',
      accounting_date: '2026-05-10',
    })
    await addInvoice(accountId, 'failing', { error_code: 'rillet_unreachable', number: 'SEQ-1001' })
    const found = async (query: string) => {
      const { items } = (await ask('GET', `/accounts/${accountId}/invoices?${query}`)).json()
      return items.map(({ id }: { id: string }) => id).sort()
    }
    expect(await found('state=blocked')).toEqual(['blocked'])
    expect(await found('errorClass=customer_not_linked')).toEqual(['blocked'])
    expect(await found('errorClass=rillet_unreachable')).toEqual(['failing'])
    expect(await found('customerId=c-1')).toEqual(['blocked'])
    expect(await found('currency=GBP')).toEqual(['blocked'])
    expect(await found('number=SEQ-100')).toEqual(['blocked'])
    expect(await found('search=seq-100')).toEqual(['blocked', 'failing'])
    expect(await found('search=50%25')).toEqual(['blocked'])
    expect(await found('search=5_%25')).toEqual([])
    expect(await found('from=2026-05-10&to=2026-05-10')).toEqual(['blocked'])
    expect(await found('from=2026-05-11')).toEqual([])
    const counts = (await ask('GET', `/accounts/${accountId}/invoices/counts`)).json()
    expect(counts.items).toEqual(
      expect.arrayContaining([
        { state: 'blocked', count: 1 },
        { state: 'synced', count: 1 },
      ]),
    )
    const one = (await ask('GET', `/accounts/${accountId}/invoices/blocked`)).json()
    expect(one.problems[0]).toMatchObject({
      code: 'customer_not_linked',
      blockedOn: 'customer:c-1',
    })
    expect(`${one.problems[0].whatHappened}`).toContain('Acme 50%')
    expect(one.actions).toContain('retry')
    expect(one.payments).toEqual([])
  })

  test('the timeline of an invoice is whole, newest first', async () => {
    const accountId = await addAccount(api.db)
    for (const kind of ['first', 'second', 'third']) {
      await addEvent(api.db, { accountId, invoiceId: 'si-1', kind, actor: 'sync' })
    }
    const path = `/accounts/${accountId}/invoices/si-1/timeline`
    const page = (await ask('GET', `${path}?limit=2`)).json()
    const rest = (await ask('GET', `${path}?limit=2&cursor=${page.nextCursor}`)).json()
    const kinds = [...page.items, ...rest.items].map(({ kind }: { kind: string }) => kind)
    expect(kinds).toEqual(['third', 'second', 'first'])
    expect(rest.nextCursor).toBeNull()
  })

  test('deliveries show what became of them, and refusals their reason and count', async () => {
    const accountId = await addAccount(api.db)
    await deliver(api, rilletDelivery(accountId, { id: 'ri-1' }, { id: 'event-9' }))
    await deliver(api, rilletDelivery(accountId, { id: 'ri-1' }, {}, 'd3Jvbmc='))
    const list = (await ask('GET', `/accounts/${accountId}/deliveries?source=rillet`)).json()
    expect(list.items).toMatchObject([{ deliveryId: 'event-9', status: 'pending', stale: false }])
    expect(list.items[0]).not.toHaveProperty('body')
    expect(list.refusals).toMatchObject([{ reason: 'signature_wrong', count: 1 }])
  })

  test('a delivery that was put aside is taken up again on request', async () => {
    const accountId = await addAccount(api.db)
    await deliver(api, rilletDelivery(accountId, { id: 'ri-1' }))
    const { id } = (await ask('GET', `/accounts/${accountId}/deliveries`)).json().items[0]
    const replay = () => ask('POST', `/accounts/${accountId}/deliveries/${id}/replay`)
    const become = (status: DeliveryStatus) =>
      api.db.updateTable('inbox').set({ status }).where('id', '=', id).execute()
    await become('quarantined')
    expect((await replay()).json()).toEqual({ replayed: 1 })
    await become('unmatched')
    expect((await replay()).json()).toEqual({ replayed: 1 })
  })

  test('a delivery that was handled is not handled again, and that says what to do instead', async () => {
    const accountId = await addAccount(api.db)
    await deliver(api, rilletDelivery(accountId, { id: 'ri-1' }))
    const { id } = (await ask('GET', `/accounts/${accountId}/deliveries`)).json().items[0]
    const refusal = async (status: DeliveryStatus) => {
      await api.db.updateTable('inbox').set({ status }).where('id', '=', id).execute()
      const answer = await ask('POST', `/accounts/${accountId}/deliveries/${id}/replay`)
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'not_replayable'])
      return answer.json().detail
    }
    for (const status of ['handed_over', 'ignored', 'echo'] as const) {
      expect(await refusal(status)).toMatch(/handled already: .*Retry sync/)
    }
    expect(await refusal('pending')).toMatch(/by itself/)
    expect(await refusal('unreadable')).toMatch(/cannot be read.*Retry sync/)
    const absent = await ask('POST', `/accounts/${accountId}/deliveries/${id}0/replay`)
    expect(absent.statusCode).toBe(404)
  })

  test('one account never sees another one’s rows', async () => {
    const [mine, theirs] = [await addAccount(api.db), await addAccount(api.db)]
    await addInvoice(theirs, 'secret-invoice', { customer_name: 'Their customer' })
    await addEvent(api.db, {
      accountId: theirs,
      invoiceId: 'secret-invoice',
      kind: 'x',
      actor: 'x',
    })
    await deliver(api, rilletDelivery(theirs, { id: 'ri-1' }, { id: 'their-event' }))
    const cursor = (await ask('GET', `/accounts/${theirs}/deliveries?limit=1`)).json().nextCursor
    expect(cursor).toBeNull()
    const paths = ['invoices', 'deliveries', 'timeline']
    for (const path of paths) {
      const answer = await ask('GET', `/accounts/${mine}/${path}`)
      expect([path, answer.json().items]).toEqual([path, []])
    }
    for (const path of ['secret-invoice', 'secret-invoice/timeline']) {
      expect((await ask('GET', `/accounts/${mine}/invoices/${path}`)).statusCode).toBe(404)
    }
    const { id } = (await ask('GET', `/accounts/${theirs}/deliveries`)).json().items[0]
    const replay = await ask('POST', `/accounts/${mine}/deliveries/${id}/replay`)
    expect(replay.statusCode).toBe(404)
  })
})

describe('the api as a whole', () => {
  test('health: alive, ready with Postgres, and Temporal’s absence only told', async () => {
    expect((await api.app.inject('/healthz')).statusCode).toBe(200)
    const ready = await api.app.inject('/readyz')
    expect(ready.statusCode).toBe(200)
    expect(ready.json()).toEqual({ status: 'ready', postgres: 'up', temporal: 'down' })
  })

  test('the OpenAPI document is 3.1 and describes every route with its errors', async () => {
    const document = (await api.app.inject('/api/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    for (const methods of Object.values<Record<string, { summary?: string }>>(document.paths)) {
      for (const { summary } of Object.values(methods)) expect(summary).toMatch(/\w/)
    }
    expect(document.components.schemas).toHaveProperty('Invoice')
  })

  test('the docs page runs its own scripts and nothing from elsewhere', async () => {
    const page = await api.app.inject('/api/docs/')
    expect(page.statusCode).toBe(200)
    expect(page.body).not.toMatch(/src="https?:/)
    for (const offer of ['agent', 'mcp']) {
      expect(page.body).toMatch(new RegExp(`"${offer}":\\s*\\{\\s*"disabled":\\s*true`))
    }
    expect(page.body).toMatch(/"showDeveloperTools":\s*"never"/)
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toMatch(/script-src 'self' 'sha256-/)
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    const [, script = ''] = /<script[^>]* src="([^"]+)"/.exec(page.body) ?? []
    const url = new URL(script, 'http://x/api/docs/').pathname
    expect((await api.app.inject(url)).statusCode).toBe(200)
  })

  test('headers: no sniffing, no framing, no server named, nothing cached', async () => {
    const { headers } = await ask('GET', '/accounts')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect(String(headers['content-security-policy'])).toMatch(/frame-ancestors/)
    expect(headers).not.toHaveProperty('server')
    expect(headers).not.toHaveProperty('x-powered-by')
  })

  test('an address that nothing answers is a problem too', async () => {
    const answer = await api.app.inject('/nothing?here')
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({
      code: 'not_found',
      detail: expect.stringContaining('/nothing'),
    })
    expect(answer.body).not.toContain('?here')
  })
})
