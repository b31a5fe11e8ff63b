import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { endOtherSessions, endOwnSession, listSessions } from '../../store/own-sessions.ts'
import { setPassword } from '../../store/person.ts'
import { hashPassword } from '../auth/password.ts'
import { passwordFits } from '../auth/sign-in.ts'
import { signedIn } from '../auth.ts'
import type { ApiDeps } from '../deps.ts'
import { ApiError } from '../problem.ts'
import { listOf } from '../schemas/common.ts'
import { PasswordChange, PersonParams, SessionView } from '../schemas/people.ts'

const tags = ['Session']
const config = { role: 'anyone' } as const
const done = { 204: z.undefined().describe('Done') }

/** A person's own sessions and password. */
export const meRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db }) => {
  app.get(
    '/me/sessions',
    {
      config,
      schema: {
        tags,
        summary: 'Lists one’s own open sessions',
        response: { 200: listOf(SessionView) },
      },
    },
    async (request) => {
      const { operator, session } = signedIn(request)
      const rows = await listSessions(db, operator.id)
      const items = rows.map(({ signedInAt, seenAt, endsAt, ...row }) => ({
        ...row,
        current: row.id === session.id,
        signedInAt: signedInAt.toISOString(),
        seenAt: seenAt.toISOString(),
        endsAt: endsAt.toISOString(),
      }))
      return { items, nextCursor: null }
    },
  )

  app.delete(
    '/me/sessions/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Ends one of one’s own sessions',
        params: PersonParams,
        response: done,
      },
    },
    async (request, reply) => {
      const { operator } = signedIn(request)
      const isDone = await endOwnSession(db, operator.id, request.params.id)
      if (!isDone) throw new ApiError('not_found', 'You have no such session.')
      return reply.code(204).send()
    },
  )

  app.put(
    '/me/password',
    {
      config,
      schema: {
        tags,
        summary: 'Sets one’s own password; all other sessions end',
        body: PasswordChange,
        response: done,
      },
    },
    async (request, reply) => {
      const { operator, session } = signedIn(request)
      const { current, password } = request.body
      if (!(await passwordFits(db, { request, reply, operatorId: operator.id, current }))) {
        throw new ApiError('password_wrong')
      }
      const hash = await hashPassword(password)
      await db.transaction().execute(async (transaction) => {
        await setPassword(transaction, operator.id, hash)
        await endOtherSessions(transaction, operator.id, session.id)
      })
      return reply.code(204).send()
    },
  )
}
