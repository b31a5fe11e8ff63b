import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { findOidcPerson } from '../../store/oidc-person.ts'
import { note, recordWrites } from '../audit/record.ts'
import { sessionCookie } from '../auth/cookie.ts'
import { openSession } from '../auth/open-session.ts'
import type { ApiDeps } from '../deps.ts'
import type { Limits } from '../limits.ts'
import type { Oidc } from '../oidc/oidc.ts'

const tags = ['Session']
/** What the sign-in page says in words. */
type Trouble = 'oidc_failed' | 'oidc_disabled' | 'oidc_no_role'

/** Single sign-on: to the provider and back. A browser opens both addresses, so both answer by sending it on. */
export const oidcRoutes: FastifyPluginAsyncZod<ApiDeps & { oidc: Oidc; limits: Limits }> = async (
  app,
  { limits, ...deps },
) => {
  const { db, publicUrl, oidc } = deps
  const session = sessionCookie(publicUrl)
  // Lax: the browser comes back from another site, and must have it then.
  const kept = sessionCookie(publicUrl, { suffix: '-sso', sameSite: 'lax' })
  recordWrites(app, db)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    await limits.signIn(request, reply)
  })
  const sorry = (reply: FastifyReply, trouble: Trouble) =>
    reply.redirect(`/sign-in?problem=${trouble}`, 303)

  app.get(
    '/session/oidc/start',
    { schema: { tags, summary: 'Sends the browser to the single sign-on provider', security: [] } },
    async (request, reply) => {
      try {
        const { url, attempt } = await oidc.start()
        kept.write(reply, attempt)
        return reply.redirect(url, 303)
      } catch (error) {
        request.log.error({ err: error }, 'the single sign-on provider gave no usable answer')
        return sorry(reply, 'oidc_failed')
      }
    },
  )

  app.get(
    '/session/oidc/callback',
    { schema: { tags, summary: 'Where the provider sends the browser back to', security: [] } },
    async (request, reply) => {
      const identity = await finish(request)
      kept.clear(reply)
      note(request, { always: true, actor: identity?.name ?? 'nobody' })
      if (identity === null) return sorry(reply, 'oidc_failed')
      const found = await findOidcPerson(db, identity)
      note(request, { after: { method: 'oidc', outcome: found.kind } })
      if (found.kind !== 'found') {
        return sorry(reply, found.kind === 'disabled' ? 'oidc_disabled' : 'oidc_no_role')
      }
      await openSession(deps, {
        request,
        reply,
        cookie: session,
        operatorId: found.id,
        method: 'oidc',
      })
      return reply.redirect('/', 303)
    },
  )

  async function finish(request: FastifyRequest) {
    const attempt = kept.read(request)
    if (attempt === undefined) return null
    return oidc.finish(request.url, attempt).catch((error: unknown) => {
      request.log.warn({ err: error }, 'single sign-on refused')
      return null
    })
  }
}
