import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { loadClientConnectConfig } from '@temporalio/envconfig'
import { sql } from 'kysely'
import { cannotReach, readSetupConfig, runMain } from '../config.ts'
import { grantAppRole } from '../store/app-role.ts'
import { connect } from '../store/connect.ts'
import { migrate } from '../store/migrate.ts'
import { registerSearchAttributes } from '../worker/search-attributes.ts'

// Brings Postgres' tables and Temporal's search attributes up to date. Twice does no harm.
runMain(async () => {
  const { DATABASE_URL: url, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE } = readSetupConfig()
  const db = connect({ url, maxConnections: 2, asOwner: true })
  await sql`select 1`.execute(db).catch((error: unknown) => {
    throw cannotReach('DATABASE_URL', url, error)
  })
  const migrations = await migrate(db)
  if (!(await grantAppRole(db))) console.log(withoutRole)
  await db.destroy()

  const { connectionOptions, namespace = TEMPORAL_NAMESPACE } = loadClientConnectConfig()
  const connection = await Connection.connect({
    connectTimeout: 5_000,
    ...connectionOptions,
  }).catch((error: unknown) => {
    throw cannotReach('TEMPORAL_ADDRESS', address, error)
  })
  const attributes = await registerSearchAttributes(connection, namespace)
  if (attributes.length > 0) await untilUsable(connection, namespace)
  await connection.close()
  console.log(`${said(migrations, 'migration')}, ${said(attributes, 'search attribute')}`)
})

const withoutRole =
  'This Postgres does not let its user make roles: the timeline and the other append-only tables are guarded by their triggers alone.'

/** A new attribute can be used a moment after it was added: the servers' caches learn of it. */
async function untilUsable(connection: Connection, namespace: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await connection.workflowService
      .countWorkflowExecutions({ namespace, query: `SyncState = 'synced' AND BlockedOn = 'x'` })
      .catch(() => null)
    if (answer !== null) return
    await sleep(200)
  }
  throw new Error(
    'the search attributes were added, but the Temporal server does not know them yet',
  )
}

const said = (added: string[], what: string) =>
  added.length === 0
    ? `no new ${what}`
    : `${added.length} new ${what}${added.length > 1 ? 's' : ''}`
