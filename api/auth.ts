import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Db } from '../store/connect.ts'
import { findOperator, type Operator } from '../store/operator.ts'
import type { Role } from '../store/schema.ts'
import { ApiError } from './problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    operator: Operator | null
  }
  interface FastifyContextConfig {
    /** The least role that may call the route. */
    role?: Role
  }
}

const ranks: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 }

/** Lets nobody past without a token whose role is high enough. A route without a role stops the start. */
export function requireToken(app: FastifyInstance, db: Db): void {
  app.decorateRequest('operator', null)
  app.addHook('onRoute', ({ url, config }) => {
    if (config?.role === undefined) throw new Error(`${url} names no role`)
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
    if (token === undefined) {
      reply.header('www-authenticate', 'Bearer')
      throw new ApiError('token_missing', 'Send the header Authorization: Bearer <token>.')
    }
    const operator = await findOperator(db, token)
    if (operator === undefined) {
      reply.header('www-authenticate', 'Bearer error="invalid_token"')
      throw new ApiError('token_refused', 'The token is unknown or revoked: make a new one.')
    }
    const { role = 'admin' } = request.routeOptions.config
    if (ranks[operator.role] < ranks[role]) {
      throw new ApiError(
        'role_too_low',
        `This needs the role ${role}; the token’s is ${operator.role}.`,
      )
    }
    request.operator = operator
  })
}

/** Who asks, for the timeline. */
export function actorOf({ operator }: FastifyRequest): string {
  if (operator === null) throw new ApiError('token_missing')
  return operator.name
}
