import { fileURLToPath } from 'node:url'
import { loadClientConnectConfig } from '@temporalio/envconfig'
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import { cannotReach, readConfig, runMain } from '../config.ts'
import { createTiming } from '../domain/timing.ts'
import { connect } from '../store/connect.ts'
import { createSecrets } from '../store/secrets.ts'
import { createVendors } from '../vendors.ts'
import { buildBundle } from './bundle.ts'
import { builtBundle, createWorker } from './worker.ts'

runMain(async () => {
  const config = readConfig()
  Runtime.install({ logger: new DefaultLogger('INFO') })
  const db = connect({ url: config.DATABASE_URL, maxConnections: 30 })
  const secrets = createSecrets(config.ENCRYPTION_KEY)
  const vendors = createVendors({
    db,
    secrets,
    rilletUrl: config.RILLET_API_URL,
    sequenceUrl: config.SEQUENCE_API_URL,
    sequenceCallsPerMinute: config.SEQUENCE_CALLS_PER_MINUTE,
    timeScale: config.TIME_SCALE,
  })
  const { connectionOptions, namespace = config.TEMPORAL_NAMESPACE } = loadClientConnectConfig()
  const connection = await NativeConnection.connect(connectionOptions).catch((error: unknown) => {
    throw cannotReach('TEMPORAL_ADDRESS', config.TEMPORAL_ADDRESS, error)
  })
  const built = fileURLToPath(new URL('../dist/workflows.js', import.meta.url))
  const worker = await createWorker({
    connection,
    namespace,
    bundle: builtBundle(built) ?? (await buildBundle()),
    deps: {
      db,
      secrets,
      vendors,
      timing: createTiming(config.TIME_SCALE, config.SETTLING_TIME_MS),
      publicUrl: config.PUBLIC_URL,
    },
    maxCachedWorkflows: config.MAX_CACHED_WORKFLOWS,
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

const deploymentOf = (name?: string, buildId?: string) =>
  name === undefined || buildId === undefined ? null : { name, buildId }
