import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../config.ts'
import { closureOf } from '../support/imports.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (file: string) => readFileSync(`${root}${file}`, 'utf8')
const composeText = read('docker-compose.yml')
const documented = new Map(
  [...read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
)

type Service = {
  image: string
  command?: string[]
  environment?: Record<string, string>
  ports?: string[]
  depends_on?: Record<string, { condition: string }>
  stop_grace_period?: string
  healthcheck?: unknown
}

/** As compose reads it: `${NAME}`, `${NAME:-default}` and `${NAME:?message}` replaced in every text. */
function composeWith(env: Record<string, string>) {
  const missing = new Set<string>()
  const fill = (text: string) =>
    text.replace(
      /(?<!\$)\$\{(\w+)(?::([-?])([^}]*))?\}/g,
      (_, name: string, kind: string | undefined, rest: string) => {
        const value = env[name] ?? ''
        if (value === '' && kind === '?') missing.add(name)
        return value === '' && kind === '-' ? rest : value
      },
    )
  const parsed: unknown = parse(composeText, { merge: true })
  const file = JSON.parse(JSON.stringify(parsed), (_, value) =>
    typeof value === 'string' ? fill(value) : value,
  ) as { services: Record<string, Service> }
  return { file, services: file.services, missing: [...missing] }
}

const filledIn = {
  POSTGRES_PASSWORD: 'abc123',
  ENCRYPTION_KEY: `k1:${Buffer.alloc(32).toString('base64')}`,
  PUBLIC_URL: 'https://sync.example.com',
}

test('docker-compose.yml is valid by the schema of the compose specification', () => {
  // Not strict: the schema has keywords of its own, as `deprecated`.
  const validate = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(
    JSON.parse(read('test/support/compose-spec.json')),
  )
  validate(composeWith(filledIn).file)
  expect(validate.errors).toBeNull()
  expect(validate({ services: { api: { imagine: 'x' } } })).toBe(false)
})

test('compose refuses to start without the secrets and the public address', () => {
  expect(composeWith({}).missing.sort()).toEqual([
    'ENCRYPTION_KEY',
    'POSTGRES_PASSWORD',
    'PUBLIC_URL',
  ])
  expect(composeWith(filledIn).missing).toEqual([])
})

test('every variable of docker-compose.yml is explained in .env.example, and no other', () => {
  const used = [...composeText.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name]) => name)
  expect([...documented.keys()].sort()).toEqual([...new Set(used)].sort())
})

test('.env.example holds no secret', () => {
  expect(documented.get('POSTGRES_PASSWORD')).toBe('')
  expect(documented.get('ENCRYPTION_KEY')).toBe('')
})

test.each(['api', 'worker'])('the environment of %s is one that it accepts', (name) => {
  const environment = composeWith(filledIn).services[name]!.environment!
  expect(readConfig(environment)).toMatchObject({
    DATABASE_URL: 'postgres://sequence_rillet:abc123@postgres:5432/sequence_rillet',
    TEMPORAL_ADDRESS: 'temporal:7233',
    RILLET_API_URL: 'https://api.rillet.com',
    SEQUENCE_API_URL: 'https://eu.sequencehq.com/api',
  })
})

test('every port is published on loopback only', () => {
  const { services } = composeWith(filledIn)
  const ports = Object.values(services).flatMap((service) => service.ports ?? [])
  expect(ports.length).toBeGreaterThan(0)
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
})

test('every image has a version, and Temporal is not the retired auto-setup', () => {
  for (const { image } of Object.values(composeWith(filledIn).services)) {
    if (image.startsWith('sequence-rillet:')) continue
    expect(image).toMatch(/:\d+(\.\d+)+$/)
    expect(image).not.toContain('auto-setup')
  }
})

test('servers, api and worker have a minute to stop, and what serves is checked', () => {
  const { services } = composeWith(filledIn)
  for (const name of ['postgres', 'temporal', 'api', 'worker']) {
    expect(services[name]?.stop_grace_period).toBe('60s')
  }
  for (const name of ['postgres', 'temporal', 'api']) {
    expect(services[name]?.healthcheck).toBeDefined()
  }
})

test('a service waits for one that exists, and for health only where it is checked', () => {
  const { services } = composeWith(filledIn)
  for (const [name, { depends_on = {} }] of Object.entries(services)) {
    for (const [other, { condition }] of Object.entries(depends_on)) {
      expect(services, `${name} waits for ${other}`).toHaveProperty(other)
      if (condition === 'service_healthy') expect(services[other]?.healthcheck).toBeDefined()
    }
  }
})

const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, paths]) =>
  paths!.split(' ').slice(0, -1),
)

test('every path that the Dockerfile copies exists and is let through by .dockerignore', () => {
  const letThrough = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, path]) => path)
  for (const path of copied) expect(existsSync(`${root}${path}`), path).toBe(true)
  expect([...new Set(copied)].sort()).toEqual([...letThrough].sort())
})

test('the image holds every file and package that its commands need', () => {
  const { dependencies } = JSON.parse(read('package.json'))
  const commands = Object.values(composeWith(filledIn).services)
    .map(({ command = [] }) => command)
    .filter(([program]) => program === 'node')
    .map(([, script]) => script!)
  expect(commands.sort()).toEqual(['api/main.ts', 'dev/migrate.ts', 'worker/main.ts'])

  const workflows = 'workflows/index.ts'
  const tools = ['bundle', 'token', 'sign-in', 'audit-verify'].map((name) => `dev/${name}.ts`)
  const { files, packages } = closureOf(root, [...commands, ...tools, workflows])
  const isCopied = (file: string) =>
    copied.some((path) => file === path || file.startsWith(`${path}/`))
  expect(files.filter((file) => !isCopied(file))).toEqual([])
  expect(packages.filter((name) => !(name in dependencies))).toEqual([])
  expect(packages).toContain('kysely')
})
