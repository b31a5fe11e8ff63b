import { existsSync } from 'node:fs'
import { Client, Connection, type ConnectionOptions } from '@temporalio/client'
import { loadClientConnectConfig } from '@temporalio/envconfig'
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import { sql } from 'kysely'
import { activityCaller } from '../activities/caller.ts'
import { checkKeys } from '../check-keys.ts'
import { cannotReach, readConfig, runMain, StartupError } from '../config.ts'
import { createSweepTiming, createTiming } from '../domain/timing.ts'
import { connect } from '../store/connect.ts'
import { createSecrets } from '../store/secrets.ts'
import { createVendors } from '../vendors.ts'
import { buildBundle } from './bundle.ts'
import { verify } from './verify.ts'
import { createWorker } from './worker.ts'

runMain(async () => {
  const config = readConfig()
  Runtime.install({ logger: new DefaultLogger('INFO') })
  const db = connect({ url: config.DATABASE_URL, maxConnections: 30 })
  await sql`select 1`.execute(db).catch((error: unknown) => {
    throw cannotReach('DATABASE_URL', config.DATABASE_URL, error)
  })
  const secrets = createSecrets(config.ENCRYPTION_KEY)
  await checkKeys(db, secrets)
  const vendors = createVendors({
    db,
    secrets,
    rilletUrl: config.RILLET_API_URL,
    sequenceUrl: config.SEQUENCE_API_URL,
    sequenceCallsPerMinute: config.SEQUENCE_CALLS_PER_MINUTE,
    timeScale: config.TIME_SCALE,
    caller: activityCaller,
  })
  const { connectionOptions, namespace = config.TEMPORAL_NAMESPACE } = loadClientConnectConfig()
  const bundle = await bundleOf(config.WORKFLOW_BUNDLE)
  if (process.argv.includes('--verify')) {
    await db.destroy()
    return verifyAlone(await clientOf(connectionOptions, namespace), bundle)
  }
  const connection = await NativeConnection.connect(connectionOptions).catch((error: unknown) => {
    throw cannotReach('TEMPORAL_ADDRESS', config.TEMPORAL_ADDRESS, error)
  })
  const worker = await createWorker({
    connection,
    namespace,
    bundle,
    deps: {
      db,
      secrets,
      vendors,
      timing: createTiming(config.TIME_SCALE, config.SETTLING_TIME_MS),
      sweeps: createSweepTiming(config.TIME_SCALE),
      publicUrl: config.PUBLIC_URL,
    },
    maxCachedWorkflows: config.MAX_CACHED_WORKFLOWS,
    slots: { activities: config.WORKER_ACTIVITIES, decisions: config.WORKER_DECISIONS },
    deployment: deploymentOf(config.TEMPORAL_DEPLOYMENT_NAME, config.TEMPORAL_BUILD_ID),
  })
  console.log('worker running')
  try {
    await worker.run()
  } finally {
    await connection.close()
    await db.destroy()
  }
})

/** `npm run worker -- --verify`: exit code 1 when a run would not go on with this code. */
async function verifyAlone(client: Client, bundle: Bundle): Promise<void> {
  const { replayed, mismatches } = await verify(client, { bundle, most: 100 })
  await client.connection.close()
  for (const sentence of mismatches) console.error(sentence)
  console.log(`${replayed} histories replayed, ${mismatches.length} do not match this code`)
  if (mismatches.length > 0) process.exitCode = 1
}

async function clientOf(options: ConnectionOptions, namespace: string): Promise<Client> {
  return new Client({ connection: await Connection.connect(options), namespace })
}

type Bundle = { code: string } | { codePath: string }

async function bundleOf(path: string | undefined): Promise<Bundle> {
  if (path === undefined) return buildBundle()
  if (existsSync(path)) return { codePath: path }
  throw new StartupError(`WORKFLOW_BUNDLE names ${path}, which is not there: run npm run bundle.`)
}

const deploymentOf = (name?: string, buildId?: string) =>
  name === undefined || buildId === undefined ? null : { name, buildId }
