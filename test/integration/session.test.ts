import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Grant } from '../../domain/roles.ts'
import { makeSignInLink } from '../../store/person-command.ts'
import { createBrowser } from '../support/browser.ts'
import { addAccount, startApp, type TestApp, tokenFor } from './gateway-support.ts'

let api: TestApp
let accountId: string
beforeAll(async () => {
  api = await startApp()
  accountId = await addAccount(api.db)
})
afterAll(() => api.close())

const everywhere: Grant = { accountId: '*', role: 'admin' }
let people = 0

/** The secret of a new link for somebody new, or for the one named. */
async function linkFor(grant: Grant = everywhere, name = `person ${people++}`): Promise<string> {
  const made = await makeSignInLink(api.db, { name, grant, minutes: 60 })
  if (made.kind !== 'made') throw new Error(made.kind)
  return made.token
}

async function signedIn(grant?: Grant) {
  const browser = createBrowser(api.app)
  expect((await browser.signIn(await linkFor(grant))).statusCode).toBe(200)
  return browser
}

const lastSession = () =>
  api.db.selectFrom('session').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()

const cookieName = '__Host-sequence-rillet'
const list = '/api/v1/accounts'

describe('signing in with a link', () => {
  test('a link opens a session that says who one is, and what one may do', async () => {
    const browser = createBrowser(api.app)
    const answer = await browser.signIn(
      await linkFor({ accountId, role: 'operator' }, 'Anna Example'),
    )
    expect(answer.json()).toMatchObject({
      session: {
        name: 'Anna Example',
        kind: 'person',
        roles: [{ accountId, role: 'operator' }],
        method: 'link',
        hasPassword: false,
      },
    })
    expect((await browser.ask('GET', '/api/session')).json()).toEqual(answer.json())
    expect((await browser.ask('GET', list)).json().items).toHaveLength(1)
  })

  test('the cookie is for our host alone, out of scripts’ reach and gone with the browser', async () => {
    const answer = await createBrowser(api.app).signIn(await linkFor())
    expect(answer.headers['set-cookie']).toMatch(
      /^__Host-sequence-rillet=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
  })

  test('a link works once, and not for whoever comes late', async () => {
    const link = await linkFor()
    expect((await createBrowser(api.app).signIn(link)).statusCode).toBe(200)
    const again = await createBrowser(api.app).signIn(link)
    expect([again.statusCode, again.json().code]).toEqual([401, 'link_refused'])

    const old = await linkFor()
    await api.db
      .updateTable('sign_in_link')
      .set({ expires_at: new Date(Date.now() - 1) })
      .where('used_at', 'is', null)
      .execute()
    expect((await createBrowser(api.app).signIn(old)).statusCode).toBe(401)
    expect((await createBrowser(api.app).signIn('nonsense')).statusCode).toBe(401)
  })

  test('of two who redeem a link at the same moment one gets in', async () => {
    const link = await linkFor()
    const answers = await Promise.all([1, 2, 3].map(() => createBrowser(api.app).signIn(link)))
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401])
  })

  test('a new link makes the one before void', async () => {
    const first = await linkFor(everywhere, 'Twice')
    const second = await linkFor(everywhere, 'twice')
    expect((await createBrowser(api.app).signIn(first)).statusCode).toBe(401)
    expect((await createBrowser(api.app).signIn(second)).statusCode).toBe(200)
  })

  test('opening a link’s address signs nobody in: only a POST redeems it', async () => {
    const link = await linkFor()
    await api.app.inject(`/sign-in?link=${link}`)
    await api.app.inject(`/api/session?link=${link}`)
    expect((await createBrowser(api.app).signIn(link)).statusCode).toBe(200)
  })
})

describe('a session', () => {
  test('signing in gives a new id, and the one that was there before is dead', async () => {
    const browser = await signedIn()
    const before = browser.jar.get(cookieName)!
    await browser.signIn(await linkFor())
    expect(browser.jar.get(cookieName)).not.toBe(before)
    const fixed = await api.app.inject({
      url: list,
      headers: { cookie: `${cookieName}=${before}` },
    })
    expect([fixed.statusCode, fixed.json().code]).toEqual([401, 'session_ended'])
  })

  test('an id that somebody else chose is never taken over', async () => {
    const browser = createBrowser(api.app)
    browser.jar.set(cookieName, 'chosen-by-an-attacker')
    await browser.signIn(await linkFor())
    expect(browser.jar.get(cookieName)).not.toBe('chosen-by-an-attacker')
  })

  test('signing out ends it here, whatever the browser keeps', async () => {
    const browser = await signedIn()
    const kept = browser.jar.get(cookieName)!
    expect((await browser.ask('DELETE', '/api/session')).statusCode).toBe(204)
    expect(browser.jar.size).toBe(0)
    browser.jar.set(cookieName, kept)
    expect((await browser.ask('GET', list)).statusCode).toBe(401)
    expect((await browser.ask('GET', '/api/session')).json().session).toBeNull()
  })

  const minutes = (n: number) => new Date(Date.now() + n * 60_000)
  test.each([
    ['idle for 29 minutes, it goes on', { seen_at: minutes(-29) }, 200],
    ['idle for 31 minutes, it is over', { seen_at: minutes(-31) }, 401],
    ['a minute before its twelve hours, it goes on', { expires_at: minutes(1) }, 200],
    ['after its twelve hours, it is over', { expires_at: minutes(0) }, 401],
  ])('%s', async (_, change, status) => {
    const browser = await signedIn()
    const { id, expires_at } = await lastSession()
    expect(Math.abs(expires_at.getTime() - minutes(720).getTime())).toBeLessThan(60_000)
    await api.db.updateTable('session').set(change).where('id', '=', id).execute()
    const answer = await browser.ask('GET', list)
    expect(answer.statusCode).toBe(status)
    if (status === 401) expect(answer.json().code).toBe('session_ended')
    expect(browser.jar.size).toBe(status === 401 ? 0 : 1)
  })

  test('what a page asks by itself keeps no session alive', async () => {
    const browser = await signedIn()
    const seen = new Date(Date.now() - 20 * 60_000)
    const { id } = await lastSession()
    await api.db.updateTable('session').set({ seen_at: seen }).where('id', '=', id).execute()
    await browser.ask('GET', list, { headers: { 'x-unattended': '1' } })
    expect((await lastSession()).seen_at).toEqual(seen)
    await browser.ask('GET', list)
    expect((await lastSession()).seen_at.getTime()).toBeGreaterThan(seen.getTime())
  })

  test('disabling the person ends it', async () => {
    const browser = createBrowser(api.app)
    await browser.signIn(await linkFor(everywhere, 'Leaver'))
    await api.db
      .updateTable('operator')
      .set({ revoked_at: new Date() })
      .where('name', '=', 'Leaver')
      .execute()
    expect((await browser.ask('GET', list)).statusCode).toBe(401)
  })

  test('neither links nor session ids are stored readably', async () => {
    const link = await linkFor()
    const browser = createBrowser(api.app)
    await browser.signIn(link)
    const stored = JSON.stringify([
      await api.db.selectFrom('session').selectAll().execute(),
      await api.db.selectFrom('sign_in_link').selectAll().execute(),
    ])
    expect(stored).not.toContain(link)
    expect(stored).not.toContain(browser.jar.get(cookieName))
  })
})

describe('roles per account', () => {
  test('another account is answered like one that nobody connected', async () => {
    const other = await addAccount(api.db)
    const browser = await signedIn({ accountId, role: 'admin' })
    const foreign = await browser.ask('GET', `${list}/${other}/settings`)
    const unknown = await browser.ask('GET', `${list}/nobody/settings`)
    expect([foreign.statusCode, foreign.json().code]).toEqual([404, 'account_unknown'])
    expect(foreign.body.replace(other, 'nobody')).toBe(unknown.body)
    expect((await browser.ask('GET', `${list}/${accountId}/settings`)).statusCode).toBe(200)
  })

  test('the higher of the role in the account and that in all accounts counts', async () => {
    const link = await linkFor({ accountId: '*', role: 'viewer' }, 'Both')
    await makeSignInLink(api.db, { name: 'Both', grant: { accountId, role: 'admin' }, minutes: 1 })
    const browser = createBrowser(api.app)
    expect((await browser.signIn(link)).statusCode).toBe(401) // the second link voids it
    await browser.signIn(await linkFor({ accountId, role: 'admin' }, 'Both'))
    const other = await addAccount(api.db)
    const patch = (id: string) => browser.ask('PATCH', `${list}/${id}/settings`, { body: {} })
    expect((await patch(accountId)).statusCode).toBe(200)
    expect((await patch(other)).statusCode).toBe(403)
  })

  test('only an admin of all accounts adds one, and says so', async () => {
    const put = async (grant: Grant, id: string) =>
      (await (await signedIn(grant)).ask('PUT', `${list}/${id}`)).statusCode
    expect(await put({ accountId, role: 'admin' }, 'new-one')).toBe(404)
    expect(await put({ accountId, role: 'admin' }, accountId)).toBe(403)
    expect(await put({ accountId: '*', role: 'operator' }, 'new-one')).toBe(403)
    expect(await put(everywhere, 'new-one')).toBe(201)
    expect(await put(everywhere, 'new-one')).toBe(200)
    const typo = await (await signedIn()).ask('PUT', `${list}/typo/connection/rillet`, {
      body: { apiKey: 'rk_a_good_key' },
    })
    expect([typo.statusCode, typo.json().code]).toEqual([404, 'account_unknown'])
    const { items } = (await (await signedIn()).ask('GET', list)).json()
    const ids = items.map((one: { accountId: string }) => one.accountId)
    expect([ids.includes('new-one'), ids.includes('typo')]).toEqual([true, false])
  })

  test('somebody without any role sees no account', async () => {
    const browser = await signedIn()
    await api.db.deleteFrom('membership').where('account_id', '=', '*').execute()
    expect((await browser.ask('GET', list)).json()).toEqual({ items: [], nextCursor: null })
  })
})

describe('requests from other sites', () => {
  const tries: [string, Record<string, string>][] = [
    ['a cross-site form', { 'sec-fetch-site': 'cross-site' }],
    ['a page on a sister domain', { 'sec-fetch-site': 'same-site' }],
    ['an old browser on a foreign page', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
    ['a sandboxed frame', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
  ]
  test.each(tries)('%s changes nothing by cookie', async (_, headers) => {
    const browser = await signedIn()
    const answer = await browser.ask('POST', `${list}/${accountId}/deliveries/replay-stuck`, {
      headers,
    })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'cross_site'])
  })

  test('without Sec-Fetch-Site the Origin decides, and must be there', async () => {
    const browser = await signedIn()
    const cookie = `${cookieName}=${browser.jar.get(cookieName)}`
    const post = (headers: Record<string, string>) =>
      api.app.inject({
        method: 'POST',
        url: `${list}/${accountId}/deliveries/replay-stuck`,
        headers: { cookie, ...headers },
      })
    expect((await post({ origin: 'https://sync.example.com' })).statusCode).toBe(200)
    for (const headers of [{}, { origin: 'null' }, { origin: 'https://evil.example' }]) {
      expect((await post(headers)).statusCode).toBe(403)
    }
  })

  test('nobody is signed in or out from another site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const link = await linkFor()
    const body = { link }
    const answer = await createBrowser(api.app).ask('POST', '/api/session', { body, headers })
    expect(answer.statusCode).toBe(403)
    const browser = await signedIn()
    expect((await browser.ask('DELETE', '/api/session', { headers })).statusCode).toBe(403)
    expect((await browser.ask('GET', list)).statusCode).toBe(200)
  })

  test('a bearer token needs no page of ours', async () => {
    const answer = await api.app.inject({
      method: 'POST',
      url: `${list}/${accountId}/deliveries/replay-stuck`,
      headers: {
        authorization: `Bearer ${await tokenFor(api.db, 'operator')}`,
        'sec-fetch-site': 'cross-site',
      },
    })
    expect(answer.statusCode).toBe(200)
  })
})
