import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { administers } from '../../domain/roles.ts'
import { createToken } from '../../store/operator.ts'
import { findOperatorById, listOperators, revokeToken } from '../../store/people.ts'
import { note } from '../audit/record.ts'
import { operatorOf } from '../auth.ts'
import type { ApiDeps } from '../deps.ts'
import { checkGrants, sees, tokenView, trailOf } from '../people-views.ts'
import { ApiError } from '../problem.ts'
import { listOf } from '../schemas/common.ts'
import { MadeToken, NewToken, PersonParams, TokenView } from '../schemas/people.ts'

const tags = ['Tokens']
const config = { role: 'admin' } as const

/** Tokens for programs. One that a person made never may do more than that person, and ends with them. */
export const tokenRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db }) => {
  app.get(
    '/tokens',
    {
      config,
      schema: {
        tags,
        summary: 'Lists tokens; never the tokens themselves',
        response: { 200: listOf(TokenView) },
      },
    },
    async (request) => {
      const { grants } = operatorOf(request)
      const rows = await listOperators(db, 'token')
      const items = rows.filter((row) => sees(grants, row)).map((row) => tokenView(row, grants))
      return { items, nextCursor: null }
    },
  )

  app.post(
    '/tokens',
    {
      config,
      schema: {
        tags,
        summary: 'Makes a token; it is shown this once',
        body: NewToken,
        response: { 201: MadeToken },
      },
    },
    async (request, reply) => {
      const { grants, id: maker } = operatorOf(request)
      const { name, roles } = request.body
      checkGrants(grants, roles)
      note(request, { accountId: trailOf(roles), target: name, after: { roles } })
      const made = await db
        .transaction()
        .execute((transaction) => createToken(transaction, { name, grants: roles, madeBy: maker }))
      const row = await findOperatorById(db, 'token', made.id)
      if (row === undefined) throw unknownToken()
      reply.code(201)
      return { token: made.token, view: tokenView(row, grants) }
    },
  )

  app.delete(
    '/tokens/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Revokes a token for good',
        params: PersonParams,
        response: { 204: z.undefined().describe('Revoked') },
      },
    },
    async (request, reply) => {
      const { grants } = operatorOf(request)
      const row = await findOperatorById(db, 'token', request.params.id)
      if (row === undefined || !sees(grants, row)) throw unknownToken()
      note(request, { accountId: trailOf(row.grants), target: row.name })
      if (!administers(grants, row.grants)) {
        throw new ApiError(
          'role_too_low',
          'This token reaches accounts that you do not administer.',
        )
      }
      await revokeToken(db, row.id)
      return reply.code(204).send()
    },
  )
}

const unknownToken = () => new ApiError('not_found', 'There is no such token.')
