import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import { loadClientConnectConfig } from '@temporalio/envconfig'
import pg from 'pg'
import { cannotReach, StartupError } from '../config.ts'
import { findTemporal } from './find-temporal.ts'
import type { PickPort } from './ports.ts'
import { postgresServer } from './postgres-server.ts'
import type { Processes } from './processes.ts'
import type { Settings } from './settings.ts'
import type { Print, Step } from './steps.ts'
import { temporalServer } from './temporal-server.ts'

/** Our own servers listen here whatever HOST says: they are for this machine alone. */
export const loopback = '127.0.0.1'

export type ServerTools = {
  settings: Settings
  processes: Processes
  pickPort: PickPort
  step: Step
  print: Print
}

const logFile = (dataDir: string, name: string) => join(dataDir, 'logs', `${name}.log`)

/** The Postgres that DATABASE_URL names, else one of our own; returns its url. */
export async function providePostgres(tools: ServerTools): Promise<string> {
  const { settings, processes, pickPort, step, print } = tools
  const { named, dataDir } = settings
  if (named.postgres !== undefined) {
    const url = named.postgres
    await step('Postgres', async (update) => {
      update(`from DATABASE_URL: ${new URL(url).host}`)
      await checkPostgres(url)
    })
    return url
  }
  const notes: string[] = []
  const url = await step('Postgres', async (update) => {
    const port = await pickPort({ preferred: 5433, host: loopback })
    update(`on port ${port}`)
    const server = await postgresServer({
      dataDir,
      port,
      host: loopback,
      logFile: logFile(dataDir, 'postgres'),
      say: (line) => notes.push(line),
    })
    await processes.start(server.spec)
    await server.createDatabase()
    return server.url
  })
  for (const note of notes) print(note)
  return url
}

async function checkPostgres(url: string) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
  } catch (error) {
    throw cannotReach('DATABASE_URL', url, error)
  } finally {
    await client.end().catch(() => {})
  }
}

export type ProvidedTemporal = { address: string; uiUrl: string | null }

/** The Temporal server that TEMPORAL_ADDRESS names, else one of our own with its Web UI. */
export async function provideTemporal(tools: ServerTools): Promise<ProvidedTemporal> {
  const { settings, processes, pickPort, step } = tools
  const { named, dataDir, config } = settings
  const namespace = config.TEMPORAL_NAMESPACE
  if (named.temporal !== undefined) {
    const address = named.temporal
    await step('Temporal', async (update) => {
      update(`from TEMPORAL_ADDRESS: ${address}`)
      await checkTemporal(address, namespace)
    })
    return { address, uiUrl: config.TEMPORAL_UI_URL ?? null }
  }
  return step('Temporal', async (update) => {
    const { path: program, from } = await findTemporal(update)
    const port = await pickPort({ preferred: 7233, host: loopback })
    const uiPort = await pickPort({ preferred: 8233, host: loopback })
    update(`on port ${port} (${from})`)
    const log = logFile(dataDir, 'temporal')
    const options = { program, port, uiPort, host: loopback, namespace, dataDir, logFile: log }
    await processes.start(temporalServer(options))
    return { address: `${loopback}:${port}`, uiUrl: `http://${loopback}:${uiPort}` }
  })
}

async function checkTemporal(address: string, namespace: string) {
  const { connectionOptions } = loadClientConnectConfig()
  let connection: Connection
  try {
    connection = await Connection.connect({ ...connectionOptions, connectTimeout: 5_000 })
  } catch (error) {
    throw cannotReach('TEMPORAL_ADDRESS', address, error)
  }
  try {
    await connection.workflowService.describeNamespace({ namespace })
  } catch (error) {
    throw new StartupError(
      `TEMPORAL_NAMESPACE is ${namespace}, which ${address} does not have: create it there or mend TEMPORAL_NAMESPACE.`,
      { cause: error },
    )
  } finally {
    await connection.close()
  }
}
