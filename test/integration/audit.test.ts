import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { wordsOf } from '../../api/audit/words.ts'
import { beginAudit } from '../../store/audit.ts'
import { verifyAudit } from '../../store/audit-verify.ts'
import { makeSignInLink } from '../../store/person-command.ts'
import { createBrowser } from '../support/browser.ts'
import { addAccount, startApp, type TestApp, tokenFor } from './gateway-support.ts'

let api: TestApp
let accountId: string
let at: string
let tokens: { admin: string; viewer: string }
beforeAll(async () => {
  api = await startApp()
  tokens = { admin: await tokenFor(api.db, 'admin'), viewer: await tokenFor(api.db, 'viewer') }
})
beforeEach(async () => {
  accountId = await addAccount(api.db)
  at = `/api/v1/accounts/${accountId}`
})
afterAll(() => api.close())

type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
const ask = (method: Method, url: string, payload?: object, token = tokens.admin) =>
  api.app.inject({
    method,
    url,
    remoteAddress: '192.0.2.7',
    ...(payload === undefined ? {} : { payload }),
    headers: { authorization: `Bearer ${token}` },
  })
const trail = async (query = '', path = `${at}/audit`) =>
  (await ask('GET', `${path}${query}`)).json()
const replay = () => ask('POST', `${at}/deliveries/replay-stuck`)

/** As whoever owns the tables, which our processes do not work as. */
async function asOwner(...statements: string[]) {
  const client = new pg.Client({ connectionString: api.databaseUrl })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

describe('what is recorded', () => {
  test('a change of settings: who, when, from where, what was before and what is after', async () => {
    await ask('PATCH', `${at}/settings`, { startDate: '2026-05-01', multiCurrency: true })
    const { items } = await trail()
    expect(items).toEqual([
      {
        seq: '1',
        at: expect.stringMatching(/^\d{4}-.+Z$/),
        actor: 'a admin',
        actorKind: 'token',
        ip: '192.0.2.7',
        action: 'PATCH /api/v1/accounts/:accountId/settings',
        what: 'Changed settings',
        target: null,
        outcome: 'done',
        status: 200,
        reason: null,
        before: { startDate: null, multiCurrency: false },
        after: { startDate: '2026-05-01', multiCurrency: true },
      },
    ])
  })

  test('an action that was not possible, with its target and reason', async () => {
    await ask('POST', `${at}/invoices/inv-1/accept-theirs`, { reason: 'a duplicate' })
    expect((await trail()).items).toMatchObject([
      { target: 'inv-1', reason: 'a duplicate', outcome: 'failed', status: 404 },
    ])
  })

  test('what a role does not allow, and what another site sent', async () => {
    await ask('PATCH', `${at}/settings`, { multiCurrency: true }, tokens.viewer)
    const made = await makeSignInLink(api.db, {
      name: 'Anna',
      grant: { accountId: '*', role: 'admin' },
      minutes: 1,
    })
    const browser = createBrowser(api.app)
    await browser.signIn(made.kind === 'made' ? made.token : '')
    const headers = { 'sec-fetch-site': 'cross-site' }
    await browser.ask('PATCH', `${at}/settings`, { body: { multiCurrency: true }, headers })
    expect((await trail()).items).toMatchObject([
      { actor: 'Anna', actorKind: 'person', outcome: 'refused', status: 403, after: null },
      { actor: 'a viewer', outcome: 'refused', status: 403, after: null },
    ])
  })

  test('nothing that did not get as far: wrong form, unknown account, reading', async () => {
    await ask('PATCH', `${at}/settings`, { multiCurrency: 'yes' })
    await ask('GET', `${at}/settings`)
    const before = (await trail('', '/api/v1/audit')).items.length
    await ask('PATCH', '/api/v1/accounts/nobody/settings', {})
    expect((await trail()).items).toEqual([])
    expect((await trail('', '/api/v1/audit')).items).toHaveLength(before)
  })

  test('signing in and out, and what commands made', async () => {
    const made = await makeSignInLink(api.db, { name: 'Anna', grant: null, minutes: 1 })
    const browser = createBrowser(api.app, '192.0.2.9')
    await browser.signIn(made.kind === 'made' ? made.token : '')
    await browser.ask('DELETE', '/api/session')
    expect((await trail('?limit=3', '/api/v1/audit')).items).toMatchObject([
      { what: 'Signed out', actor: 'Anna', ip: '192.0.2.9', status: 204 },
      { what: 'Signed in', actor: 'Anna', ip: '192.0.2.9', after: { method: 'link' } },
      { what: 'Made a sign-in link on the command line', target: 'Anna', actorKind: 'command' },
    ])
  })

  test('no secret that was sent', async () => {
    await ask('PUT', `${at}/connection/rillet/webhook-secret`, { secret: 'canary-webhook-secret' })
    await ask('PUT', `${at}/connection/rillet`, { apiKey: 'canary-api-key' })
    await ask('PUT', `${at}/connection/sequence`, {
      clientId: 'x',
      clientSecret: 'canary-client-secret',
    })
    const rows = await sql`select * from audit`.execute(api.db)
    expect(JSON.stringify(rows)).not.toContain('canary')
    expect((await trail()).items).toHaveLength(3)
  })

  test('what began and whose process ended before it answered', async () => {
    const id = await beginAudit(api.db, {
      accountId,
      at: '2026-05-01T10:00:00.000Z',
      actor: 'Anna',
      actorId: null,
      actorKind: 'person',
      ip: null,
      action: 'POST /gone',
      target: null,
      status: null,
      reason: null,
      before: null,
      after: null,
    })
    expect((await trail()).items).toEqual([])
    await api.db
      .updateTable('audit_begun')
      .set({ at: new Date(Date.now() - 301_000) })
      .where('id', '=', id)
      .execute()
    await Promise.all([trail(), trail()])
    expect((await trail()).items).toMatchObject([
      { actor: 'Anna', what: 'POST /gone', outcome: 'unknown', status: null },
    ])
  })

  test('every route that changes something has words', () => {
    const changing = api.routes.filter(
      ({ method, url }) => ![method].flat().includes('GET') && !url.includes('/webhooks/'),
    )
    const actions = changing.flatMap(({ method, url }) =>
      [method].flat().map((one) => `${one} ${url}`),
    )
    const silent = actions.filter((one) => !/^(HEAD|OPTIONS) /.test(one) && wordsOf(one) === one)
    expect(actions.length).toBeGreaterThan(20)
    expect(silent).toEqual([])
  })

  test('while no row can be written, nothing is changed', async () => {
    await asOwner('alter table audit_begun rename to audit_away')
    const answer = await ask('PATCH', `${at}/settings`, { multiCurrency: true })
    await asOwner('alter table audit_away rename to audit_begun')
    expect(answer.statusCode).toBe(500)
    expect((await ask('GET', `${at}/settings`)).json().multiCurrency).toBe(false)
  })
})

describe('reading the trail', () => {
  test('a page goes on where the one before ended; filters narrow it', async () => {
    for (let n = 0; n < 5; n++) await ask('POST', `${at}/invoices/inv-${n}/exclude`, {})
    const first = await trail('?limit=2')
    const second = await trail(`?limit=2&cursor=${first.nextCursor}`)
    const seqs = [first, second].flatMap(({ items }) =>
      items.map((row: { seq: string }) => row.seq),
    )
    expect(seqs).toEqual(['5', '4', '3', '2'])
    expect((await trail('?target=inv-3')).items).toMatchObject([{ seq: '4' }])
    expect((await trail('?actor=nobody')).items).toEqual([])
  })

  test('an account’s trail is its own', async () => {
    await replay()
    const other = await addAccount(api.db)
    expect((await trail('', `/api/v1/accounts/${other}/audit`)).items).toEqual([])
  })
})

describe('the chain', () => {
  const verified = () => verifyAudit(api.db, accountId)
  /** As a superuser could who switches the guards off. */
  const tamper = (statement: string) =>
    asOwner(
      'alter table audit disable trigger all',
      statement.replaceAll('$account', `'${accountId}'`),
      'alter table audit enable trigger all',
    )

  test('holds when many write at once', async () => {
    await Promise.all(Array.from({ length: 40 }, replay))
    expect(await verified()).toMatchObject({ anchor: { accountId, seq: '40' } })
  })

  test('neither update, delete nor truncate is possible', async () => {
    await replay()
    for (const statement of [
      "update audit set actor = 'x'",
      'delete from audit',
      'truncate audit',
    ]) {
      await expect(sql.raw(statement).execute(api.db)).rejects.toThrow('permission denied')
      await expect(asOwner(statement)).rejects.toThrow('append only')
    }
  })

  test.each([
    [
      "update audit set actor = 'somebody' where account_id = $account and seq = 2",
      'row 2 was changed',
    ],
    ["update audit set before = '{}' where account_id = $account and seq = 3", 'row 3 was changed'],
    [
      "update audit set at = at + interval '1 ms' where account_id = $account and seq = 1",
      'row 1 was changed',
    ],
    ['delete from audit where account_id = $account and seq = 2', 'row 2 is missing'],
    [
      "update audit set account_id = 'x' where account_id = $account and seq = 1",
      'row 1 is missing',
    ],
  ])('after %s the broken row is named', async (statement, broken) => {
    for (let n = 0; n < 4; n++) await replay()
    expect(await verified()).toMatchObject({ anchor: { seq: '4' } })
    await tamper(statement)
    expect(await verified()).toEqual({ broken })
  })

  test('a trail that was cut at its end, or made anew, is found with what was noted before', async () => {
    for (let n = 0; n < 3; n++) await replay()
    const found = await verified()
    const anchors = 'anchor' in found ? [found.anchor] : []
    await tamper('delete from audit where account_id = $account and seq > 1')
    expect(await verified()).toMatchObject({ anchor: { seq: '1' } })
    expect(await verifyAudit(api.db, accountId, anchors)).toEqual({
      broken: 'row 3, noted before, is missing',
    })
    await replay()
    await replay()
    expect(await verifyAudit(api.db, accountId, anchors)).toEqual({
      broken: 'row 3 is another than the one noted before',
    })
  })

  test('the command prints where each trail ends, and names what is broken', async () => {
    for (let n = 0; n < 3; n++) await replay()
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ['dev/audit-verify.ts', ...args], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: api.databaseUrl },
      })
    const fresh = await addAccount(api.db)
    await tamper('delete from audit where account_id <> $account')
    const whole = run()
    expect([whole.status, whole.stdout]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^${accountId} 3 [0-9a-f]{64}\n$`)),
    ])
    const file = join(tmpdir(), `anchors-${fresh}`)
    writeFileSync(file, whole.stdout)
    expect(run(file).status).toBe(0)
    await tamper("update audit set reason = 'because' where account_id = $account and seq = 2")
    const broken = run(file)
    expect([broken.status, broken.stderr]).toEqual([
      1,
      `The audit trail of ${accountId} is broken: row 2 was changed.\n`,
    ])
  })
})
