import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import { inject } from 'vitest'
import { activityCaller } from '../../activities/caller.ts'
import { buildApp } from '../../api/app.ts'
import { startDispatcher } from '../../api/dispatcher.ts'
import { createChanges } from '../../api/events/changes.ts'
import { createDoor } from '../../api/gateway/door.ts'
import { startScheduler } from '../../api/scheduler.ts'
import { consoleDir } from '../../dev/console-build.ts'
import { freePort } from '../../dev/ports.ts'
import { createSweepTiming, createTiming } from '../../domain/timing.ts'
import { startRilletSandbox } from '../../sandbox/rillet/server.ts'
import { startSequenceSandbox } from '../../sandbox/sequence/server.ts'
import { connect } from '../../store/connect.ts'
import { createOperator } from '../../store/operator.ts'
import { createSecrets } from '../../store/secrets.ts'
import { createVendors } from '../../vendors.ts'
import { createWorker, type WorkerSlots } from '../../worker/worker.ts'
import { createDatabase } from './database.ts'
import { createHttp } from './http.ts'
import { createNamespace } from './namespace.ts'
import { cachedWorkflows } from './patience.ts'
import { startRewritingProxy } from './rewriting-proxy.ts'

// Activities fail on purpose in these tests: only what the SDK itself finds wrong is shown.
Runtime.install({ logger: new DefaultLogger('ERROR') })

export type World = Awaited<ReturnType<typeof createWorld>>

export type WorldOptions = {
  /** How much shorter our waits and the stand-ins' windows are. */
  timeScale?: number
  /** 0 replays every run whenever it is woken. */
  maxCachedWorkflows?: number
  /** How much the worker does at once. */
  slots?: WorkerSlots
  /** Our calls to Rillet go through `rilletProxy`. */
  throughProxy?: boolean
  /** Sweeps run on schedule; otherwise only when a test asks for one. */
  scheduled?: boolean
}

/**
 * The whole product on real parts: both stand-ins over HTTP, the gateway and operator API, a worker, the
 * run's Temporal server and Postgres. Each world has a database, a namespace and stand-ins of its own.
 */
export async function createWorld({
  timeScale = 100,
  throughProxy = false,
  scheduled = false,
  maxCachedWorkflows = cachedWorkflows,
  slots,
}: WorldOptions = {}) {
  const [databaseUrl, temporal, rillet, sequence] = await Promise.all([
    createDatabase(),
    createNamespace(),
    startRilletSandbox({ port: 0, timeScale, seed: [] }),
    startSequenceSandbox({ port: 0, timeScale, seed: [] }),
  ])
  const db = connect({ url: databaseUrl, maxConnections: 20 })
  const key = randomBytes(32)
  const secrets = createSecrets([{ id: 'test', key }])
  const rilletProxy = await startRewritingProxy(rillet.url)
  const addresses = {
    rilletUrl: throughProxy ? rilletProxy.url : rillet.url,
    sequenceUrl: `${sequence.url}/api`,
  }
  const vendors = createVendors({ db, secrets, timeScale, ...addresses, caller: activityCaller })

  // Webhooks are sent to the public address, so it is chosen before anything listens.
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  let wake = () => {}
  const deps = {
    db,
    secrets,
    vendors,
    temporal: temporal.client,
    door: createDoor(db, secrets),
    changes: createChanges({ db, databaseUrl }),
    publicUrl,
    temporalUiUrl: null,
  }
  const onDelivery = () => wake()
  // A machine with too much to do proves nothing.
  const mostDelayMs = 60_000
  const app = await buildApp(deps, { logLevel: 'silent', onDelivery, consoleDir, mostDelayMs })
  await app.listen({ port, host: '127.0.0.1' })
  const { client } = temporal
  const dispatcher = startDispatcher({ db, databaseUrl, temporal: client, timeScale, log: app.log })
  wake = () => dispatcher.wake()
  const scheduler = scheduled
    ? startScheduler({ db, temporal: client, timeScale, log: app.log })
    : null
  const token = await createOperator(db, { name: 'tester', role: 'admin' })

  const timing = createTiming(timeScale, 60_000)
  const startWorker = async () => {
    const connection = await NativeConnection.connect({ address: temporal.address })
    const worker = await createWorker({
      connection,
      namespace: temporal.namespace,
      bundle: inject('workflowBundle'),
      deps: {
        db,
        secrets,
        vendors,
        timing,
        sweeps: createSweepTiming(timeScale),
        publicUrl,
      },
      maxCachedWorkflows,
      ...(slots === undefined ? {} : { slots }),
    })
    const running = worker.run()
    return {
      stop: async () => {
        worker.shutdown()
        await running
        await connection.close()
      },
    }
  }
  let worker: { stop: () => Promise<void> } | null = await startWorker()

  /** For processes of our own beside this one. */
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    ENCRYPTION_KEY: `test:${key.toString('base64')}`,
    RILLET_API_URL: addresses.rilletUrl,
    SEQUENCE_API_URL: addresses.sequenceUrl,
    PUBLIC_URL: publicUrl,
    TIME_SCALE: String(timeScale),
    WORKFLOW_BUNDLE: inject('workflowBundle').codePath,
  }

  return {
    env,
    db,
    vendors,
    temporal: client,
    apiUrl: publicUrl,
    /** Of an admin of all accounts. */
    token,
    timeScale,
    /** What activities are built from, to call one without a run. */
    activityDeps: { db, vendors, timing, publicUrl },
    api: createHttp(publicUrl, { authorization: `Bearer ${token}` }),
    rillet: createHttp(rillet.url),
    sequence: createHttp(sequence.url),
    rilletUrl: rillet.url,
    rilletProxy,
    sequenceUrl: sequence.url,
    async stopWorker() {
      await worker?.stop()
      worker = null
    },
    async startWorker() {
      worker ??= await startWorker()
    },
    async close() {
      await ended('the worker', worker?.stop())
      await ended('the API', app.close())
      await ended('the dispatcher', dispatcher.stop())
      await ended('the scheduler', scheduler?.stop())
      await ended('the listener for changes', deps.changes.stop())
      await ended('the proxy', rilletProxy.close())
      await ended('the stand-in of Rillet', rillet.close())
      await ended('the stand-in of Sequence', sequence.close())
      await ended('the client of Temporal', temporal.close())
      await ended('the connections to Postgres', db.destroy())
    },
  }
}

const mostEndMs = 60_000

/** Names the part that does not end, where a hook would only say that time was over. */
async function ended(part: string, ending: Promise<void> | undefined): Promise<void> {
  const timer = new AbortController()
  const tooLong = pause(mostEndMs, null, { signal: timer.signal, ref: false }).then(() => {
    const held = process.getActiveResourcesInfo().join(', ')
    throw new Error(`${part} did not end within ${mostEndMs} ms; the process holds ${held}`)
  })
  try {
    await Promise.race([ending, tooLong])
  } finally {
    tooLong.catch(() => undefined)
    timer.abort()
  }
}
