import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
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

const host = '127.0.0.1'
const namespace = 'default'
/** No limit of ours or of the stand-ins may be what is measured. */
export const raisedCallsPerMinute = 1_000_000

/**
 * The product as in production, each part a process of its own, on free ports: Postgres that syncs
 * to disk, a Temporal dev server with a database file, api, worker. The stand-ins keep their state
 * in memory. `say` is told what starts.
 */
export async function startEnvironment(say: (line: string) => void) {
  const folder = await mkdtemp(join(tmpdir(), 'sequence-rillet-bench-'))
  await chmod(folder, 0o755) // Postgres runs as another user when we are root
  await mkdir(join(folder, 'logs'))
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
    const [apiPort, rilletPort, sequencePort] = await Promise.all([
      freePort(),
      freePort(),
      freePort(),
    ])
    const [apiUrl, rilletUrl, sequenceUrl] = [apiPort, rilletPort, sequencePort].map(
      (port) => `http://${host}:${port}`,
    )
    if (!apiUrl || !rilletUrl || !sequenceUrl) throw new Error('no ports')
    const env: NodeJS.ProcessEnv = {
      ...ownEnvironment(),
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: namespace,
      ENCRYPTION_KEY: `bench:${randomBytes(32).toString('base64')}`,
      DATA_DIR: folder,
      HOST: host,
      PORT: String(apiPort),
      PUBLIC_URL: apiUrl,
      RILLET_API_URL: rilletUrl,
      SEQUENCE_API_URL: `${sequenceUrl}/api`,
      SEQUENCE_CALLS_PER_MINUTE: String(raisedCallsPerMinute),
      SANDBOX_RILLET_PORT: String(rilletPort),
      SANDBOX_SEQUENCE_PORT: String(sequencePort),
      LOG_LEVEL: 'warn',
    }
    await runScript('./migrate.ts', [], env)

    say('the stand-ins, api, worker and the bare worker')
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
    return { env, temporal, temporalAddress, namespace, db, apiUrl, rilletUrl, sequenceUrl, token }
  }

  async function startPostgres(): Promise<string> {
    const port = await freePort()
    const logFile = join(folder, 'logs', 'postgres.log')
    const server = await postgresServer({ dataDir: folder, port, host, logFile, say: () => {} })
    await processes.start(server.spec)
    await server.createDatabase()
    return server.url
  }

  async function startTemporal(): Promise<string> {
    const { path: program } = await findTemporal(() => {})
    const [port, uiPort] = await Promise.all([freePort(), freePort()])
    const logFile = join(folder, 'logs', 'temporal.log')
    const options = { program, port, uiPort, host, namespace, dataDir: folder, logFile }
    await processes.start(temporalServer(options))
    return `${host}:${port}`
  }
}

type Ready = Parameters<typeof service>[2]

/** Without what would lead to another Temporal server. */
const ownEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')))
