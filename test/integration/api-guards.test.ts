import { randomBytes } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { checkKeys } from '../../check-keys.ts'
import { createSecrets } from '../../store/secrets.ts'
import { addAccount, secrets, startApp, tokenFor } from './gateway-support.ts'

const start = async (options: Parameters<typeof startApp>[0] = {}) => {
  const api = await startApp(options)
  onTestFinished(() => api.close())
  return api
}

test('one token that asks too often is told to wait; another goes on', async () => {
  const api = await start({ requestsPerMinute: 20 })
  const [busy, calm] = [await tokenFor(api.db, 'viewer'), await tokenFor(api.db, 'viewer')]
  const ask = (token: string) =>
    api.app.inject({ url: '/api/v1/accounts', headers: { authorization: `Bearer ${token}` } })
  const answers = await Promise.all(Array.from({ length: 30 }, () => ask(busy)))
  const refused = answers.filter(({ statusCode }) => statusCode === 429)
  expect(refused).toHaveLength(10)
  expect(refused[0]?.json().code).toBe('too_many_requests')
  expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0)
  expect((await ask(calm)).statusCode).toBe(200)
})

test('an address that guesses tokens is told to wait; whoever is known there goes on', async () => {
  const api = await start()
  const ask = (token: string, remoteAddress: string) =>
    api.app.inject({
      url: '/api/v1/accounts',
      remoteAddress,
      headers: { authorization: `Bearer ${token}` },
    })
  for (let n = 0; n < 130; n++) await ask(`sr_guess_${n}`, '192.0.2.1')
  expect((await ask('sr_guess', '192.0.2.1')).statusCode).toBe(429)
  expect((await ask('sr_guess', '192.0.2.2')).statusCode).toBe(401)
  const known = await tokenFor(api.db, 'viewer')
  expect((await ask(known, '192.0.2.1')).statusCode).toBe(200)
})

test('a key that does not open what is stored is found at the start, and named', async () => {
  const api = await start()
  await expect(checkKeys(api.db, secrets)).resolves.toBeUndefined()
  await addAccount(api.db)
  await expect(checkKeys(api.db, secrets)).resolves.toBeUndefined()
  for (const id of ['test', 'another']) {
    const foreign = createSecrets([{ id, key: randomBytes(32) }])
    await expect(checkKeys(api.db, foreign)).rejects.toThrow(
      'ENCRYPTION_KEY does not open the secrets that were stored with the key test',
    )
  }
})

test('the headers of an answer of the API and of a page', async () => {
  const api = await start()
  const guarding =
    /^(content-security-policy|strict-|x-|cross-origin|referrer|access-control|server)/
  const headersOf = async (url: string) => {
    const { headers } = await api.app.inject(url)
    return Object.fromEntries(Object.entries(headers).filter(([name]) => guarding.test(name)))
  }
  const expected = {
    'content-security-policy':
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'SAMEORIGIN',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
  }
  expect(await headersOf('/api/session')).toEqual(expected)
  expect(await headersOf('/api/v1/accounts')).toEqual(expected)
})

test.each([
  ['/api/v1/accounts/%zz', 400, 'address_broken'],
  ['/%E0%A4%A', 400, 'address_broken'],
  ['/api/rillet/webhooks/%zz', 400, 'address_broken'],
  [`/api/v1/accounts/a/invoices/${'i'.repeat(201)}`, 414, 'address_too_long'],
])('an address that no route can read is a problem as any other: %s', async (url, status, code) => {
  const api = await start()
  const answer = await api.app.inject(url)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.statusCode).toBe(status)
  expect(answer.json()).toMatchObject({ type: 'about:blank', status, code })
  expect(answer.body).not.toContain('FST_')
})

test('a cursor is good for the account and the list that gave it alone', async () => {
  const api = await start()
  const [own, other] = [await addAccount(api.db), await addAccount(api.db)]
  const headers = { authorization: `Bearer ${await tokenFor(api.db, 'admin')}` }
  const replay = (account: string) =>
    api.app.inject({
      method: 'POST',
      url: `/api/v1/accounts/${account}/deliveries/replay-stuck`,
      headers,
    })
  for (const account of [own, own, other, other]) await replay(account)
  const list = async (path: string) => {
    const answer = await api.app.inject({ url: `/api/v1/accounts/${path}`, headers })
    return { status: answer.statusCode, body: answer.json() }
  }
  const { body } = await list(`${own}/audit?limit=1`)
  const cursor: string = body.nextCursor
  const second = await list(`${own}/audit?limit=1&cursor=${cursor}`)
  expect([second.status, second.body.items[0].seq]).toEqual([200, '1'])
  for (const path of [`${other}/audit`, `${own}/deliveries`, `${own}/invoices`]) {
    expect((await list(`${path}?cursor=${cursor}`)).status).toBe(404)
  }
  const forged = Buffer.from(JSON.stringify(['1'])).toString('base64url')
  expect((await list(`${own}/audit?cursor=${forged}.${cursor.split('.')[1]}`)).status).toBe(404)
  expect((await list(`${own}/audit?cursor=${forged}`)).status).toBe(400)
})
