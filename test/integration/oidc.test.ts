import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseRoles } from '../../api/oidc/config.ts'
import { createOidc } from '../../api/oidc/oidc.ts'
import { freePort } from '../../dev/ports.ts'
import { createBrowser } from '../support/browser.ts'
import { addAccount, secrets, startApp, type TestApp } from './gateway-support.ts'

const program = fileURLToPath(new URL('../support/oidc-provider.ts', import.meta.url))
const publicUrl = 'https://sync.example.com'
let api: TestApp
let issuer: string
let accountId: string
let stopProvider: () => void

beforeAll(async () => {
  const port = await freePort()
  issuer = `http://127.0.0.1:${port}`
  const provider = spawn(process.execPath, [program, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  stopProvider = () => void provider.kill('SIGKILL')
  await once(provider.stdout, 'data')
  const config = {
    issuer,
    clientId: 'sequence-rillet',
    clientSecret: 'the secret of the client',
    label: 'Sign in with Example',
    claim: 'groups',
    mapping: parseRoles('it staff=admin, readers=viewer@acc-1') ?? [],
  }
  api = await startApp({ oidc: createOidc({ config, publicUrl, secrets }) })
  accountId = await addAccount(api.db, 'acc-1')
})
afterAll(async () => {
  await api.close()
  stopProvider()
})

/** Who signs in at the provider next. */
const signInAs = (claims: object) =>
  fetch(`${issuer}/next`, { method: 'POST', body: JSON.stringify(claims) })

/** What the provider sends the browser back to. */
async function throughProvider(browser: ReturnType<typeof createBrowser>) {
  const start = await browser.ask('GET', '/api/session/oidc/start')
  expect(start.statusCode).toBe(303)
  const there = await fetch(String(start.headers.location), { redirect: 'manual' })
  const back = new URL(there.headers.get('location') ?? '')
  expect(back.origin).toBe(publicUrl)
  return back
}

async function signIn(claims: object, browser = createBrowser(api.app)) {
  await signInAs(claims)
  const back = await throughProvider(browser)
  const answer = await browser.ask('GET', back.pathname + back.search, {
    headers: { 'sec-fetch-site': 'cross-site' },
  })
  return { browser, to: answer.headers.location, back }
}

const who = async (browser: ReturnType<typeof createBrowser>) =>
  (await browser.ask('GET', '/api/session')).json()

test('the sign-in page is told of it', async () => {
  const { signIn } = await who(createBrowser(api.app))
  expect(signIn.oidc).toEqual({ label: 'Sign in with Example', url: '/api/session/oidc/start' })
})

test('somebody who comes first is added with the roles of their groups', async () => {
  const { browser, to } = await signIn({ sub: 'u1', name: 'Olga', groups: ['readers', 'others'] })
  expect(to).toBe('/')
  expect((await who(browser)).session).toMatchObject({
    name: 'Olga',
    method: 'oidc',
    roles: [{ accountId, role: 'viewer' }],
  })
  expect(browser.jar.size).toBe(1)
})

test('each sign-in follows the groups; without any nobody gets in', async () => {
  const first = await signIn({ sub: 'u2', name: 'Per', groups: ['it staff'] })
  expect((await who(first.browser)).session.roles).toEqual([{ accountId: '*', role: 'admin' }])
  const second = await signIn({ sub: 'u2', name: 'Per', groups: 'readers' })
  expect((await who(second.browser)).session.roles).toEqual([{ accountId, role: 'viewer' }])
  const third = await signIn({ sub: 'u2', name: 'Per', groups: [] })
  expect(third.to).toBe('/sign-in?problem=oidc_no_role')
  expect((await who(third.browser)).session).toBeNull()
  expect((await signIn({ sub: 'nobody', name: 'New' })).to).toBe('/sign-in?problem=oidc_no_role')
})

test('nobody is taken over by a name: a namesake is another person', async () => {
  await signIn({ sub: 'u3', name: 'Twin', groups: ['it staff'] })
  const { browser } = await signIn({ sub: 'u4', name: 'Twin', groups: ['readers'] })
  expect((await who(browser)).session).toMatchObject({
    name: 'Twin (2)',
    roles: [{ accountId, role: 'viewer' }],
  })
})

test('who was disabled here stays out', async () => {
  await signIn({ sub: 'u5', name: 'Gone', groups: ['it staff'] })
  await api.db
    .updateTable('operator')
    .set({ revoked_at: new Date() })
    .where('oidc_subject', '=', 'u5')
    .execute()
  const { to } = await signIn({ sub: 'u5', name: 'Gone', groups: ['it staff'] })
  expect(to).toBe('/sign-in?problem=oidc_disabled')
})

test.each(['nonce', 'issuer', 'audience', 'expired', 'key'])(
  'an id token with a wrong %s signs nobody in',
  async (evil) => {
    const { browser, to } = await signIn({ sub: 'e', name: 'Eve', groups: ['it staff'], evil })
    expect(to).toBe('/sign-in?problem=oidc_failed')
    expect((await who(browser)).session).toBeNull()
  },
)

test('an answer to another browser’s attempt, a changed state and a used code sign nobody in', async () => {
  await signInAs({ sub: 'u6', name: 'Mallory', groups: ['it staff'] })
  const attacker = createBrowser(api.app)
  const back = await throughProvider(attacker)
  const victim = createBrowser(api.app)
  const open = async (browser: typeof victim, url: URL) =>
    (await browser.ask('GET', url.pathname + url.search)).headers.location
  expect(await open(victim, back)).toBe('/sign-in?problem=oidc_failed')
  await victim.ask('GET', '/api/session/oidc/start')
  expect(await open(victim, back)).toBe('/sign-in?problem=oidc_failed')
  expect((await who(victim)).session).toBeNull()

  const { back: used, browser } = await signIn({ sub: 'u7', name: 'Una', groups: ['readers'] })
  await browser.ask('GET', '/api/session/oidc/start')
  expect(await open(browser, used)).toBe('/sign-in?problem=oidc_failed')
})

test('a provider that is away is said, and found again when it is back', async () => {
  const config = {
    issuer: 'http://127.0.0.1:9',
    clientId: 'x',
    clientSecret: 'x',
    label: 'x',
    claim: 'groups',
    mapping: [],
  }
  const other = await startApp({ oidc: createOidc({ config, publicUrl, secrets }) })
  const answer = await other.app.inject('/api/session/oidc/start')
  expect([answer.statusCode, answer.headers.location]).toEqual([
    303,
    '/sign-in?problem=oidc_failed',
  ])
  await other.close()
})

test.each([
  ['finance=operator', [{ value: 'finance', grant: { accountId: '*', role: 'operator' } }]],
  ['a=b=viewer@x-1', [{ value: 'a=b', grant: { accountId: 'x-1', role: 'viewer' } }]],
  ['finance=king', undefined],
  ['finance', undefined],
  ['', undefined],
])('roles from %s', (text, expected) => expect(parseRoles(text)).toEqual(expected))
