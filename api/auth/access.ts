import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { everyAccount, highest, isAtLeast, type Role, roleIn } from '../../domain/roles.ts'
import type { Operator } from '../../store/operator.ts'
import type { Session } from '../../store/session.ts'
import { unknownAccount } from '../account.ts'
import type { ApiDeps } from '../deps.ts'
import type { Limits } from '../limits.ts'
import { ApiError } from '../problem.ts'
import { type SessionCookie, sessionCookie } from './cookie.ts'
import { identify, unattendedHeader } from './identify.ts'
import { checkSameOrigin } from './same-origin.ts'

declare module 'fastify' {
  interface FastifyRequest {
    operator: Operator | null
    /** Null for a token. */
    session: Session | null
  }
  interface FastifyContextConfig {
    /**
     * The least role that may call the route: in the account of its path; without one, in any
     * account, and the route then looks itself. `anyone`: whoever is signed in.
     */
    role?: Role | 'anyone'
    /** Asked by a page by itself: it keeps no session alive. */
    unattended?: boolean
    /** The role must be one for every account. */
    inEveryAccount?: boolean
  }
}

/**
 * Lets nobody past who is not signed in or has no token, or whose role is too low. An account in
 * which one has no role is answered like one that nobody connected. A route without a role stops the start.
 */
export function requireOperator(
  app: FastifyInstance,
  { db, publicUrl }: Pick<ApiDeps, 'db' | 'publicUrl'>,
  limits: Limits,
): void {
  const cookie = sessionCookie(publicUrl)
  app.addHook('onRoute', ({ url, config }) => {
    if (config?.role === undefined) throw new Error(`${url} names no role`)
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (request.routeOptions.config.unattended) request.headers[unattendedHeader] = 'yes'
    const identity = await identify(db, cookie, request).catch(async (error: unknown) => {
      await limits.refused(request, reply)
      throw refused(error, reply, cookie)
    })
    if (identity === null) {
      await limits.refused(request, reply)
      reply.header('www-authenticate', 'Bearer')
      throw new ApiError('token_missing')
    }
    request.operator = identity.operator
    request.session = identity.session
    await limits.known(request, reply)
    checkRole(request, identity.operator)
    if (identity.session !== null) checkSameOrigin(request, publicUrl)
  })
}

/** Whether whoever made the request would still be let past, for answers that take their time. */
export function guardOf({ db, publicUrl }: Pick<ApiDeps, 'db' | 'publicUrl'>) {
  const cookie = sessionCookie(publicUrl)
  return async (request: FastifyRequest): Promise<boolean> => {
    try {
      const identity = await identify(db, cookie, request)
      if (identity !== null) checkRole(request, identity.operator)
      return identity !== null
    } catch (error) {
      if (error instanceof ApiError) return false
      throw error
    }
  }
}

/** Tells the browser to forget a cookie that opens nothing any more. */
function refused(error: unknown, reply: FastifyReply, cookie: SessionCookie): unknown {
  if (error instanceof ApiError && error.code === 'session_ended') cookie.clear(reply)
  else if (error instanceof ApiError) {
    reply.header('www-authenticate', 'Bearer error="invalid_token"')
  }
  return error
}

function checkRole(request: FastifyRequest, { grants }: Operator): void {
  const { role: least = 'admin', inEveryAccount = false } = request.routeOptions.config
  if (least === 'anyone') return
  const accountId = accountIn(request.params)
  const role = accountId === null ? highest(grants) : roleIn(grants, accountId)
  if (role === null && accountId !== null) throw unknownAccount(accountId)
  const counting = inEveryAccount ? roleIn(grants, everyAccount) : role
  if (counting !== null && isAtLeast(counting, least)) return
  if (inEveryAccount) {
    throw new ApiError('role_too_low', `This needs the role ${least} for all accounts.`)
  }
  throw new ApiError('role_too_low', `This needs the role ${least}; yours is ${role ?? 'none'}.`)
}

function accountIn(params: unknown): string | null {
  const isObject = typeof params === 'object' && params !== null
  return isObject && 'accountId' in params ? String(params.accountId) : null
}
