import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Grant, isAtLeast, type Role, roles } from '../../domain/roles.ts'
import { createToken } from '../../store/operator.ts'
import { policy } from '../support/policy.ts'
import { addAccount, startApp, type TestApp } from './gateway-support.ts'

const prefix = '/api/v1'
let asked = 1
let api: TestApp
let own: string
let other: string
let tokens: Record<string, string>
beforeAll(async () => {
  api = await startApp()
  own = await addAccount(api.db)
  other = await addAccount(api.db)
  const tokenOf = async (grants: Grant[]) =>
    (await createToken(api.db, { name: 'matrix', grants, madeBy: null })).token
  tokens = {}
  for (const role of roles) {
    tokens[role] = await tokenOf([{ accountId: own, role }])
    tokens[`${role}+`] = await tokenOf([{ accountId: '*', role }])
  }
  tokens['nowhere'] = await tokenOf([])
})
afterAll(() => api.close())

/** Every route of the operator API, from the router itself. */
function everyRoute() {
  const found = api.routes.filter(({ url }) => url.startsWith(`${prefix}/`))
  return found.flatMap(({ method, url }) =>
    [method]
      .flat()
      .filter((one) => one !== 'HEAD' && one !== 'OPTIONS')
      .map((one) => ({ method: one, path: url.slice(prefix.length), url })),
  )
}

/** What a machine with too much to do turns away is asked again: it says nothing of who may do what. */
async function ask(...asked: Parameters<typeof askOnce>): Promise<string> {
  for (;;) {
    const answer = await askOnce(...asked)
    if (answer !== 'busy') return answer
    await pause(100)
  }
}

async function askOnce(
  { method, url }: { method: string; url: string },
  { who, account, mayStream }: { who: string; account: string; mayStream: boolean },
) {
  const token = tokens[who]
  const answer = await api.app.inject({
    method: method as 'GET',
    // Each from elsewhere: an address from which too much is refused is answered 429.
    remoteAddress: `2001:db8:${(asked++).toString(16)}::1`,
    url: url.replace(':accountId', account).replaceAll(/:\w+/g, '1'),
    // A stream of events answers and does not end.
    payloadAsStream: mayStream,
    ...(method === 'GET' || method === 'DELETE' ? {} : { payload: {} }),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  })
  const { statusCode } = answer
  if (mayStream) answer.stream().destroy()
  const code = statusCode >= 400 && !mayStream ? answer.json().code : null
  if (code === 'overloaded' || code === 'storage_away') return 'busy'
  if (statusCode === 401) return 'who?'
  if (statusCode === 403 && code === 'role_too_low') return 'no'
  if (statusCode === 404 && code === 'account_unknown') return 'not here'
  return 'yes'
}

function expected(path: string, rule: string, who: string, account: string): string {
  if (who === 'nobody') return 'who?'
  const isEverywhere = who.endsWith('+')
  const role = who === 'nowhere' ? null : (who.replace('+', '') as Role)
  const isOfAccount = path.includes(':accountId')
  if (isOfAccount && (role === null || (account === other && !isEverywhere))) return 'not here'
  if (rule === 'anyone') return 'yes'
  if (rule.endsWith('+') && !isEverywhere) return 'no'
  return role !== null && isAtLeast(role, rule.replace('+', '') as Role) ? 'yes' : 'no'
}

test('the policy names every route, and no other', () => {
  const routes = everyRoute().map(({ method, path }) => `${method} ${path}`)
  expect(routes.sort()).toEqual(Object.keys(policy).sort())
})

const everybody = ['nobody', 'nowhere', ...roles, ...roles.map((role) => `${role}+`)]

test.each(everybody)(
  '%s may do what the policy says, in the own and in another account',
  async (who) => {
    const cases = everyRoute().flatMap((route) =>
      [own, other]
        .filter((account) => account === own || route.path.includes(':accountId'))
        .map((account) => ({ ...route, account, name: `${route.method} ${route.path}` })),
    )
    const nameOf = (one: (typeof cases)[number], answer: string) =>
      `${one.name} ${one.account === own ? 'own' : 'other'}: ${answer}`
    const wantedOf = ({ name, path, account }: (typeof cases)[number]) =>
      expected(path, policy[name] ?? 'admin', who, account)
    const answers = cases.map(async (one) => {
      const mayStream = one.path.endsWith('/events') && wantedOf(one) === 'yes'
      return nameOf(one, await ask(one, { who, account: one.account, mayStream }))
    })
    const wanted = cases.map((one) => nameOf(one, wantedOf(one)))
    expect(await Promise.all(answers)).toEqual(wanted)
  },
)
