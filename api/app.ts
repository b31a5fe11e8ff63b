import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import underPressure from '@fastify/under-pressure'
import fastify, { type FastifyInstance, LogController, type RouteOptions } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { serveConsole } from './console.ts'
import type { ApiDeps } from './deps.ts'
import { describeRoutes, docsPage } from './docs.ts'
import { answerErrors, answerUnroutable } from './errors.ts'
import { gateway } from './gateway/gateway.ts'
import { healthRoutes } from './health.ts'
import { createLimits } from './limits.ts'
import { operatorApi } from './operator-api.ts'
import { oidcRoutes } from './routes/oidc.ts'
import { sessionRoutes } from './routes/session.ts'

export type AppOptions = {
  logLevel: string
  /** Called after a delivery is durable. */
  onDelivery: () => void
  /** The most that one session or token may ask in a minute. */
  requestsPerMinute?: number
  /** Told of every route, for whoever checks them all. */
  onRoute?: (route: RouteOptions) => void
  /** Whose X-Forwarded-For says where a request comes from. */
  trustedProxies?: string[] | false
  /** What takes longer to come in than this is answered 408; the headers may take ten seconds of it. */
  slowRequestMs?: number
  /** When the process lags by more than this, requests are answered 503; 0: never. */
  mostDelayMs?: number
  /** Where the built console is. */
  consoleDir: string
}

/** Secrets that could stand in a request: never logged. */
const redacted = [
  'req.headers.authorization',
  'req.headers.cookie',
  'req.headers["x-rillet-signature"]',
  'req.headers["sequence-signature"]',
  'err.config',
  'err.details',
]

/** A page loads what this server gives it, and nothing that is written into a page runs or styles it. */
const ownThingsOnly = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
}

/** The gateway, the operator API and their documents, ready to listen. */
export async function buildApp(
  deps: ApiDeps,
  {
    logLevel,
    onDelivery,
    onRoute,
    requestsPerMinute = 100_000,
    trustedProxies = false,
    slowRequestMs = 15_000,
    mostDelayMs = 5_000,
    consoleDir,
  }: AppOptions,
): Promise<FastifyInstance> {
  const { db, door, publicUrl } = deps
  const app = fastify({
    logger: { level: logLevel, redact: redacted },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies,
    bodyLimit: 256 * 1024,
    requestTimeout: slowRequestMs,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: Math.min(10_000, slowRequestMs),
      connectionsCheckingInterval: Math.min(2_000, slowRequestMs), // how late a slow one is noticed
      maxHeaderSize: 16 * 1024,
    },
    frameworkErrors: answerUnroutable,
    routerOptions: { maxParamLength: 200 },
  })
  if (onRoute !== undefined) app.addHook('onRoute', onRoute)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerErrors(app)
  takeEmptyBodies(app)

  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: ownThingsOnly },
    strictTransportSecurity: publicUrl.startsWith('https:'),
  })
  await app.register(cookie)
  app.decorateRequest('operator', null)
  app.decorateRequest('session', null)
  app.decorateRequest('audit')
  // Before anything that may turn a request away: what is written of its answer needs it.
  app.addHook('onRequest', async (request) => {
    request.audit = { at: new Date().toISOString() }
  })
  // A loop that stood still for a whole sample counts as endlessly late.
  const pressure = { maxEventLoopDelay: mostDelayMs, sampleInterval: mostDelayMs, retryAfter: 5 }
  await app.register(underPressure, pressure)
  await app.register(healthRoutes, deps)
  await app.register(gateway, { db, door, onStored: onDelivery })
  await describeRoutes(app, publicUrl)
  await app.register(docsPage)
  const limits = await createLimits(app, requestsPerMinute)
  await app.register(sessionRoutes, { ...deps, limits, prefix: '/api' })
  const { oidc = null } = deps
  if (oidc !== null) await app.register(oidcRoutes, { ...deps, oidc, limits, prefix: '/api' })
  await app.register(operatorApi, { ...deps, limits, prefix: '/api/v1' })
  await serveConsole(app, consoleDir)
  return app
}

/** `content-type: application/json` with nothing behind it is no body, as many clients send it. */
function takeEmptyBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null)
    else void parse(request, String(body), done)
  })
}
