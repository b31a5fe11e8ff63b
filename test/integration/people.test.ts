import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Grant } from '../../domain/roles.ts'
import { makeSignInLink } from '../../store/person-command.ts'
import { createBrowser } from '../support/browser.ts'
import { addAccount, startApp, type TestApp } from './gateway-support.ts'

let api: TestApp
let accountId: string
let other: string
let people = 0
beforeAll(async () => {
  api = await startApp()
  accountId = await addAccount(api.db)
  other = await addAccount(api.db)
})
afterAll(() => api.close())

const linkOf = async (name: string, grant: Grant | null) => {
  const made = await makeSignInLink(api.db, { name, grant, minutes: 60 })
  return made.kind === 'made' ? made.token : made.kind
}

type Someone = Awaited<ReturnType<typeof someone>>
async function someone(grant: Grant, name = `somebody ${people++}`) {
  const browser = createBrowser(api.app, `192.0.2.${(people % 200) + 1}`)
  expect((await browser.signIn(await linkOf(name, grant))).statusCode).toBe(200)
  const { id } = await api.db
    .selectFrom('operator')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return { ...browser, id, name }
}
const superAdmin = () => someone({ accountId: '*', role: 'admin' })
const admin = () => someone({ accountId, role: 'admin' })
const people1 = '/api/v1/people'

const secretOf = (url: string) => new URL(url).hash.slice(1)
const invite = (by: Someone, name: string, roles: Grant[]) =>
  by.ask('POST', people1, { body: { name, roles } })
const setRole = (by: Someone, id: string, change: { accountId: string; role: string | null }) =>
  by.ask('PUT', `${people1}/${id}/role`, { body: change })

describe('inviting', () => {
  test('the link is shown once, signs in once, and gives the roles', async () => {
    const by = await admin()
    const answer = await invite(by, 'Ingrid', [{ accountId, role: 'operator' }])
    expect(answer.statusCode).toBe(201)
    const { link, person } = answer.json()
    expect(link.url).toMatch(/^https:\/\/sync\.example\.com\/sign-in#[\w-]{43}$/)
    expect(person).toMatchObject({ name: 'Ingrid', roles: [{ accountId, role: 'operator' }] })
    const browser = createBrowser(api.app)
    expect((await browser.signIn(secretOf(link.url))).json().session.name).toBe('Ingrid')
    expect((await by.ask('GET', people1)).body).not.toContain(secretOf(link.url))
  })

  test('a name is given once, whatever the case of its letters', async () => {
    const by = await admin()
    await invite(by, 'Same Name', [{ accountId, role: 'viewer' }])
    const again = await invite(by, 'same name', [{ accountId, role: 'viewer' }])
    expect([again.statusCode, again.json().code]).toEqual([409, 'name_taken'])
  })

  test('nobody gives a role where they are no admin', async () => {
    const by = await admin()
    for (const foreign of [other, '*', 'nobody']) {
      const answer = await invite(by, 'Intruder', [{ accountId: foreign, role: 'viewer' }])
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'account_unknown'])
    }
    const operator = await someone({ accountId, role: 'operator' })
    expect((await invite(operator, 'X', [{ accountId, role: 'viewer' }])).statusCode).toBe(403)
  })

  test('an unknown key is refused', async () => {
    const by = await admin()
    const body = { name: 'M', roles: [{ accountId, role: 'viewer' }], kind: 'token' }
    expect((await by.ask('POST', people1, { body })).statusCode).toBe(400)
  })
})

describe('changing what people may do', () => {
  test('a role holds from the next request on, and its taking away too', async () => {
    const by = await admin()
    const them = await someone({ accountId, role: 'viewer' })
    const patch = () => them.ask('PATCH', `/api/v1/accounts/${accountId}/settings`, { body: {} })
    expect((await patch()).statusCode).toBe(403)
    await setRole(by, them.id, { accountId, role: 'admin' })
    expect((await patch()).statusCode).toBe(200)
    await setRole(by, them.id, { accountId, role: null })
    expect((await patch()).statusCode).toBe(404)
  })

  test('an admin of one account sees neither people nor roles of another', async () => {
    const by = await admin()
    const stranger = await someone({ accountId: other, role: 'viewer' })
    const both = await someone({ accountId: other, role: 'admin' })
    await setRole(await superAdmin(), both.id, { accountId, role: 'viewer' })
    const { items } = (await by.ask('GET', people1)).json()
    const ids = items.map((one: { id: string }) => one.id)
    expect([ids.includes(stranger.id), ids.includes(both.id)]).toEqual([false, true])
    const shown = items.find((one: { id: string }) => one.id === both.id)
    expect(shown).toMatchObject({ roles: [{ accountId, role: 'viewer' }], mine: false })
    for (const verb of ['link', 'disable', 'enable']) {
      expect((await by.ask('POST', `${people1}/${stranger.id}/${verb}`)).statusCode).toBe(404)
      expect((await by.ask('POST', `${people1}/${both.id}/${verb}`)).statusCode).toBe(403)
    }
    expect((await setRole(by, stranger.id, { accountId, role: null })).statusCode).toBe(404)
    expect((await setRole(by, both.id, { accountId: other, role: null })).statusCode).toBe(404)
  })

  test('disabling ends sessions, links and the tokens that the person made', async () => {
    const by = await superAdmin()
    const them = await admin()
    const made = await them.ask('POST', '/api/v1/tokens', {
      body: { name: 'theirs', roles: [{ accountId, role: 'admin' }] },
    })
    const headers = { authorization: `Bearer ${made.json().token}` }
    const settings = `/api/v1/accounts/${accountId}/settings`
    expect((await api.app.inject({ url: settings, headers })).statusCode).toBe(200)
    const link = (await by.ask('POST', `${people1}/${them.id}/link`)).json().url

    expect((await by.ask('POST', `${people1}/${them.id}/disable`)).json().disabledAt).not.toBeNull()
    expect((await them.ask('GET', settings)).statusCode).toBe(401)
    expect((await api.app.inject({ url: settings, headers })).statusCode).toBe(401)
    expect((await createBrowser(api.app).signIn(secretOf(link))).statusCode).toBe(401)
    expect((await by.ask('POST', `${people1}/${them.id}/link`)).json().code).toBe('person_disabled')
    await by.ask('POST', `${people1}/${them.id}/enable`)
    expect((await them.ask('GET', settings)).statusCode).toBe(401)
    const fresh = (await by.ask('POST', `${people1}/${them.id}/link`)).json().url
    expect((await createBrowser(api.app).signIn(secretOf(fresh))).statusCode).toBe(200)
  })

  test('the last admin of all accounts stays, even when two remove each other at once', async () => {
    await api.db
      .updateTable('operator')
      .set({ revoked_at: new Date() })
      .where('kind', '=', 'person')
      .execute()
    const [a, b] = [await superAdmin(), await superAdmin()]
    const answers = await Promise.all([
      a.ask('POST', `${people1}/${b.id}/disable`),
      b.ask('POST', `${people1}/${a.id}/disable`),
    ])
    const left = (await a.ask('GET', people1)).statusCode === 200 ? a : b
    expect(answers.map(({ statusCode }) => statusCode).sort()).not.toEqual([200, 200])
    const self = await left.ask('POST', `${people1}/${left.id}/disable`)
    expect([self.statusCode, self.json().code]).toEqual([409, 'last_admin'])
    for (const role of [null, 'operator']) {
      expect((await setRole(left, left.id, { accountId: '*', role })).statusCode).toBe(409)
    }
    expect((await left.ask('GET', people1)).statusCode).toBe(200)
  })
})

describe('tokens', () => {
  test('one is shown once, listed without itself, noted when used, and revoked for good', async () => {
    const by = await admin()
    const made = await by.ask('POST', '/api/v1/tokens', {
      body: { name: 'reports', roles: [{ accountId, role: 'viewer' }] },
    })
    const { token, view } = made.json()
    expect(view).toMatchObject({ name: 'reports', madeBy: by.name, lastUsedAt: null })
    const url = `/api/v1/accounts/${accountId}/settings`
    const use = () => api.app.inject({ url, headers: { authorization: `Bearer ${token}` } })
    expect((await use()).statusCode).toBe(200)
    const list = await by.ask('GET', '/api/v1/tokens')
    expect(list.body).not.toContain(token)
    const listed = list.json().items.find((one: { id: string }) => one.id === view.id)
    expect(listed.lastUsedAt).not.toBeNull()
    expect((await by.ask('DELETE', `/api/v1/tokens/${view.id}`)).statusCode).toBe(204)
    expect((await use()).statusCode).toBe(401)
  })

  test('a token never may do more than whoever made it', async () => {
    const by = await admin()
    const made = await by.ask('POST', '/api/v1/tokens', {
      body: { name: 'strong', roles: [{ accountId, role: 'admin' }] },
    })
    const patch = () =>
      api.app.inject({
        method: 'PATCH',
        url: `/api/v1/accounts/${accountId}/settings`,
        payload: {},
        headers: { authorization: `Bearer ${made.json().token}` },
      })
    expect((await patch()).statusCode).toBe(200)
    await setRole(await superAdmin(), by.id, { accountId, role: 'viewer' })
    expect((await patch()).statusCode).toBe(403)
    await setRole(await superAdmin(), by.id, { accountId, role: null })
    expect((await patch()).statusCode).toBe(404)
  })

  test('a token has neither sessions nor a password', async () => {
    const by = await admin()
    const made = await by.ask('POST', '/api/v1/tokens', {
      body: { name: 'no person', roles: [{ accountId, role: 'viewer' }] },
    })
    const headers = { authorization: `Bearer ${made.json().token}` }
    const answer = await api.app.inject({ url: '/api/v1/me/sessions', headers })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'people_only'])
  })
})

describe('passwords and sessions of one’s own', () => {
  const password = 'correct horse battery'
  const signIn = (name: string, given: string, ip = `198.51.100.${people++ % 250}`) =>
    createBrowser(api.app, ip).ask('POST', '/api/session', { body: { name, password: given } })

  test('somebody sets a password, signs in with it, and changes it with the present one alone', async () => {
    const them = await someone({ accountId, role: 'viewer' }, 'Pia')
    expect((await signIn('Pia', password)).statusCode).toBe(401)
    const set = (body: object) => them.ask('PUT', '/api/v1/me/password', { body })
    expect((await set({ password: 'short' })).statusCode).toBe(400)
    expect((await set({ password })).statusCode).toBe(204)
    expect((await signIn('pia', password)).json().session).toMatchObject({ method: 'password' })
    expect((await signIn('Pia', `${password}!`)).json().code).toBe('sign_in_refused')
    expect((await set({ password: 'another long one' })).json().code).toBe('password_wrong')
    expect((await set({ password: 'another long one', current: password })).statusCode).toBe(204)
    expect((await signIn('Pia', password)).statusCode).toBe(401)
    const rows = await api.db.selectFrom('operator').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain('another long one')
  })

  test('a new password ends all other sessions', async () => {
    const [here, there] = [
      await someone({ accountId, role: 'viewer' }, 'Two'),
      await someone({ accountId, role: 'viewer' }, 'Two'),
    ]
    await here.ask('PUT', '/api/v1/me/password', { body: { password } })
    expect((await there.ask('GET', '/api/v1/me/sessions')).statusCode).toBe(401)
    expect((await here.ask('GET', '/api/v1/me/sessions')).json().items).toHaveLength(1)
  })

  test('one ends another of one’s own sessions, and nobody else’s', async () => {
    const [here, there] = [
      await someone({ accountId, role: 'viewer' }, 'Ends'),
      await someone({ accountId, role: 'viewer' }, 'Ends'),
    ]
    const { items } = (await here.ask('GET', '/api/v1/me/sessions')).json()
    const [mine, theirs] = [true, false].map(
      (current) => items.find((one: { current: boolean }) => one.current === current).id,
    )
    const foreign = await someone({ accountId: '*', role: 'admin' })
    expect((await foreign.ask('DELETE', `/api/v1/me/sessions/${mine}`)).statusCode).toBe(404)
    expect((await here.ask('DELETE', `/api/v1/me/sessions/${theirs}`)).statusCode).toBe(204)
    expect((await there.ask('GET', '/api/v1/accounts')).statusCode).toBe(401)
    expect((await here.ask('GET', '/api/v1/accounts')).statusCode).toBe(200)
  })

  test('the sixth try in a minute is refused, also with the right password, for that name and address', async () => {
    const them = await someone({ accountId, role: 'viewer' }, 'Limited')
    await them.ask('PUT', '/api/v1/me/password', { body: { password } })
    const ip = '203.0.113.1'
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => signIn('Limited', 'wrong password', ip)),
    )
    const passed = tries.filter(({ statusCode }) => statusCode === 401)
    expect(passed.length).toBeLessThanOrEqual(5)
    const sixth = await signIn('limited', password, ip)
    expect([sixth.statusCode, sixth.json().code]).toEqual([429, 'too_many_tries'])
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(0)
    expect((await signIn('Limited', password, '203.0.113.2')).statusCode).toBe(200)
  })

  test('an unknown name takes as long as a wrong password', async () => {
    const them = await someone({ accountId, role: 'viewer' }, 'Known')
    await them.ask('PUT', '/api/v1/me/password', { body: { password } })
    const timeOf = async (name: string, n: number) => {
      const started = performance.now()
      await signIn(name, 'wrong password', `2001:db8:${n}::1`)
      return performance.now() - started
    }
    const times = { known: [] as number[], unknown: [] as number[] }
    await timeOf('Known', 999)
    // The quickest of many, and of more where a busy machine adds to them: what it adds proves nothing.
    const ratio = () => Math.min(...times.unknown) / Math.min(...times.known)
    for (let n = 0; n < 15 || (n < 60 && Math.abs(Math.log(ratio())) > 0.3); n++) {
      times.known.push(await timeOf('Known', n))
      times.unknown.push(await timeOf(`Unknown ${n}`, n + 100))
    }
    expect(Math.min(...times.known)).toBeGreaterThan(5)
    expect(ratio()).toBeGreaterThan(0.6)
    expect(ratio()).toBeLessThan(1.67)
  })
})
