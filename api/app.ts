import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import underPressure from '@fastify/under-pressure'
import fastify, { type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { ApiDeps } from './deps.ts'
import { describeRoutes, docsPage } from './docs.ts'
import { answerErrors } from './errors.ts'
import { gateway } from './gateway/gateway.ts'
import { healthRoutes } from './health.ts'
import { operatorApi } from './operator-api.ts'
import { sessionRoutes } from './routes/session.ts'

export type AppOptions = {
  logLevel: string
  /** Called after a delivery is durable. */
  onDelivery: () => void
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

/** The gateway, the operator API and their documents, ready to listen. */
export async function buildApp(
  deps: ApiDeps,
  { logLevel, onDelivery }: AppOptions,
): Promise<FastifyInstance> {
  const { db, door, publicUrl } = deps
  const app = fastify({
    logger: { level: logLevel, redact: redacted },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 256 * 1024,
    requestTimeout: 15_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerErrors(app)
  takeEmptyBodies(app)

  await app.register(helmet, {
    contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
    strictTransportSecurity: publicUrl.startsWith('https:'),
  })
  await app.register(cookie)
  app.decorateRequest('operator', null)
  app.decorateRequest('session', null)
  await app.register(underPressure, { maxEventLoopDelay: 5_000, retryAfter: 5 })
  await app.register(healthRoutes, deps)
  await app.register(gateway, { db, door, onStored: onDelivery })
  await describeRoutes(app, publicUrl)
  await app.register(docsPage)
  app.get('/', { schema: { hide: true } }, (_, reply) => reply.redirect('/api/docs'))
  await app.register(sessionRoutes, { ...deps, prefix: '/api' })
  await app.register(operatorApi, { ...deps, prefix: '/api/v1' })
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
