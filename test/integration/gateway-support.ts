import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { buildApp } from '../../api/app.ts'
import type { ApiDeps } from '../../api/deps.ts'
import { createChanges } from '../../api/events/changes.ts'
import { createDoor } from '../../api/gateway/door.ts'
import type { Oidc } from '../../api/oidc/oidc.ts'
import { consoleDir } from '../../dev/console-build.ts'
import type { Role } from '../../domain/roles.ts'
import { connect, type Db } from '../../store/connect.ts'
import { createOperator } from '../../store/operator.ts'
import { createSecrets } from '../../store/secrets.ts'
import { createVendors } from '../../vendors.ts'
import { createDatabase } from '../support/database.ts'

export const rilletToken = Buffer.from('a webhook token for tests').toString('base64')
export const sequenceSecret = 'whsec_0123456789abcdef0123456789abcdef'

/** The key of every test's secrets. */
export const secrets = createSecrets([{ id: 'test', key: randomBytes(32) }])

export type TestApp = {
  app: FastifyInstance
  db: Db
  databaseUrl: string
  deps: ApiDeps
  /** Every route there is, from the router itself. */
  routes: RouteOptions[]
  close: () => Promise<void>
}

type Parts = {
  temporal?: Client
  onDelivery?: () => void
  rilletUrl?: string
  sequenceUrl?: string
  databaseUrl?: string
  oidc?: Oidc
  requestsPerMinute?: number
  slowRequestMs?: number
}

/** The api on a database of its own; Temporal and the vendors are away unless they are given. */
export async function startApp(parts: Parts = {}): Promise<TestApp> {
  const databaseUrl = parts.databaseUrl ?? (await createDatabase())
  const db = connect({ url: databaseUrl, maxConnections: 20 })
  const away = 'http://127.0.0.1:9'
  const vendors = createVendors({
    db,
    secrets,
    rilletUrl: parts.rilletUrl ?? away,
    sequenceUrl: parts.sequenceUrl ?? `${away}/api`,
    timeScale: 1,
  })
  const temporal =
    parts.temporal ?? new Client({ connection: Connection.lazy({ address: '127.0.0.1:9' }) })
  const door = createDoor(db, secrets)
  const changes = createChanges({ db, databaseUrl })
  const publicUrl = 'https://sync.example.com'
  const oidc = parts.oidc ?? null
  const deps = {
    db,
    secrets,
    vendors,
    temporal,
    door,
    changes,
    publicUrl,
    temporalUiUrl: null,
    oidc,
  }
  const onDelivery = parts.onDelivery ?? (() => undefined)
  const routes: RouteOptions[] = []
  const onRoute = (route: RouteOptions) => void routes.push(route)
  const app = await buildApp(deps, {
    logLevel: 'silent',
    mostDelayMs: 0, // a machine with too much to do proves nothing
    onDelivery,
    onRoute,
    consoleDir,
    ...(parts.requestsPerMinute !== undefined && { requestsPerMinute: parts.requestsPerMinute }),
    ...(parts.slowRequestMs !== undefined && { slowRequestMs: parts.slowRequestMs }),
  })
  const close = async () => {
    await app.close()
    await changes.stop()
    await db.destroy()
  }
  return { app, db, databaseUrl, deps, routes, close }
}

/** A connected account with both webhook secrets. */
export async function addAccount(db: Db, accountId: string = randomUUID()): Promise<string> {
  const seal = (secret: string, column: string) => secrets.seal(secret, { accountId, column })
  await db
    .insertInto('connection')
    .values({
      account_id: accountId,
      organization_id: 'org-1',
      rillet_api_key: seal('rk_test', 'rillet_api_key'),
      rillet_status: 'ready',
      rillet_webhook_secret: seal(rilletToken, 'rillet_webhook_secret'),
      sequence_client_id: 'client',
      sequence_client_secret: seal('cs_test', 'sequence_client_secret'),
      sequence_status: 'ready',
      sequence_webhook_secret: seal(sequenceSecret, 'sequence_webhook_secret'),
    })
    .execute()
  return accountId
}

export const tokenFor = (db: Db, role: Role, name = `a ${role}`) =>
  createOperator(db, { name, role })

export type Delivery = { url: string; headers: Record<string, string>; payload: string | Buffer }

type RilletNews = { entity?: string; event?: string; id?: string; timestamp?: string }

/** A delivery as Rillet signs it. */
export function rilletDelivery(
  accountId: string,
  body: unknown,
  { entity = 'INVOICE', event = 'UPDATED', id = randomUUID(), ...rest }: RilletNews = {},
  token = rilletToken,
): Delivery {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const timestamp = rest.timestamp ?? new Date().toISOString()
  const signature = createHmac('sha256', Buffer.from(token, 'base64'))
    .update(`${timestamp}.${id}.${entity}.${event}.`)
    .update(payload)
    .digest('base64')
  return {
    url: `/api/rillet/webhooks/${accountId}`,
    payload,
    headers: {
      'content-type': 'application/json',
      'x-rillet-signature': signature,
      'x-rillet-timestamp': timestamp,
      'x-rillet-id': id,
      'x-rillet-entity': entity,
      'x-rillet-event': event,
    },
  }
}

/** A delivery as Sequence signs it. */
export function sequenceDelivery(
  accountId: string,
  body: unknown,
  { at = Date.now(), secret = sequenceSecret }: { at?: number; secret?: string } = {},
): Delivery {
  const payload = typeof body === 'string' ? body : JSON.stringify(body)
  const hex = createHmac('sha256', secret).update(`${at}.${payload}`).digest('hex')
  return {
    url: `/api/sequence/webhooks/${accountId}`,
    payload,
    headers: { 'content-type': 'application/json', 'sequence-signature': `t=${at},s=${hex}` },
  }
}

/** What Sequence says of an invoice. */
export const invoiceNews = (
  accountId: string,
  invoiceId: string,
  { status = 'FINAL', updatedAt = '2026-05-01T10:00:00Z', type = 'INVOICE_UPDATED' } = {},
) => ({
  notificationType: type,
  sequenceAccountId: accountId,
  resourceType: 'InvoiceResponse',
  resourceId: invoiceId,
  resource: { id: invoiceId, status, updatedAt, invoiceNumber: 'SEQ-7' },
})

export const deliver = ({ app }: Pick<TestApp, 'app'>, delivery: Delivery) =>
  app.inject({ method: 'POST', ...delivery })
