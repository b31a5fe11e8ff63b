import * as z from 'zod'

/** Something a person must mend before a process can start; its message is whole sentences. */
export class StartupError extends Error {
  override readonly name = 'StartupError'
}

const port = z.coerce
  .number({ error: 'a port: a whole number from 0 to 65535' })
  .int('a port: a whole number from 0 to 65535')
  .min(0, 'a port: a whole number from 0 to 65535')
  .max(65_535, 'a port: a whole number from 0 to 65535')

const atLeastOne = (rule: string) => z.coerce.number({ error: rule }).min(1, rule).max(1e9, rule)
const wholeAtLeastOne = (rule: string) => atLeastOne(rule).int(rule)

const httpRule = (example: string) => `an http:// or https:// address, for example ${example}`
const withoutLastSlash = (url: string) => url.replace(/\/+$/, '')
const httpUrl = (rule: string) =>
  z.url({ protocol: /^https?$/, error: rule }).transform(withoutLastSlash)

const databaseRule =
  'a Postgres address, for example postgres://user:password@localhost:5432/sequence_rillet'
const temporalRule = 'host:port of a Temporal server, for example localhost:7233'
const rilletRule = `${httpRule('https://api.rillet.com')}, without a path`
const sequenceRule = `${httpRule('https://eu.sequencehq.com/api')}, ending in /api`
const publicRule = `${httpRule('https://sync.example.com')}: where browsers and webhooks reach us`
const timeScaleRule = 'a number of at least 1, for example 100 to make our waits 100 times shorter'
const keyRule =
  'id:key, or several separated by commas, each id once, each key 32 bytes in base64; make one with: echo "k1:$(openssl rand -base64 32)"'

/** `id:base64 of 32 bytes`, comma separated: the first encrypts, all decrypt. */
const EncryptionKeys = z.string({ error: keyRule }).transform((text, context) => {
  const keys = text.split(',').map((pair) => {
    const [, id = '', base64 = ''] = /^([\w.-]+):([A-Za-z0-9+/]+=*)$/.exec(pair.trim()) ?? []
    return { id, key: Buffer.from(base64, 'base64') }
  })
  const ids = new Set(keys.map(({ id }) => id))
  if (keys.some(({ key }) => key.length !== 32) || ids.size !== keys.length) {
    context.issues.push({ code: 'custom', message: keyRule, input: '' })
    return z.NEVER
  }
  return keys
})

const sandboxVariables = {
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('.data'),
  SANDBOX_RILLET_PORT: port.default(4010),
  SANDBOX_SEQUENCE_PORT: port.default(4020),
  TIME_SCALE: atLeastOne(timeScaleRule).default(1),
}

/** An address for browsers: `PUBLIC_URL`, else this machine's own. */
const publicVariables = {
  PUBLIC_URL: httpUrl(publicRule).optional(),
  PORT: port.default(3000),
}
const withPublicUrl = <T extends { PUBLIC_URL?: string | undefined; PORT: number }>(env: T) => ({
  ...env,
  PUBLIC_URL: env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`,
})

const setupVariables = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: databaseRule }),
  /** For messages only: connections are made by `@temporalio/envconfig`, which knows them all. */
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^(https?:\/\/)?[^\s/:]+:\d+$|^\[[\da-f:]+\]:\d+$/i, temporalRule)
    .default('localhost:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
}

const rolesRule =
  'group=role or group=role@account, separated by commas, for example finance=operator,it=admin'
const proxiesRule = 'addresses or networks separated by commas, for example 10.0.0.0/8'

/** Who may ask the operator API, and how often. */
const accessVariables = {
  /** Of one session or token. */
  API_REQUESTS_PER_MINUTE: wholeAtLeastOne('a whole number of at least 1').default(1_200),
  /** The proxies in front of us whose X-Forwarded-For says where a request comes from. */
  TRUSTED_PROXIES: z
    .string()
    .regex(/^[\da-f.:/]+(\s*,\s*[\da-f.:/]+)*$/i, proxiesRule)
    .transform((text) => text.split(',').map((part) => part.trim()))
    .optional(),
  OIDC_ISSUER: httpUrl(httpRule('https://login.example.com')).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  /** What the button says. */
  OIDC_LABEL: z.string().default('Single sign-on'),
  OIDC_CLAIM: z.string().default('groups'),
  OIDC_ROLES: z
    .string()
    .regex(
      /^[^=,]+=(viewer|operator|admin)(@[\w*-]+)?(,[^=,]+=(viewer|operator|admin)(@[\w*-]+)?)*$/,
      rolesRule,
    )
    .optional(),
}

const LogLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
  error: 'one of trace, debug, info, warn, error, fatal, silent',
})

const SandboxConfig = z.object(sandboxVariables)
const SetupConfig = z.object({ ...setupVariables, ...publicVariables }).transform(withPublicUrl)
const Env = z.object({
  ...sandboxVariables,
  ...setupVariables,
  RILLET_API_URL: httpUrl(rilletRule)
    .refine((url) => new URL(url).pathname === '/', rilletRule)
    .default('https://api.rillet.com'),
  SEQUENCE_API_URL: httpUrl(sequenceRule)
    .refine((url) => url.endsWith('/api'), sequenceRule)
    .default('https://eu.sequencehq.com/api'),
  ENCRYPTION_KEY: EncryptionKeys,
  ...publicVariables,
  LOG_LEVEL: LogLevel.default('info'),
  ...accessVariables,
  TEMPORAL_UI_URL: httpUrl(httpRule('http://localhost:8233')).optional(),
  MAX_CACHED_WORKFLOWS: wholeAtLeastOne('a whole number of at least 1').default(500),
  /** How many steps of runs a worker does at once: calls to the vendors, decisions. */
  WORKER_ACTIVITIES: wholeAtLeastOne('a whole number of at least 1').default(100),
  WORKER_DECISIONS: z.coerce
    .number({ error: 'a whole number of at least 2' })
    .int('a whole number of at least 2')
    .min(2, 'a whole number of at least 2')
    // Few: what waits in Temporal is taken in turn, account by account; what shares a process is not.
    .default(8),
  /** How long a write in doubt rests before it is looked for; TIME_SCALE applies on top. */
  SETTLING_TIME_MS: wholeAtLeastOne('whole milliseconds, for example 60000').default(60_000),
  /** Our limit of calls to Sequence per account, in any rolling minute. */
  SEQUENCE_CALLS_PER_MINUTE: wholeAtLeastOne('a whole number of at least 1').default(600),
  /** File that `npm run bundle` made; without it a worker bundles the workflows when it starts. */
  WORKFLOW_BUNDLE: z.string().optional(),
  /** Set both to switch Worker Versioning on. */
  TEMPORAL_DEPLOYMENT_NAME: z.string().optional(),
  TEMPORAL_BUILD_ID: z.string().optional(),
})
const Config = Env.transform(withPublicUrl)

export type Config = z.infer<typeof Config>

type Environment = Record<string, string | undefined>

/** All that api and worker need. Throws a `StartupError` with one sentence per wrong variable. */
export const readConfig = (env: Environment = process.env): Config => parse(Config, env)

/** What a sandbox needs: it runs without a database and without keys. */
export const readSandboxConfig = (env: Environment = process.env): z.infer<typeof SandboxConfig> =>
  parse(SandboxConfig, env)

/** What migrations, tokens and sign-in links need: the servers and our address, no keys. */
export const readSetupConfig = (env: Environment = process.env): z.infer<typeof SetupConfig> =>
  parse(SetupConfig, env)

function parse<T>(schema: z.ZodType<T>, env: Environment): T {
  // A variable that is set to nothing (`PORT=`) counts as unset: compose files write it so.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const { data, error } = schema.safeParse(given)
  if (!error) return data

  const rules = new Map(error.issues.map(({ path, message }) => [String(path[0]), message]))
  const sentences = [...rules].map(([name, rule]) =>
    given[name] === undefined
      ? `${name} is not set: it must be ${rule}.`
      : `${name} is wrong: it must be ${rule}.`,
  )
  throw new StartupError(sentences.join('\n'))
}

/**
 * The sentence for a server that does not answer. Says host and port of the address, never the
 * user or password in it.
 */
export function cannotReach(variable: string, address: string, cause: unknown): StartupError {
  const { host } = URL.parse(address) ?? { host: '' }
  const where = host === '' ? (address.split('@').at(-1) ?? '') : host
  const message = `${variable} names ${where}, which cannot be reached (${reasonOf(cause)}): start that server or mend ${variable}.`
  return new StartupError(message, { cause })
}

/** A refused connection to several addresses at once has a code, but no message. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  if (cause.message !== '') return cause.message.split('\n')[0] ?? ''
  return 'code' in cause ? String(cause.code) : cause.name
}

/** Runs a process. A `StartupError` ends it with its sentence alone, a bug with its stack; exit code 1. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof StartupError ? error.message : error)
    process.exit(1)
  })
}
