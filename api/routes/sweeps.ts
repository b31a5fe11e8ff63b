import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { settingsOf } from '../../store/connection.ts'
import { leaveOut } from '../../store/found.ts'
import { openFindings } from '../../store/sweep-finding.ts'
import { listDifferences, listSweeps } from '../../store/sweep-list.ts'
import { findSweep } from '../../store/sweep-run.ts'
import { accountOf } from '../account.ts'
import { actorOf } from '../auth.ts'
import { afterOf, RowCursor } from '../cursors.ts'
import type { ApiDeps } from '../deps.ts'
import { ApiError } from '../problem.ts'
import { AccountParams, listOf, paging, ThingParams } from '../schemas/common.ts'
import {
  DifferenceView,
  FindingView,
  LeaveOut,
  SweepCursor,
  SweepKindParams,
  SweepParams,
  SweepQuery,
  SweepStarted,
  SweepView,
} from '../schemas/sweeps.ts'
import { startSweepNow } from '../start-sweep.ts'
import { findingView, sweepView } from '../sweep-views.ts'

const tags = ['Sweeps']
const viewer = { role: 'viewer' } as const
const operator = { role: 'operator' } as const

/** What the sweeps looked at, found and healed; and what they leave to a person. */
export const sweepRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { db } = deps

  app.get(
    '/sweeps',
    {
      config: viewer,
      schema: {
        tags,
        summary:
          'Lists sweeps, newest first: what they looked at, found, and what is healed by now',
        params: AccountParams,
        querystring: SweepQuery,
        response: { 200: listOf(SweepView) },
      },
    },
    async ({ params: { accountId }, query: { kind, limit, cursor } }) => {
      await accountOf(db, accountId)
      const page = { limit, after: afterOf(cursor, SweepCursor) }
      const { items, nextCursor } = await listSweeps(db, accountId, kind, page)
      return { items: items.map(sweepView), nextCursor }
    },
  )

  app.get(
    '/sweeps/:runId/differences',
    {
      config: viewer,
      schema: {
        tags,
        summary: 'Lists the invoices and customers that one sweep found to differ',
        params: SweepParams,
        querystring: z.strictObject(paging),
        response: { 200: listOf(DifferenceView) },
      },
    },
    async ({ params: { accountId, runId }, query: { limit, cursor } }) => {
      await accountOf(db, accountId)
      if ((await findSweep(db, { accountId, runId })) === undefined) {
        throw new ApiError('not_found', `There is no sweep ${runId} of this account.`)
      }
      const page = { limit, after: afterOf(cursor, RowCursor) }
      const { items, nextCursor } = await listDifferences(db, { accountId, runId }, page)
      return {
        items: items.map((row) => ({
          invoiceId: row.invoice_id,
          customerId: row.customer_id,
          number: row.number,
          state: row.state,
          what: row.what,
          at: row.at.toISOString(),
          healed: row.healed,
        })),
        nextCursor,
      }
    },
  )

  app.get(
    '/sweeps/findings',
    {
      config: viewer,
      schema: {
        tags,
        summary:
          'Lists what only a person can judge: duplicates in Rillet, invoices there without a link',
        params: AccountParams,
        response: { 200: listOf(FindingView) },
      },
    },
    async ({ params: { accountId } }) => {
      const settings = settingsOf(await accountOf(db, accountId))
      const rows = await openFindings(db, accountId)
      return { items: rows.map((row) => findingView(row, settings)), nextCursor: null }
    },
  )

  app.post(
    '/sweeps/:kind/run',
    {
      config: operator,
      schema: {
        tags,
        summary: 'Starts a sweep now, unless one of its kind is under way',
        params: SweepKindParams,
        response: { 202: SweepStarted },
      },
    },
    async (request, reply) => {
      const { accountId, kind } = request.params
      await accountOf(db, accountId)
      const started = await startSweepNow(deps, { accountId, kind, actor: actorOf(request) })
      return reply.code(202).send(started)
    },
  )

  app.post(
    '/invoices/:id/leave-out',
    {
      config: operator,
      schema: {
        tags: ['Invoices'],
        summary: 'Leaves an invoice out for good that a sweep found and asks about',
        params: ThingParams,
        body: LeaveOut,
        response: { 204: z.undefined().describe('Left out') },
      },
    },
    async (request, reply) => {
      const { accountId, id: invoiceId } = request.params
      await accountOf(db, accountId)
      const by = { actor: actorOf(request), reason: request.body.reason }
      if (await leaveOut(db, { accountId, invoiceId }, by)) return reply.code(204).send()
      throw new ApiError('not_found', `No sweep asks about an invoice ${invoiceId}.`)
    },
  )
}
