import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  listDeliveries,
  replayDeliveries,
  replayDelivery,
  replayWakeUps,
  stuckWakeUps,
} from '../../store/deliveries.ts'
import { quietVendors } from '../../store/delivery-gap.ts'
import { listRefusals } from '../../store/refusal.ts'
import type { DeliveryStatus } from '../../store/schema.ts'
import { listEvents } from '../../store/timeline.ts'
import { accountOf } from '../account.ts'
import { afterOf, RowCursor } from '../cursors.ts'
import type { ApiDeps } from '../deps.ts'
import { ApiError } from '../problem.ts'
import { refusalSentence } from '../refusal-words.ts'
import { AccountParams, iso, listOf, paging } from '../schemas/common.ts'
import {
  DeliveryList,
  DeliveryParams,
  DeliveryQuery,
  ReplayBody,
  Replayed,
} from '../schemas/deliveries.ts'
import { EventView } from '../schemas/invoices.ts'

const tags = ['Deliveries']
const viewer = { role: 'viewer' } as const
const operator = { role: 'operator' } as const

function whyNotReplayed(status: DeliveryStatus): string {
  switch (status) {
    case 'pending':
      return 'This delivery was not handled yet, and will be by itself: nothing is left to do.'
    case 'unreadable':
      return 'This delivery cannot be read, nor a second time: press Retry sync on the invoice that it is about.'
    default:
      return 'This delivery was handled already: to have its invoice read again, press Retry sync on the invoice.'
  }
}

/** What the vendors delivered, what was refused and why, and what happened to the account itself. */
export const deliveryRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db }) => {
  app.get(
    '/deliveries',
    {
      config: viewer,
      schema: {
        tags,
        summary: 'Lists deliveries, newest first; refused ones are counted by reason',
        params: AccountParams,
        querystring: DeliveryQuery,
        response: { 200: DeliveryList },
      },
    },
    async ({ params: { accountId }, query: { limit, cursor, ...filter } }) => {
      await accountOf(db, accountId)
      const page = { limit, after: afterOf(cursor, RowCursor) }
      const { items, nextCursor } = await listDeliveries(db, accountId, filter, page)
      const refusals = await listRefusals(db, accountId)
      const stuck = await stuckWakeUps(db, accountId)
      const quiet = await quietVendors(db, accountId)
      return {
        items: items.map((row) => ({
          id: row.id,
          source: row.source,
          deliveryId: row.delivery_id,
          event: row.event,
          status: row.status,
          outcome: row.outcome,
          stale: row.stale,
          resourceId: row.resource_id,
          invoiceId: row.invoice_id,
          receivedAt: row.received_at.toISOString(),
          sentAt: iso(row.sent_at),
          attempts: row.attempts,
          lastError: row.last_error,
        })),
        nextCursor,
        quiet: quiet.map(({ source, lastAt, usualMs }) => ({
          source,
          lastAt: lastAt.toISOString(),
          usualHours: Math.round(usualMs / 360_000) / 10,
        })),
        refusals: refusals.map((refusal) => ({
          ...refusal,
          sentence: refusalSentence(refusal.reason),
          lastAt: iso(refusal.lastAt) ?? '',
        })),
        stuckWakeUps: stuck.map((row) => ({
          id: row.id,
          invoiceId: row.invoice_id,
          signal: row.signal,
          failures: row.failures,
          lastError: row.last_error,
          since: iso(row.quarantined_at),
        })),
      }
    },
  )

  app.post(
    '/deliveries/:id/replay',
    {
      config: operator,
      schema: {
        tags,
        summary: 'Handles a delivery again that was put aside or matched nothing',
        params: DeliveryParams,
        response: { 200: Replayed },
      },
    },
    async ({ params: { accountId, id } }) => {
      await accountOf(db, accountId)
      const status = await replayDelivery(db, accountId, id)
      if (status === 'replayed') return { replayed: 1 }
      if (status === null) throw new ApiError('not_found', 'There is no such delivery here.')
      throw new ApiError('not_replayable', whyNotReplayed(status))
    },
  )

  app.post(
    '/deliveries/replay',
    {
      config: operator,
      schema: {
        tags,
        summary: 'Handles all deliveries of a time again that were put aside or matched nothing',
        params: AccountParams,
        body: ReplayBody,
        response: { 200: Replayed },
      },
    },
    async ({ params: { accountId }, body: { source, from, to } }) => {
      await accountOf(db, accountId)
      const range = { source, from: new Date(from), to: new Date(to) }
      return { replayed: await replayDeliveries(db, accountId, range) }
    },
  )

  app.post(
    '/deliveries/replay-stuck',
    {
      config: operator,
      schema: {
        tags,
        summary: 'Sends the wake-ups again that Temporal refused',
        params: AccountParams,
        response: { 200: Replayed },
      },
    },
    async ({ params: { accountId } }) => {
      await accountOf(db, accountId)
      return { replayed: await replayWakeUps(db, accountId) }
    },
  )

  app.get(
    '/timeline',
    {
      config: viewer,
      schema: {
        tags: ['Accounts'],
        summary: 'Shows what happened to the account: connections, links, settings, alerts',
        params: AccountParams,
        querystring: z.strictObject(paging),
        response: { 200: listOf(EventView) },
      },
    },
    async ({ params: { accountId }, query: { limit, cursor } }) => {
      await accountOf(db, accountId)
      const page = { limit, after: afterOf(cursor, RowCursor) }
      const { items, nextCursor } = await listEvents(db, accountId, null, page)
      return { items: items.map((event) => ({ ...event, at: event.at.toISOString() })), nextCursor }
    },
  )
}
