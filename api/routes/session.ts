import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { createSession, endSession, findSession } from '../../store/session.ts'
import { redeemSignInLink } from '../../store/sign-in-link.ts'
import { note, recordWrites } from '../audit/record.ts'
import { sessionCookie } from '../auth/cookie.ts'
import { type Identity, identify } from '../auth/identify.ts'
import { checkSameOrigin } from '../auth/same-origin.ts'
import type { ApiDeps } from '../deps.ts'
import { ApiError } from '../problem.ts'
import { SignIn, WhoAmI } from '../schemas/session.ts'
import { whoAmI } from '../who-am-i.ts'

const tags = ['Session']
const longestUserAgent = 300

/** Signing in and out of the console, and who one is. */
export const sessionRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db, publicUrl }) => {
  const cookie = sessionCookie(publicUrl)
  recordWrites(app, db)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    checkSameOrigin(request, publicUrl)
  })

  /** Who asks; nobody when what they bring is no longer good. */
  async function present(request: FastifyRequest, reply: FastifyReply): Promise<Identity | null> {
    return identify(db, cookie, request).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error
      cookie.clear(reply)
      return null
    })
  }

  app.get(
    '/session',
    {
      schema: {
        tags,
        summary: 'Shows who is signed in, and how one can sign in',
        security: [],
        response: { 200: WhoAmI },
      },
    },
    async (request, reply) => whoAmI(db, await present(request, reply)),
  )

  app.post(
    '/session',
    {
      schema: {
        tags,
        summary: 'Signs in with a one-time link, or with name and password; sets a cookie',
        security: [],
        body: SignIn,
        response: { 200: WhoAmI },
      },
    },
    async (request, reply) => {
      const { link } = request.body
      const operatorId = link === undefined ? undefined : await redeemSignInLink(db, link)
      if (operatorId === undefined) {
        throw new ApiError(link === undefined ? 'sign_in_refused' : 'link_refused')
      }
      const before = await present(request, reply)
      if (before?.session) await endSession(db, before.session.id)
      const token = await createSession(db, {
        operatorId,
        method: 'link',
        ip: request.ip,
        userAgent: (request.headers['user-agent'] ?? '').slice(0, longestUserAgent),
      })
      cookie.write(reply, token)
      const identity = (await findSession(db, token)) ?? null
      request.operator = identity?.operator ?? null
      note(request, { after: { method: 'link' } })
      return whoAmI(db, identity)
    },
  )

  app.delete(
    '/session',
    {
      schema: {
        tags,
        summary: 'Signs out: the session ends here, whatever the browser keeps',
        security: [],
        response: { 204: z.undefined().describe('Signed out') },
      },
    },
    async (request, reply) => {
      const { session = null, operator = null } = (await present(request, reply)) ?? {}
      request.operator = operator
      if (session !== null) await endSession(db, session.id)
      cookie.clear(reply)
      return reply.code(204).send()
    },
  )
}
