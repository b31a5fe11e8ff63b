import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { lastLines } from '../../dev/child.ts'
import { lastLine } from '../../dev/exec.ts'
import { findTemporal } from '../../dev/find-temporal.ts'
import { freePort } from '../../dev/ports.ts'
import { postgresServer } from '../../dev/postgres-server.ts'
import { runScript } from '../../dev/scripts.ts'
import { service } from '../../dev/services.ts'
import { temporalServer } from '../../dev/temporal-server.ts'
import { connect } from '../../store/connect.ts'
import { createProcesses } from './processes.ts'

export type Environment = Awaited<ReturnType<typeof startEnvironment>>

export type EnvironmentOptions = {
  /** Goes over the environment of all. */
  own?: NodeJS.ProcessEnv
  /** Temporal writes no file: its development server commits to disk several times a step. */
  inMemory?: boolean
}

const host = '127.0.0.1'
const namespace = 'default'
/** No limit of ours or of the stand-ins may be what is measured. */
export const raisedCallsPerMinute = 1_000_000

/**
 * The product as in production, each part a process of its own, on free ports: Postgres that syncs
 * to disk, a Temporal dev server with a database file, api, worker. The stand-ins keep their state
 * in memory. `say` is told what starts.
 */
export async function startEnvironment(
  say: (line: string) => void,
  { own = {}, inMemory = false }: EnvironmentOptions = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'sequence-rillet-bench-'))
  await chmod(folder, 0o755) // Postgres runs as another user when we are root
  await mkdir(join(folder, 'logs'))
  const logFile = (name: string) => join(folder, 'logs', `${name}.log`)
  const processes = createProcesses()
  const close = async () => {
    await processes.stopAll()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const started = await startAll()
    return {
      ...started,
      folder,
      processes,
      /** The ends of our own processes' logs. */
      lastWords: () =>
        ['API', 'Worker'].map((name) => `${name}: ${lastLines(logFile(name))}`).join('\n'),
      close: async () => {
        await started.db.destroy()
        await started.temporal.connection.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }

  async function startAll() {
    say('Postgres and Temporal')
    const [databaseUrl, temporalAddress] = await Promise.all([startPostgres(), startTemporal()])
    const ports = { api: await freePort(), rillet: await freePort(), sequence: await freePort() }
    const apiUrl = urlOf(ports.api)
    const rilletUrl = urlOf(ports.rillet)
    const sequenceUrl = urlOf(ports.sequence)
    const env: NodeJS.ProcessEnv = {
      ...ownEnvironment(),
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: namespace,
      ENCRYPTION_KEY: `bench:${randomBytes(32).toString('base64')}`,
      DATA_DIR: folder,
      HOST: host,
      PORT: String(ports.api),
      PUBLIC_URL: apiUrl,
      RILLET_API_URL: rilletUrl,
      SEQUENCE_API_URL: `${sequenceUrl}/api`,
      SEQUENCE_CALLS_PER_MINUTE: String(raisedCallsPerMinute),
      API_REQUESTS_PER_MINUTE: String(raisedCallsPerMinute),
      SANDBOX_RILLET_PORT: String(ports.rillet),
      SANDBOX_SEQUENCE_PORT: String(ports.sequence),
      LOG_LEVEL: 'warn',
      ...own,
    }
    await runScript('./migrate.ts', [], env)

    say('the stand-ins, api and worker')
    const start = (name: string, script: string[], stopOrder: number, ready: Ready) =>
      processes.start(service({ name, script, stopOrder }, env, ready))
    await Promise.all([
      start('Rillet', ['bench/sandbox.ts', 'rillet'], 2, { url: `${rilletUrl}/_sandbox/clock` }),
      start('Sequence', ['bench/sandbox.ts', 'sequence'], 2, {
        url: `${sequenceUrl}/_sandbox/clock`,
      }),
    ])
    await start('API', ['api/main.ts'], 1, { url: `${apiUrl}/readyz` })
    await start('Worker', ['worker/main.ts'], 1, { logged: 'worker running' })
    const token = lastLine(await runScript('./token.ts', ['bench', 'admin'], env))

    const connection = await Connection.connect({ address: temporalAddress })
    const temporal = new Client({ connection, namespace })
    const db = connect({ url: databaseUrl, maxConnections: 2 })
    return {
      env,
      databaseUrl,
      temporal,
      temporalAddress,
      namespace,
      db,
      apiUrl,
      rilletUrl,
      sequenceUrl,
      token,
    }
  }

  async function startPostgres(): Promise<string> {
    const port = await freePort()
    const logs = { logFile: logFile('Postgres'), say: () => {} }
    const server = await postgresServer({ dataDir: folder, port, host, ...logs })
    await processes.start(server.spec)
    await server.createDatabase()
    return server.url
  }

  async function startTemporal(): Promise<string> {
    const { path: program } = await findTemporal(() => {})
    const [port, uiPort] = await Promise.all([freePort(), freePort()])
    const file = inMemory ? {} : { dataDir: folder }
    const options = { program, port, uiPort, host, namespace, ...file }
    await processes.start(temporalServer({ ...options, logFile: logFile('Temporal') }))
    return `${host}:${port}`
  }
}

const urlOf = (port: number) => `http://${host}:${port}`

type Ready = Parameters<typeof service>[2]

/** Without what would lead to another Temporal server. */
const ownEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')))
