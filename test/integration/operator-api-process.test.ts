import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../dev/ports.ts'
import { connect } from '../../store/connect.ts'
import { createDatabase } from '../support/database.ts'
import { makeDataDir } from '../support/launcher.ts'
import { until } from './dispatcher-support.ts'
import { addAccount, rilletDelivery } from './gateway-support.ts'

const run = (file: string, args: string[], env: Record<string, string>): ChildProcess => {
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}
const ended = async (child: ChildProcess): Promise<{ code: number | null; out: string }> => {
  const [out, [code]] = await Promise.all([
    child.stdout === null ? '' : text(child.stdout),
    once(child, 'exit'),
  ])
  return { code, out }
}

const key = `test:${Buffer.alloc(32, 7).toString('base64')}`

test('the api starts and takes deliveries without Temporal, and ends when told to', async () => {
  const databaseUrl = await createDatabase()
  const port = await freePort()
  const child = run('api/main.ts', [], {
    DATABASE_URL: databaseUrl,
    ENCRYPTION_KEY: key,
    PORT: String(port),
    TEMPORAL_ADDRESS: '127.0.0.1:9',
    LOG_LEVEL: 'warn',
  })
  const url = `http://127.0.0.1:${port}`
  const ready = () => fetch(`${url}/readyz`).catch(() => null)
  const answer = await until(ready, (response) => response !== null)
  expect(await answer?.json()).toEqual({ status: 'ready', postgres: 'up', temporal: 'down' })

  const db = connect({ url: databaseUrl, maxConnections: 2 })
  onTestFinished(() => db.destroy())
  const accountId = await addAccount(db)
  const { url: path, headers, payload } = rilletDelivery(accountId, { id: 'ri-1' })
  // Its secret was sealed with another key: the delivery is not lost but asked for again.
  const refused = await fetch(url + path, { method: 'POST', headers, body: String(payload) })
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])

  const over = ended(child)
  child.kill('SIGTERM')
  expect((await over).code).toBe(0)
})

test('a database that cannot be reached ends the start with one sentence', async () => {
  const port = await freePort()
  const child = run('api/main.ts', [], {
    DATABASE_URL: `postgres://user:secret@127.0.0.1:${port}/x`,
    ENCRYPTION_KEY: key,
  })
  const told = child.stderr === null ? '' : text(child.stderr)
  const { code } = await ended(child)
  expect(code).toBe(1)
  expect(await told).toMatch(
    /^DATABASE_URL names 127\.0\.0\.1:\d+, which cannot be reached .+\.\n$/,
  )
  expect(await told).not.toContain('secret')
})

test('a token made on the command line opens the api, and is the only thing printed', async () => {
  const databaseUrl = await createDatabase()
  const made = await ended(run('dev/token.ts', ['anna', 'operator'], { DATABASE_URL: databaseUrl }))
  expect(made.code).toBe(0)
  expect(made.out).toMatch(/^sr_[\w-]{43}\n$/)
  const db = connect({ url: databaseUrl, maxConnections: 1 })
  onTestFinished(() => db.destroy())
  const rows = await db
    .selectFrom('operator')
    .innerJoin('membership', 'membership.operator_id', 'operator.id')
    .select(['name', 'kind', 'account_id', 'role'])
    .execute()
  expect(rows).toEqual([{ name: 'anna', kind: 'token', account_id: '*', role: 'operator' }])

  const wrong = await ended(run('dev/token.ts', ['anna', 'king'], { DATABASE_URL: databaseUrl }))
  expect([wrong.code, wrong.out]).toEqual([1, ''])
})

test('beside a running npm start the commands find its database and its address', async () => {
  const DATA_DIR = makeDataDir()
  onTestFinished(() => rmSync(DATA_DIR, { recursive: true }))
  const starts = (postgres: string) => {
    const signIn = 'http://127.0.0.1:3999/sign-in#used'
    writeFileSync(join(DATA_DIR, 'addresses.json'), JSON.stringify({ postgres, signIn }))
  }
  const said = async (file: string, args: string[], more: Record<string, string> = {}) => {
    const child = run(file, args, { DATA_DIR, ...more })
    const errors = child.stderr === null ? '' : text(child.stderr)
    const { code, out } = await ended(child)
    return [code, out, await errors]
  }
  const nothing = await said('dev/token.ts', ['anna', 'viewer'])
  expect(nothing).toEqual([1, '', expect.stringMatching(/^DATABASE_URL is not set, and npm start/)])

  starts(await createDatabase())
  const link = (host: string) =>
    expect.stringMatching(new RegExp(`^https?://${host}/sign-in#\\S+\n$`))
  expect(await said('dev/sign-in.ts', ['nina', 'admin'])).toEqual([0, link('127.0.0.1:3999'), ''])
  const outside = await said('dev/sign-in.ts', ['nina'], { PUBLIC_URL: 'https://sync.example' })
  expect(outside).toEqual([0, link('sync.example'), ''])
  const token = expect.stringMatching(/^sr_[\w-]{43}\n$/)
  expect(await said('dev/token.ts', ['reports', 'viewer'])).toEqual([0, token, ''])

  starts(`postgres://user:secret@127.0.0.1:${await freePort()}/x`)
  const [code, , errors] = await said('dev/sign-in.ts', ['nina'])
  expect([code, errors]).toEqual([
    1,
    expect.stringMatching(/^What npm start began in .* has ended/),
  ])
})
