import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignInMethod } from '../../store/schema.ts'
import { createSession, endSession, findSession } from '../../store/session.ts'
import type { ApiDeps } from '../deps.ts'
import type { SessionCookie } from './cookie.ts'
import type { Identity } from './identify.ts'

type Opening = {
  request: FastifyRequest
  reply: FastifyReply
  cookie: SessionCookie
  operatorId: string
  method: SignInMethod
}

const longestUserAgent = 300

/** Signs the browser in with an id of its own; the session that it had before ends. */
export async function openSession(
  { db }: Pick<ApiDeps, 'db'>,
  { request, reply, cookie, operatorId, method }: Opening,
): Promise<Identity | null> {
  const old = cookie.read(request)
  const before = old === undefined ? undefined : await findSession(db, old)
  if (before !== undefined) await endSession(db, before.session.id)
  const token = await createSession(db, {
    operatorId,
    method,
    ip: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, longestUserAgent),
  })
  cookie.write(reply, token)
  const identity = (await findSession(db, token)) ?? null
  request.operator = identity?.operator ?? null
  return identity
}
