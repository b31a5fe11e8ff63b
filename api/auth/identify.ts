import type { FastifyRequest } from 'fastify'
import type { Db } from '../../store/connect.ts'
import { findOperator, type Operator } from '../../store/operator.ts'
import { findSession, type Session } from '../../store/session.ts'
import { ApiError } from '../problem.ts'
import type { SessionCookie } from './cookie.ts'

export type Identity = { operator: Operator; session: Session | null }

/** What a page sends with requests that it makes by itself: they keep no session alive. */
export const unattendedHeader = 'x-unattended'

/**
 * Whose request it is: a bearer token counts before a cookie. Null when it has neither. Throws
 * `token_refused` or `session_ended` for one that is no longer good.
 */
export async function identify(
  db: Db,
  cookie: SessionCookie,
  request: FastifyRequest,
): Promise<Identity | null> {
  const { authorization, [unattendedHeader]: unattended } = request.headers
  if (authorization !== undefined)
    return { operator: await byToken(db, authorization), session: null }

  const token = cookie.read(request)
  if (token === undefined) return null
  const found = await findSession(db, token, { unattended: unattended !== undefined })
  if (found === undefined) throw new ApiError('session_ended')
  return found
}

async function byToken(db: Db, authorization: string): Promise<Operator> {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  const operator = token === undefined ? undefined : await findOperator(db, token)
  if (operator !== undefined) return operator
  throw new ApiError('token_refused', 'The token is unknown or revoked: make a new one.')
}
