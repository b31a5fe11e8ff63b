import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { networkOf } from './network.ts'
import { ApiError } from './problem.ts'

export type Limit = (request: FastifyRequest, reply: FastifyReply) => Promise<void>
export type Limits = {
  /** For each request of somebody who is known: by session or token. */
  known: Limit
  /** For each request that nobody is known by, by address: it never holds up those who are. */
  refused: Limit
  /** For each request that signs in or out, by address. */
  signIn: Limit
}

const minuteMs = 60_000
const refusedPerMinute = 120
const signInsPerMinute = 60

/** Limits of requests to the operator API, in this process; more are answered 429 with Retry-After. */
export async function createLimits(app: FastifyInstance, perMinute: number): Promise<Limits> {
  await app.register(rateLimit, { global: false })
  const limiter = (name: string, max: number, keyOf: (request: FastifyRequest) => string) =>
    app.createRateLimit({
      max,
      timeWindow: minuteMs,
      keyGenerator: (request) => `${name}/${keyOf(request)}`,
    })
  type Check = ReturnType<typeof limiter>
  const enforce =
    (check: Check): Limit =>
    async (request, reply) => {
      const state = await check(request)
      if (state.isAllowed || !state.isExceeded) return
      reply.header('retry-after', String(Math.max(1, state.ttlInSeconds)))
      throw new ApiError('too_many_requests')
    }
  const byAddress = ({ ip }: FastifyRequest) => networkOf(ip)
  const byOperator = ({ session, operator }: FastifyRequest) =>
    session === null ? `token ${operator?.id}` : `session ${session.id}`

  return {
    known: enforce(limiter('known', perMinute, byOperator)),
    refused: enforce(limiter('refused', refusedPerMinute, byAddress)),
    signIn: enforce(limiter('sign-in', signInsPerMinute, byAddress)),
  }
}
