import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { cannotReach, readConfig, readSandboxConfig, readSetupConfig } from '../../config.ts'
import { scaled, scaledDeadline } from '../../time-scale.ts'

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`
const needed = {
  DATABASE_URL: 'postgres://me:hunter2@localhost:5432/db',
  ENCRYPTION_KEY: key('k1', 1),
}
const problemsOf = (env: Record<string, string>) => {
  try {
    readConfig({ ...needed, ...env })
  } catch (error) {
    return (error as Error).message.split('\n')
  }
  return []
}

test('every variable but the database and the key has its documented default', () => {
  expect(readConfig(needed)).toEqual({
    DATABASE_URL: 'postgres://me:hunter2@localhost:5432/db',
    ENCRYPTION_KEY: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
    TEMPORAL_ADDRESS: 'localhost:7233',
    TEMPORAL_NAMESPACE: 'default',
    RILLET_API_URL: 'https://api.rillet.com',
    SEQUENCE_API_URL: 'https://eu.sequencehq.com/api',
    PUBLIC_URL: 'http://127.0.0.1:3000',
    PORT: 3000,
    HOST: '127.0.0.1',
    DATA_DIR: '.data',
    SANDBOX_RILLET_PORT: 4010,
    SANDBOX_SEQUENCE_PORT: 4020,
    TIME_SCALE: 1,
    API_REQUESTS_PER_MINUTE: 1200,
    OIDC_CLAIM: 'groups',
    OIDC_LABEL: 'Single sign-on',
    LOG_LEVEL: 'info',
    MAX_CACHED_WORKFLOWS: 500,
    WORKER_ACTIVITIES: 100,
    WORKER_DECISIONS: 8,
    SETTLING_TIME_MS: 60_000,
    SEQUENCE_CALLS_PER_MINUTE: 600,
  })
})

test('the first of several keys comes first', () => {
  const { ENCRYPTION_KEY } = readConfig({
    ...needed,
    ENCRYPTION_KEY: `${key('new', 2)}, ${key('old', 1)}`,
  })
  expect(ENCRYPTION_KEY.map(({ id }) => id)).toEqual(['new', 'old'])
})

test('a wrong variable is one sentence that names it and how to mend it', () => {
  expect(problemsOf({ PORT: 'eighty' })).toEqual([
    'PORT is wrong: it must be a port: a whole number from 0 to 65535.',
  ])
})

test('a missing variable is called missing, and every wrong one has its sentence', () => {
  const problems = problemsOf({ DATABASE_URL: '', ENCRYPTION_KEY: '', TIME_SCALE: '0.5' })
  expect(problems).toHaveLength(3)
  expect(problems.join('\n')).toMatch(/DATABASE_URL is not set: it must be a Postgres address/)
  expect(problems.join('\n')).toMatch(/ENCRYPTION_KEY is not set: it must be id:key/)
  expect(problems.join('\n')).toMatch(/TIME_SCALE is wrong/)
})

test.each([
  ['too short', `k1:${Buffer.alloc(31).toString('base64')}`],
  ['too long', `k1:${Buffer.alloc(33).toString('base64')}`],
  ['without an id', Buffer.alloc(32).toString('base64')],
  ['not base64', `k1:${'!'.repeat(44)}`],
  ['an id twice', `${key('k1', 1)},${key('k1', 2)}`],
  ['one good, one bad', `${key('k1', 1)},k2:c2hvcnQ=`],
])('an encryption key that is %s is refused, and never shown', (_, value) => {
  const [problem, ...more] = problemsOf({ ENCRYPTION_KEY: value })
  expect(more).toEqual([])
  expect(problem).toMatch(/^ENCRYPTION_KEY is wrong: it must be id:key/)
  for (const part of value.split(/[,:]/)) {
    if (part.length > 3) expect(problem).not.toContain(part)
  }
})

test.each([
  ['DATABASE_URL', 'mysql://localhost/db'],
  ['DATABASE_URL', 'localhost:5432'],
  ['TEMPORAL_ADDRESS', 'localhost'],
  ['RILLET_API_URL', 'https://api.rillet.com/v1'],
  ['RILLET_API_URL', 'ftp://api.rillet.com'],
  ['SEQUENCE_API_URL', 'https://eu.sequencehq.com'],
  ['PUBLIC_URL', 'here'],
  ['PORT', '65536'],
  ['SANDBOX_RILLET_PORT', '-1'],
  ['TIME_SCALE', '0'],
  ['LOG_LEVEL', 'loud'],
  ['MAX_CACHED_WORKFLOWS', '1.5'],
  ['WORKER_ACTIVITIES', '0'],
  ['WORKER_DECISIONS', '1'],
  ['SETTLING_TIME_MS', 'soon'],
  ['SEQUENCE_CALLS_PER_MINUTE', '0'],
])('%s=%s is refused by name', (name, value) => {
  expect(problemsOf({ [name]: value })).toEqual([
    expect.stringMatching(new RegExp(`^${name} is wrong: .*\\.$`)),
  ])
})

test('a last slash of an address is dropped', () => {
  const config = readConfig({ ...needed, SEQUENCE_API_URL: 'http://127.0.0.1:4020/api/' })
  expect(config.SEQUENCE_API_URL).toBe('http://127.0.0.1:4020/api')
})

test('a sandbox needs no variable, a migration only the database', () => {
  expect(readSandboxConfig({})).toMatchObject({ SANDBOX_RILLET_PORT: 4010, TIME_SCALE: 1 })
  expect(readSetupConfig({ DATABASE_URL: needed.DATABASE_URL })).toMatchObject({
    TEMPORAL_NAMESPACE: 'default',
  })
  expect(() => readSetupConfig({})).toThrow(/^DATABASE_URL is not set/)
})

test('a server that cannot be reached is named without its password', () => {
  const error = cannotReach('DATABASE_URL', needed.DATABASE_URL, new Error('ECONNREFUSED'))
  expect(error.message).toBe(
    'DATABASE_URL names localhost:5432, which cannot be reached (ECONNREFUSED): start that server or mend DATABASE_URL.',
  )
})

test('a process with a wrong variable ends with its sentence, code 1 and no stack', () => {
  const program =
    "import { readConfig, runMain } from './config.ts'; runMain(async () => void readConfig({}))"
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program])
  expect(status).toBe(1)
  expect(String(stderr).trim().split('\n')).toEqual([
    expect.stringMatching(/^DATABASE_URL is not set/),
    expect.stringMatching(/^ENCRYPTION_KEY is not set/),
  ])
})

test('a bug keeps its stack', () => {
  const program =
    "import { runMain } from './config.ts'; runMain(async () => { throw new TypeError('oops') })"
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program])
  expect(status).toBe(1)
  expect(String(stderr)).toMatch(/TypeError: oops\n +at /)
})

test('time scale shortens waits, but no deadline below two seconds', () => {
  expect(scaled(60_000, 100)).toBe(600)
  expect(scaled(10, 1_000)).toBe(1)
  expect(scaledDeadline(30_000, 10)).toBe(3_000)
  expect(scaledDeadline(30_000, 100)).toBe(2_000)
  expect(scaledDeadline(500, 100)).toBe(500)
})
