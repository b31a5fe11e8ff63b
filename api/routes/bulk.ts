import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { bulkCounts, cancelBulk, findBulk, listBulkItems, listBulks } from '../../store/bulk.ts'
import type { BulkChoice } from '../../store/bulk-select.ts'
import { settingsOf } from '../../store/connection.ts'
import { accountOf } from '../account.ts'
import { actorOf } from '../auth.ts'
import { bulkItemView, bulkView } from '../bulk-views.ts'
import { afterOf, RowCursor } from '../cursors.ts'
import type { ApiDeps } from '../deps.ts'
import { ApiError } from '../problem.ts'
import {
  BulkBody,
  BulkChoiceBody,
  BulkCursor,
  BulkDetail,
  BulkEstimate,
  BulkParams,
  BulkQuery,
  BulkView,
} from '../schemas/bulk.ts'
import { AccountParams, listOf } from '../schemas/common.ts'
import { estimate, startBulk } from '../start-bulk.ts'

const tags = ['Bulk']
const viewer = { role: 'viewer' } as const
const operator = { role: 'operator' } as const

/** Many invoices retried at once, within the call budget, with a result per invoice. */
export const bulkRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { db } = deps

  app.post(
    '/bulk/retry/estimate',
    {
      config: operator,
      schema: {
        tags,
        summary: 'Says what a bulk retry would be: invoices, amounts, calls, minutes; does nothing',
        params: AccountParams,
        body: BulkChoiceBody,
        response: { 200: BulkEstimate },
      },
    },
    async ({ params: { accountId }, body }) => {
      const { rilletBudgetPerMinute } = settingsOf(await accountOf(db, accountId))
      const choice = choiceOf(body)
      return estimate(db, accountId, { choice, callsPerMinute: rilletBudgetPerMinute })
    },
  )

  app.post(
    '/bulk/retry',
    {
      config: operator,
      schema: {
        tags,
        summary: 'Retries the invoices of a filter, or named ones, at the allowed rate',
        params: AccountParams,
        body: BulkBody,
        response: { 202: BulkView },
      },
    },
    async (request, reply) => {
      const { accountId } = request.params
      await accountOf(db, accountId)
      const { reason } = request.body
      const wish = { accountId, actor: actorOf(request), reason, choice: choiceOf(request.body) }
      const bulkId = await startBulk(deps, wish)
      return reply.code(202).send(await viewOf({ accountId, bulkId }))
    },
  )

  app.get(
    '/bulk',
    {
      config: viewer,
      schema: {
        tags,
        summary: 'Lists bulk retries, newest first',
        params: AccountParams,
        querystring: BulkQuery,
        response: { 200: listOf(BulkView) },
      },
    },
    async ({ params: { accountId }, query: { limit, cursor } }) => {
      await accountOf(db, accountId)
      const page = { limit, after: afterOf(cursor, BulkCursor) }
      const { items, nextCursor } = await listBulks(db, accountId, page)
      const ids = items.map(({ bulk_id }) => bulk_id)
      const counts = await bulkCounts(db, accountId, ids)
      return { items: items.map((row) => bulkView(row, counts.get(row.bulk_id))), nextCursor }
    },
  )

  app.get(
    '/bulk/:bulkId',
    {
      config: viewer,
      schema: {
        tags,
        summary: 'Shows a bulk retry: its progress, and what became of each invoice',
        params: BulkParams,
        querystring: BulkQuery,
        response: { 200: BulkDetail },
      },
    },
    async ({ params: { accountId, bulkId }, query: { limit, cursor } }) => {
      await accountOf(db, accountId)
      const view = await viewOf({ accountId, bulkId })
      const page = { limit, after: afterOf(cursor, RowCursor) }
      const { items, nextCursor } = await listBulkItems(db, { accountId, bulkId }, page)
      return { ...view, items: items.map(bulkItemView), nextCursor }
    },
  )

  app.post(
    '/bulk/:bulkId/cancel',
    {
      config: operator,
      schema: {
        tags,
        summary: 'Asks no further invoice of a bulk retry; those that were asked go on',
        params: BulkParams,
        response: { 200: BulkView },
      },
    },
    async (request) => {
      const { accountId, bulkId } = request.params
      await accountOf(db, accountId)
      await viewOf({ accountId, bulkId })
      await cancelBulk(db, { accountId, bulkId }, actorOf(request))
      return viewOf({ accountId, bulkId })
    },
  )

  async function viewOf(ref: { accountId: string; bulkId: string }) {
    const row = await findBulk(db, ref)
    if (row === undefined) throw new ApiError('not_found', `There is no bulk retry ${ref.bulkId}.`)
    const counts = await bulkCounts(db, ref.accountId, [ref.bulkId])
    return bulkView(row, counts.get(ref.bulkId))
  }
}

/** The schema lets in one of the two. */
function choiceOf({ filter, invoiceIds }: z.infer<typeof BulkChoiceBody>): BulkChoice {
  return invoiceIds === undefined ? { filter: filter ?? {} } : { invoiceIds }
}
