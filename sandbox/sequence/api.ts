import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { apiVersion, createGate } from './gate.ts'
import { Refusal } from './refusal.ts'
import { accountRoutes } from './routes/accounts.ts'
import { aliasRoutes } from './routes/aliases.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import { creditNoteRoutes } from './routes/credit-notes.ts'
import { customerRoutes } from './routes/customers.ts'
import { invoiceRoutes } from './routes/invoices.ts'
import { lineItemRoutes } from './routes/line-items.ts'
import { paymentSettingsRoutes } from './routes/payment-settings.ts'
import { policyRoutes } from './routes/policies.ts'
import type { Call, Route } from './routes/route.ts'
import { replayed } from './rules/replay.ts'
import { errorBody } from './wire/error-body.ts'
import type { Session, World } from './world.ts'

const routes = [
  ...accountRoutes,
  ...customerRoutes,
  ...aliasRoutes,
  ...catalogueRoutes,
  ...invoiceRoutes,
  ...lineItemRoutes,
  ...creditNoteRoutes,
  ...paymentSettingsRoutes,
  ...policyRoutes,
]

/** Everything below `/api`, with key, version, rate limit and the vendor's error bodies. */
export async function apiRoutes(app: FastifyInstance, { world }: { world: World }): Promise<void> {
  const enter = createGate(world)
  const sessions = new WeakMap<FastifyRequest, Session>()

  app.addHook('onRequest', async (request, reply) => {
    reply.header('sequence-version', apiVersion)
    sessions.set(request, enter(request))
  })
  app.setErrorHandler((error, _request, reply) => answerError(world, error, reply))
  app.setNotFoundHandler(() => {
    throw new Refusal(404, 'notFound', 'there is no such endpoint')
  })
  for (const route of routes) register(app, sessions, route)
}

function register(app: FastifyInstance, sessions: WeakMap<FastifyRequest, Session>, route: Route) {
  const { method, path, status = 200, contentType = 'application/json', replays, answer } = route
  app.route({
    method,
    url: path,
    handler: async (request, reply) => {
      const session = sessions.get(request)
      if (session === undefined) throw new Error('a request got in without a session')
      const make = () => answer(session, callOf(request))
      const all = method === 'POST' && session.switches().idempotencyKeys === 'allWrites'
      const key = replays || all ? request.headers['idempotency-key'] : undefined
      const body =
        key === undefined ? make() : replayed(session, `${request.url} ${String(key)}`, make)
      return reply.code(status).type(contentType).send(body)
    },
  })
}

function callOf(request: FastifyRequest): Call {
  const params: Record<string, unknown> = { ...Object(request.params) }
  return {
    param: (name) => String(params[name]),
    query: { ...Object(request.query) },
    body: request.body,
  }
}

function answerError(world: World, error: unknown, reply: FastifyReply) {
  const refusal = asRefusal(error)
  if (refusal.status >= 500) console.error(error)
  const { rateLimitHeaders, rateLimitPerMinute } = world.switches()
  if (refusal.status === 429 && rateLimitHeaders === 'retryAfter') {
    reply.header('retry-after', String(Math.ceil(60 / rateLimitPerMinute)))
  }
  const body = errorBody(world, refusal)
  return reply.code(refusal.status).type(body.contentType).send(body.text)
}

/** What the framework itself turns down (a body that is no JSON, say) is a refusal as well. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  const message = error instanceof Error ? error.message : String(error)
  return new Refusal(status, status < 500 ? 'badRequest' : 'internalError', message)
}
