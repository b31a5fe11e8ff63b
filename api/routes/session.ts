import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { endSession } from '../../store/session.ts'
import { redeemSignInLink } from '../../store/sign-in-link.ts'
import { note, recordWrites } from '../audit/record.ts'
import { sessionCookie } from '../auth/cookie.ts'
import { type Identity, identify } from '../auth/identify.ts'
import { openSession } from '../auth/open-session.ts'
import { checkSameOrigin, isSafe } from '../auth/same-origin.ts'
import { byPassword } from '../auth/sign-in.ts'
import type { ApiDeps } from '../deps.ts'
import type { Limits } from '../limits.ts'
import { ApiError } from '../problem.ts'
import { SignIn, WhoAmI } from '../schemas/session.ts'
import { whoAmI } from '../who-am-i.ts'

const tags = ['Session']

/** Signing in and out of the console, and who one is. */
export const sessionRoutes: FastifyPluginAsyncZod<ApiDeps & { limits: Limits }> = async (
  app,
  { limits, ...deps },
) => {
  const { db, publicUrl, oidc = null } = deps
  const cookie = sessionCookie(publicUrl)
  recordWrites(app, db)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (!isSafe(request.method)) await limits.signIn(request, reply)
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
    async (request, reply) => whoAmI(db, await present(request, reply), oidc),
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
      const { link, name = '', password = '' } = request.body
      const method = link === undefined ? 'password' : 'link'
      note(request, { after: { method }, ...(name !== '' && { actor: name }) })
      const operatorId =
        link === undefined
          ? await byPassword(db, { name, password, request, reply })
          : await redeemSignInLink(db, link)
      if (operatorId === undefined) {
        throw new ApiError(method === 'link' ? 'link_refused' : 'sign_in_refused')
      }
      const identity = await openSession(deps, { request, reply, cookie, operatorId, method })
      return whoAmI(db, identity, oidc)
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
