import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { createDatabase } from '../support/database.ts'
import {
  launch,
  makeDataDir,
  processesOf,
  processOf,
  removeDataDir,
  runProgram,
  until,
} from '../support/launcher.ts'
import { createNamespace } from '../support/namespace.ts'

let holder: Server

// So that the default port 3000 is surely taken, by us or by another.
beforeAll(async () => {
  holder = createServer()
  await new Promise<void>((resolve) => {
    holder.once('error', () => resolve())
    holder.listen(3000, '127.0.0.1', resolve)
  })
})
afterAll(() => void holder.close())

const addressesIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'addresses.json'), 'utf8')) as Record<string, string>
const running = 'Running. Ctrl-C stops everything.'

async function countOperators(connectionString: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const { rows } = await client.query(
    "select count(*)::int as n from operator where kind = 'token'",
  )
  await client.end()
  return rows[0].n as number
}

test('a start serves on the next free port, mends itself, and leaves nothing behind; the next finds the state again', async () => {
  const dataDir = makeDataDir()
  onTestFinished(() => removeDataDir(dataDir))
  const launched = launch(['--no-sandbox'], { DATA_DIR: dataDir })
  await launched.says(running)

  const { api, postgres } = addressesIn(dataDir)
  expect(api).not.toBe('http://127.0.0.1:3000')
  expect(launched.output()).toContain(api)
  expect((await fetch(`${api}/readyz`)).status).toBe(200)
  expect(await countOperators(postgres!)).toBe(1)
  expect(statSync(join(dataDir, 'addresses.json')).mode & 0o777).toBe(0o600)
  expect(statSync(join(dataDir, 'encryption-key')).mode & 0o777).toBe(0o600)

  const second = runProgram('dev/start.ts', ['--no-sandbox'], { DATA_DIR: dataDir })
  expect(second.status).toBe(1)
  expect(second.stderr.trim()).toBe(
    `The state in ${dataDir} is in use by process ${launched.process.pid}: stop that npm start first, or set DATA_DIR to another folder.`,
  )

  const worker = processOf(dataDir, 'worker/main.ts')!
  process.kill(worker, 'SIGKILL')
  await launched.says('Worker ended (SIGKILL); started again')
  await until(() => {
    const next = processOf(dataDir, 'worker/main.ts')
    return next !== undefined && next !== worker
  })

  launched.process.kill('SIGINT')
  expect(await launched.ended).toBe(0)
  expect([...processesOf(dataDir).values()]).toEqual([])

  const started = Date.now()
  const again = launch(['--no-sandbox'], { DATA_DIR: dataDir })
  await again.says(running)
  expect(Date.now() - started).toBeLessThan(40_000) // under 20 s on a machine with nothing else to do
  expect(await countOperators(addressesIn(dataDir)['postgres']!)).toBe(2)
  expect(processesOf(dataDir).size).toBeGreaterThanOrEqual(6)

  // Killed outright, it leaves nothing behind either.
  again.process.kill('SIGKILL')
  await until(() => processesOf(dataDir).size === 0)
}, 180_000)

test('the servers that the environment names are used, and no others started', async () => {
  const folder = makeDataDir()
  const { address, namespace, close } = await createNamespace()
  const url = await createDatabase()
  const named = { DATABASE_URL: url, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace }
  const launched = launch(['--no-sandbox'], { DATA_DIR: folder, ...named })
  await launched.says(running)

  expect(await countOperators(url)).toBe(1)
  expect(addressesIn(folder)).toMatchObject({ temporal: address, temporalUi: null, rillet: null })
  expect(existsSync(join(folder, 'postgres'))).toBe(false)
  expect([...processesOf(folder).values()].filter((c) => /start-dev|postgres -D/.test(c))).toEqual(
    [],
  )

  launched.process.kill('SIGTERM')
  expect(await launched.ended).toBe(0)
  expect([...processesOf(folder).values()]).toEqual([])
  await close()
  await removeDataDir(folder)
}, 120_000)

test('npm start -- --exit takes every demo invoice to its state and ends with 0', async () => {
  const folder = makeDataDir({ isPrivate: true })
  const launched = launch(['--exit'], { DATA_DIR: folder, TIME_SCALE: '20' })
  const code = await launched.ended
  expect(launched.output()).toMatch(/(\d+) of \1 invoices are where they should be/)
  expect(code).toBe(0)
  if (process.getuid?.() === 0)
    expect(launched.output()).toContain("Postgres' files are in /var/tmp")
  expect([...processesOf(folder).values()]).toEqual([])
  await removeDataDir(folder)
}, 300_000)

const key = `k1:${Buffer.alloc(32, 7).toString('base64')}`
const deadDatabase = 'postgres://me:hunter2@127.0.0.1:1/db'

test.each(['dev/start.ts', 'api/main.ts', 'worker/main.ts'])(
  'a bad ENCRYPTION_KEY ends %s with one sentence',
  async (program) => {
    const DATA_DIR = makeDataDir()
    const env = { DATA_DIR, ENCRYPTION_KEY: 'k1:c2hvcnQ=', DATABASE_URL: deadDatabase }
    const { status, stderr } = runProgram(program, [], env)
    await removeDataDir(DATA_DIR)
    expect(status).toBe(1)
    expect(stderr.trim()).toMatch(/^ENCRYPTION_KEY is wrong: it must be .+\.$/)
    expect(stderr).not.toContain('c2hvcnQ=')
  },
)

test.each(['dev/start.ts', 'api/main.ts', 'worker/main.ts', 'dev/migrate.ts', 'dev/token.ts'])(
  'an unreachable DATABASE_URL ends %s with one sentence, without the password',
  async (program) => {
    const DATA_DIR = makeDataDir()
    const { address: TEMPORAL_ADDRESS } = inject('temporal')
    const env = { DATA_DIR, TEMPORAL_ADDRESS, DATABASE_URL: deadDatabase, ENCRYPTION_KEY: key }
    const args = program === 'dev/token.ts' ? ['anna', 'admin'] : []
    const { status, stderr } = runProgram(program, args, env)
    await removeDataDir(DATA_DIR)
    expect(status).toBe(1)
    expect(stderr.trim()).toMatch(
      /^DATABASE_URL names 127\.0\.0\.1:1, which cannot be reached \(.+\): start that server or mend DATABASE_URL\.$/,
    )
  },
)

test.each(['dev/start.ts', 'worker/main.ts', 'dev/migrate.ts'])(
  'an unreachable TEMPORAL_ADDRESS ends %s with one sentence',
  async (program) => {
    const DATA_DIR = makeDataDir()
    const env = { DATA_DIR, DATABASE_URL: await createDatabase(), ENCRYPTION_KEY: key }
    const { status, stderr } = runProgram(program, [], { ...env, TEMPORAL_ADDRESS: '127.0.0.1:1' })
    await removeDataDir(DATA_DIR)
    expect(status).toBe(1)
    expect(stderr.trim()).toMatch(
      /^TEMPORAL_ADDRESS names 127\.0\.0\.1:1, which cannot be reached \(.+\): start that server or mend TEMPORAL_ADDRESS\.$/,
    )
  },
)

test('a named port that is taken is refused by the name of its variable', async () => {
  const DATA_DIR = makeDataDir()
  const { status, stderr } = runProgram('dev/start.ts', [], { DATA_DIR, PORT: '3000' })
  await removeDataDir(DATA_DIR)
  expect(status).toBe(1)
  expect(stderr.trim()).toBe(
    'PORT names port 3000, which is taken: stop what listens there or name another port.',
  )
})
