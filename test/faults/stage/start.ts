import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { startGuardian } from '../../../dev/guardian.ts'
import { freePort } from '../../../dev/ports.ts'
import { postgresFolder } from '../../../dev/postgres-server.ts'
import { runScript } from '../../../dev/scripts.ts'
import { connect } from '../../../store/connect.ts'
import { createOperator } from '../../../store/operator.ts'
import { buildBundle } from '../../../worker/bundle.ts'
import { createHttp } from '../../support/http.ts'
import { createArming } from './arming.ts'
import { makeMemoryFolder } from './memory-folder.ts'
import { mountSmallDisk } from './small-disk.ts'
import { namespace, ownProcess, postgresOf, temporalOf } from './specs.ts'
import type { OwnEnd } from './supervised.ts'
import { supervise } from './supervised.ts'
import { startTcpProxy } from './tcp-proxy.ts'

export type Stage = Awaited<ReturnType<typeof startStage>>

export type StageOptions = {
  /** How much shorter our waits and the stand-ins' windows are. */
  timeScale: number
  /** Before TIME_SCALE; must be longer than the HTTP deadline and the listing's lag together. */
  settlingTimeMs: number
  workers: number
  /** Our processes reach Postgres and Temporal through proxies of ours, that can fall silent or be slow. */
  throughProxy?: boolean
  /** Postgres has a disk of so many bytes for itself, which can be filled; only where `canLimitDisk`. */
  diskBytes?: number
  /** Told what starts. */
  say?: (line: string) => void
}

const host = '127.0.0.1'

/**
 * The whole product with every part a process of its own that can be killed: Postgres, a Temporal
 * server with a database file, api with dispatcher, workers. What ends is started again. The stand-ins
 * keep their state in memory and are not killed.
 */
export async function startStage(options: StageOptions) {
  const { timeScale, settlingTimeMs, workers: workerCount, throughProxy = false } = options
  const { say = () => {}, diskBytes } = options
  const folder = mkdtempSync(join(tmpdir(), 'sequence-rillet-faults-'))
  chmodSync(folder, 0o755) // Postgres runs as another user when we are root
  mkdirSync(join(folder, 'logs'))
  const memory = makeMemoryFolder()
  const logs = (name: string) => join(folder, 'logs', `${name}.log`)
  const guardian = startGuardian()
  const ownEnds: OwnEnd[] = []
  const running: { name: string; stop: () => Promise<void> }[] = []
  const arming = createArming(folder)
  const postgresFiles = await postgresFolder(folder)
  const disk = diskBytes === undefined ? null : mountSmallDisk(postgresFiles, diskBytes)
  const close = async () => {
    for (const { stop } of running.toReversed()) await stop()
    await guardian.close()
    disk?.unmount()
    rmSync(postgresFiles, { recursive: true, force: true })
    for (const one of [folder, memory]) rmSync(one, { recursive: true, force: true })
  }
  try {
    return await startAll()
  } catch (error) {
    await close()
    throw error
  }

  async function run(name: string, specOf: Parameters<typeof supervise>[0]['specOf']) {
    const process = await supervise({
      specOf,
      guardian,
      onOwnEnd: (end) => ownEnds.push(end),
      wasMeant: arming.hasStruck,
    })
    running.push({ name, stop: process.stop })
    return process
  }

  async function proxyTo(name: string, port: number) {
    const proxy = await startTcpProxy({ host, port })
    running.push({ name: `proxy to ${name}`, stop: proxy.close })
    return proxy
  }

  async function startAll() {
    say('Postgres and Temporal')
    const postgresPort = await freePort()
    const server = await postgresOf({ folder, host, port: postgresPort, logs })
    const bundling = bundle()
    const [postgres, temporal] = await Promise.all([
      run('postgres', server.specOf),
      temporalOf({ folder: memory, host, logs }).then(async ({ specOf, address }) => {
        return { ...(await run('temporal', specOf)), address }
      }),
    ])
    await server.createDatabase()
    const proxy = await proxyTo('Postgres', postgresPort)
    const temporalProxy = await proxyTo('Temporal', Number(temporal.address.split(':').at(-1)))
    const databaseUrl = new URL(server.url)
    if (throughProxy) databaseUrl.port = String(proxy.port)

    const [api, rillet, sequence] = [await freePort(), await freePort(), await freePort()]
    const urls = { api: urlOf(api), rillet: urlOf(rillet), sequence: urlOf(sequence) }
    const env = environment({
      DATABASE_URL: server.url,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: namespace,
      DATA_DIR: folder,
      HOST: host,
      PORT: String(api),
      PUBLIC_URL: urls.api,
      RILLET_API_URL: urls.rillet,
      SEQUENCE_API_URL: `${urls.sequence}/api`,
      SEQUENCE_CALLS_PER_MINUTE: '1000000',
      SANDBOX_RILLET_PORT: String(rillet),
      SANDBOX_SEQUENCE_PORT: String(sequence),
      TIME_SCALE: String(timeScale),
      SETTLING_TIME_MS: String(settlingTimeMs),
      WORKFLOW_BUNDLE: await bundling,
      LOG_LEVEL: 'warn',
      // A start costs half of what it did.
      NODE_COMPILE_CACHE: join(tmpdir(), 'sequence-rillet-compiled'),
    })
    await runScript('./migrate.ts', [], env)

    say('the stand-ins, api and workers')
    const ours = {
      ...env,
      DATABASE_URL: databaseUrl.href,
      TEMPORAL_ADDRESS: throughProxy ? `${host}:${temporalProxy.port}` : temporal.address,
    }
    const own = (
      name: string,
      script: string[],
      ready: Parameters<typeof ownProcess>[0]['ready'],
    ) =>
      run(name, (start) =>
        ownProcess({
          name,
          script,
          env: { ...(script[0] === 'bench/sandbox.ts' ? env : ours), ...arming.envOf(name) },
          logFile: logs(`${name}-${start}`),
          ready,
        }),
      )
    await Promise.all([
      own('rillet', ['bench/sandbox.ts', 'rillet'], { url: `${urls.rillet}/_sandbox/clock` }),
      own('sequence', ['bench/sandbox.ts', 'sequence'], { url: `${urls.sequence}/_sandbox/clock` }),
    ])
    const names = Array.from({ length: workerCount }, (_, index) => `worker-${index + 1}`)
    const [apiProcess, ...workers] = await Promise.all([
      own('api', ['api/main.ts'], { url: `${urls.api}/readyz` }),
      ...names.map((name) => own(name, ['worker/main.ts'], { logged: 'worker running' })),
    ])

    const db = connect({ url: server.url, maxConnections: 8 })
    const token = await createOperator(db, { name: 'faults', role: 'admin' })
    const connection = await Connection.connect({ address: temporal.address })
    const control = { rillet: createHttp(urls.rillet), sequence: createHttp(urls.sequence) }
    // What the driver itself asks of the vendors must not use up what the sync may ask.
    for (const vendor of Object.values(control)) {
      await vendor.put('/_sandbox/switches', { rateLimitPerMinute: 1_000_000 })
    }
    return {
      folder,
      db,
      token,
      timeScale,
      temporal: new Client({ connection, namespace }),
      api: createHttp(urls.api, { authorization: `Bearer ${token}` }),
      rillet: control.rillet,
      sequence: control.sequence,
      apiUrl: urls.api,
      rilletUrl: urls.rillet,
      sequenceUrl: urls.sequence,
      /** As its owner, who may lock tables. */
      databaseUrl: server.url,
      arming,
      proxy,
      temporalProxy,
      disk,
      processes: {
        postgres,
        temporal,
        api: apiProcess,
        workers: workers.map((worker, index) => ({ ...worker, name: names[index]! })),
      },
      /** Processes that ended although nobody killed them. */
      ownEnds,
      close: async () => {
        await connection.close()
        await db.destroy()
        await close()
      },
    }
  }

  async function bundle(): Promise<string> {
    const path = join(folder, 'workflows.js')
    writeFileSync(path, (await buildBundle()).code)
    return path
  }
}

const urlOf = (port: number) => `http://${host}:${port}`

/** Ours alone: nothing of the surroundings may lead to another server. */
const environment = (added: Record<string, string>): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
  ENCRYPTION_KEY: `faults:${Buffer.alloc(32, 7).toString('base64')}`,
  ...added,
})
const foreign = /^(DATABASE_URL|TEMPORAL_|RILLET_|SEQUENCE_|SANDBOX_|VITEST|NODE_OPTIONS|LOG_LEVEL)/
