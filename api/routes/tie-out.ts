import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { settingsOf } from '../../store/connection.ts'
import { lastReading } from '../../store/tie-out.ts'
import { accountOf } from '../account.ts'
import { actorOf } from '../auth.ts'
import type { ApiDeps } from '../deps.ts'
import { AccountParams, iso } from '../schemas/common.ts'
import { MonthQuery, TieOutRefreshed, TieOutView } from '../schemas/tie-out.ts'
import { startSweepNow } from '../start-sweep.ts'
import { tieOutCsv, tieOutOf } from '../tie-out.ts'

const tags = ['Tie-out']
const viewer = { role: 'viewer' } as const

/** Whether the two systems agree, customer by customer and month by month. */
export const tieOutRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { db } = deps

  app.get(
    '/tie-out',
    {
      config: viewer,
      schema: {
        tags,
        summary: 'Adds up a month of both systems by customer and currency, and says what differs',
        params: AccountParams,
        querystring: MonthQuery,
        response: { 200: TieOutView },
      },
    },
    async ({ params: { accountId }, query: { month } }) => {
      const settings = settingsOf(await accountOf(db, accountId))
      return tieOutOf(db, { accountId, settings }, month)
    },
  )

  app.get(
    '/tie-out.csv',
    {
      config: viewer,
      schema: {
        tags,
        summary: 'The same as a table; no cell is taken for a formula',
        produces: ['text/csv'],
        params: AccountParams,
        querystring: MonthQuery,
        response: { 200: z.string() },
      },
    },
    async ({ params: { accountId }, query: { month } }, reply) => {
      const settings = settingsOf(await accountOf(db, accountId))
      reply.type('text/csv; charset=utf-8')
      reply.header('content-disposition', `attachment; filename="tie-out-${month}.csv"`)
      const tieOut = await tieOutOf(db, { accountId, settings }, month)
      return reply.serializer(String).send(tieOutCsv(tieOut))
    },
  )

  app.post(
    '/tie-out/refresh',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Reads Rillet’s whole list again, in the background; says how old the figures are',
        params: AccountParams,
        response: { 200: TieOutRefreshed },
      },
    },
    async (request) => {
      const { accountId } = request.params
      await accountOf(db, accountId)
      const { running, completeAt } = await lastReading(db, accountId)
      const rilletReadAt = iso(completeAt)
      if (running) return { started: false, rilletReadAt }
      await startSweepNow(deps, { accountId, kind: 'full', actor: actorOf(request) })
      return { started: true, rilletReadAt }
    },
  )
}
