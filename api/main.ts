import { fileURLToPath } from 'node:url'
import { loadClientConnectConfig } from '@temporalio/envconfig'
import closeWithGrace from 'close-with-grace'
import { sql } from 'kysely'
import { checkKeys } from '../check-keys.ts'
import { type Config, cannotReach, readConfig, runMain, StartupError } from '../config.ts'
import { sampleBudgets } from '../store/budget-sample.ts'
import { connect } from '../store/connect.ts'
import { createSecrets, type Secrets } from '../store/secrets.ts'
import { createVendors } from '../vendors.ts'
import { buildApp } from './app.ts'
import { startDispatcher } from './dispatcher.ts'
import { createChanges } from './events/changes.ts'
import { createDoor } from './gateway/door.ts'
import { parseRoles } from './oidc/config.ts'
import { createOidc, type Oidc } from './oidc/oidc.ts'
import { startScheduler } from './scheduler.ts'
import { lazyTemporal } from './temporal.ts'

runMain(async () => {
  const config = readConfig()
  const { DATABASE_URL: databaseUrl, TIME_SCALE: timeScale } = config
  const db = connect({ url: databaseUrl, maxConnections: 20 })
  await sql`select 1`.execute(db).catch((error: unknown) => {
    throw cannotReach('DATABASE_URL', databaseUrl, error)
  })
  const { connectionOptions, namespace } = loadClientConnectConfig()
  const temporal = lazyTemporal(connectionOptions, namespace ?? config.TEMPORAL_NAMESPACE)
  const secrets = createSecrets(config.ENCRYPTION_KEY)
  await checkKeys(db, secrets)
  const vendors = createVendors({
    db,
    secrets,
    rilletUrl: config.RILLET_API_URL,
    sequenceUrl: config.SEQUENCE_API_URL,
    sequenceCallsPerMinute: config.SEQUENCE_CALLS_PER_MINUTE,
    timeScale,
  })
  const deps = {
    db,
    secrets,
    vendors,
    temporal,
    door: createDoor(db, secrets),
    changes: createChanges({ db, databaseUrl }),
    publicUrl: config.PUBLIC_URL,
    temporalUiUrl: config.TEMPORAL_UI_URL ?? null,
    oidc: oidcOf(config, secrets),
  }
  const onDelivery = () => dispatcher.wake()
  const consoleDir = fileURLToPath(new URL('../dist/console', import.meta.url))
  const app = await buildApp(deps, {
    logLevel: config.LOG_LEVEL,
    onDelivery,
    consoleDir,
    requestsPerMinute: config.API_REQUESTS_PER_MINUTE,
    trustedProxies: config.TRUSTED_PROXIES ?? false,
  })
  const sampler = setInterval(
    () =>
      void sampleBudgets(db).catch((err: unknown) => app.log.error({ err }, 'no budget sample')),
    60_000,
  )
  const dispatcher = startDispatcher({ db, databaseUrl, temporal, timeScale, log: app.log })
  const scheduler = startScheduler({ db, temporal, timeScale, log: app.log })

  closeWithGrace({ delay: 5_000, logger: app.log }, async ({ err }) => {
    if (err) app.log.error({ err }, 'stopped by an error')
    await app.close()
    clearInterval(sampler)
    await Promise.all([dispatcher.stop(), scheduler.stop(), deps.changes.stop()])
    await temporal.connection.close()
    await db.destroy()
  })
  await app.listen({ port: config.PORT, host: config.HOST })
})

/** Single sign-on, when all of it is set. Throws a `StartupError` when some is. */
function oidcOf(config: Config, secrets: Secrets): Oidc | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = config
  const mapping = config.OIDC_ROLES === undefined ? undefined : parseRoles(config.OIDC_ROLES)
  if (!issuer && !clientId && !clientSecret && !mapping) return null
  if (!issuer || !clientId || !clientSecret || !mapping) {
    throw new StartupError(
      'Single sign-on needs OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_ROLES: set all four, or none.',
    )
  }
  const { OIDC_LABEL: label, OIDC_CLAIM: claim, PUBLIC_URL: publicUrl } = config
  const oidc = { issuer, clientId, clientSecret, label, claim, mapping }
  return createOidc({ config: oidc, publicUrl, secrets })
}
