import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { uuidPattern } from '../kit/ids.ts'
import { createRollingWindow } from '../kit/rolling-window.ts'
import { authenticate, type Caller, checkPermission, checkVersion } from './auth.ts'
import { type Answer, createIdempotency, type Reservation } from './idempotency.ts'
import type { Session, World } from './model.ts'
import { invalid, notFound, plain, problemOf, Refusal } from './refusal.ts'

export type Call = {
  /** Path parameters; each was checked to be a UUID. */
  ids: Record<string, string>
  query: unknown
  body: unknown
  accept: string
  /** Whether the key may not write. */
  readOnly: boolean
}
/** Executes at once; throws a Refusal. Undefined answers 204, a Buffer a PDF. */
export type Operation = (session: Session, call: Call) => unknown

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
export type Api = (method: Method, path: string, operation: Operation) => void

/**
 * Registers operations behind key, version, rate limit, permission and idempotency, in this order.
 * A known path with another method answers 405.
 */
export function createApi(app: FastifyInstance, world: World): Api {
  const window = createRollingWindow(world.clock, 60_000)
  world.onReset(window.clear)
  const reserve = createIdempotency()
  const callers = new WeakMap<FastifyRequest, Caller>()
  const reservations = new WeakMap<FastifyRequest, Reservation>()
  const paths: { method: string; pattern: RegExp }[] = []

  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const caller = authenticate(world, request)
    checkVersion(world, request)
    const { rateLimitPerMinute, rateLimitScope, retryAfter } = world.switches()
    const counted = rateLimitScope === 'key' ? caller.key.id : caller.session.organization.id
    const waitMs = window.take(counted, rateLimitPerMinute)
    if (waitMs > 0) {
      if (retryAfter === 'on') reply.header('retry-after', String(Math.ceil(waitMs / 1000)))
      throw plain(429, 'too-many-requests', 'The organization has used its requests per minute.')
    }
    checkPermission(caller, request)
    callers.set(request, caller)
  }

  async function replayOrReserve(request: FastifyRequest, reply: FastifyReply) {
    const { session } = callers.get(request) ?? authenticate(world, request)
    const reservation = reserve(session, request)
    if (reservation === null) return
    if ('replay' in reservation) return send(reply, reservation.replay)
    reservations.set(request, reservation)
  }

  async function execute(operation: Operation, request: FastifyRequest): Promise<Answer | Buffer> {
    const { session, key } = callers.get(request) ?? authenticate(world, request)
    try {
      const { latencyMs } = world.switches()
      if (latencyMs > 0) await pause(latencyMs)
      const ids = checkedIds(world, request)
      const { query, body } = request
      const accept = request.headers.accept ?? ''
      const result = operation(session, { ids, query, body, accept, readOnly: key.readOnly })
      if (Buffer.isBuffer(result)) return result
      if (result === undefined) return { status: 204, contentType: '', body: '' }
      return { status: 200, contentType: 'application/json', body: JSON.stringify(result) }
    } catch (error) {
      if (error instanceof Refusal) return problemAnswer(error, world)
      throw error
    }
  }

  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const refusal = error instanceof Refusal ? error : fromFramework(error)
    if (refusal.status >= 500) console.error(error)
    return send(reply, problemAnswer(refusal, world))
  })

  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    const methods = paths.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)
    if (methods.length === 0) return send(reply, problemAnswer(notFound('This path'), world))
    authenticate(world, request)
    reply.header('allow', methods.join(', '))
    const detail = `${request.method} is not offered on this path.`
    return send(reply, problemAnswer(plain(405, 'method-not-allowed', detail), world))
  })

  return (method, path, operation) => {
    paths.push({ method, pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`) })
    app.route({
      method,
      url: path,
      onRequest: admit,
      preValidation: replayOrReserve,
      handler: async (request, reply) => {
        const reservation = reservations.get(request)
        let answer: Answer | Buffer | null = null
        try {
          answer = await execute(operation, request)
        } finally {
          if (reservation && 'finish' in reservation) {
            reservation.finish(Buffer.isBuffer(answer) ? null : answer)
          }
        }
        return Buffer.isBuffer(answer)
          ? reply.type('application/pdf').send(answer)
          : send(reply, answer)
      },
    })
  }
}

/** A refusal in the content type and form that the switches choose. */
export function problemAnswer(refusal: Refusal, world: World): Answer {
  const switches = world.switches()
  const problem = problemOf(refusal, switches)
  const contentType =
    switches.problemFormat === 'problem' ? 'application/problem+json' : 'application/json'
  return { status: problem.status, contentType, body: JSON.stringify(problem) }
}

function send(reply: FastifyReply, { status, contentType, body }: Answer): FastifyReply {
  if (status === 204) return reply.code(204).send()
  return reply.code(status).type(contentType).send(body)
}

function checkedIds(world: World, request: FastifyRequest): Record<string, string> {
  const ids: Record<string, string> = {}
  for (const [name, value] of Object.entries(Object(request.params))) {
    const text = String(value)
    if (!uuidPattern.test(text)) {
      if (world.switches().malformedId === '404') throw notFound('This object')
      throw invalid({ field: name, message: 'must be a valid UUID' })
    }
    ids[name] = text.toLowerCase()
  }
  return ids
}

function fromFramework(error: Error & { statusCode?: number }): Refusal {
  switch (error.statusCode) {
    case 400:
      return invalid({ field: '', message: error.message })
    case 413:
      return plain(413, 'payload-too-large', 'The body is too large.')
    case 415:
      return plain(415, 'unsupported-media-type', 'Bodies are application/json.')
    default:
      return plain(error.statusCode ?? 500, 'internal-error', 'Something went wrong on our side.')
  }
}
