import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findInvoice } from '../../store/invoice.ts'
import { listInvoices } from '../../store/invoice-list.ts'
import { listEvents } from '../../store/timeline.ts'
import { accountOf, pagesOf } from '../account.ts'
import { afterOf, RowCursor } from '../cursors.ts'
import type { ApiDeps } from '../deps.ts'
import { sidesOf } from '../invoice-sides.ts'
import { lastChange, readLedger } from '../ledger-views.ts'
import { runPreview } from '../preview.ts'
import { ApiError } from '../problem.ts'
import { AccountParams, listOf, paging, ThingParams } from '../schemas/common.ts'
import {
  EventView,
  InvoiceCursor,
  InvoiceDetail,
  InvoiceQuery,
  InvoiceView,
  PreviewView,
} from '../schemas/invoices.ts'
import { invoiceView } from '../views.ts'

const tags = ['Invoices']
const config = { role: 'viewer' } as const

/** Reading invoices: lists, one with its payments, timeline, preview. */
export const invoiceRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { db } = deps

  app.get(
    '/invoices',
    {
      config,
      schema: {
        tags,
        summary: 'Lists invoices, last changed first',
        params: AccountParams,
        querystring: InvoiceQuery,
        response: { 200: listOf(InvoiceView) },
      },
    },
    async ({ params: { accountId }, query: { limit, cursor, ...filter } }) => {
      const pages = pagesOf(await accountOf(db, accountId), deps)
      const page = { limit, after: afterOf(cursor, InvoiceCursor) }
      const { items, nextCursor } = await listInvoices(db, accountId, filter, page)
      return { items: items.map((row) => invoiceView(row, pages)), nextCursor }
    },
  )

  app.get(
    '/invoices/:id',
    {
      config,
      schema: {
        tags,
        summary:
          'Shows one invoice: both systems’ figures side by side, its steps, every step of its payments',
        params: ThingParams,
        response: { 200: InvoiceDetail },
      },
    },
    async ({ params: { accountId, id: invoiceId } }) => {
      const connection = await accountOf(db, accountId)
      const pages = pagesOf(connection, deps)
      const row = await findInvoice(db, { accountId, invoiceId })
      if (row === undefined) throw unknownInvoice(invoiceId)
      const ledger = await readLedger(db, accountId, invoiceId)
      const shown = { connection, row, pages, ledgerChangedAt: lastChange(ledger) }
      return { ...invoiceView(row, pages), ...(await sidesOf(db, shown)), ...ledger }
    },
  )

  app.get(
    '/invoices/:id/timeline',
    {
      config,
      schema: {
        tags,
        summary: 'Shows everything that happened to an invoice, newest first',
        params: ThingParams,
        querystring: z.strictObject(paging),
        response: { 200: listOf(EventView) },
      },
    },
    async ({ params: { accountId, id }, query: { limit, cursor } }) => {
      await accountOf(db, accountId)
      const page = { limit, after: afterOf(cursor, RowCursor) }
      const { items, nextCursor } = await listEvents(db, accountId, id, page)
      const isKnown = items.length > 0 || (await findInvoice(db, { accountId, invoiceId: id }))
      if (!isKnown) throw unknownInvoice(id)
      return { items: items.map((event) => ({ ...event, at: event.at.toISOString() })), nextCursor }
    },
  )

  app.get(
    '/invoices/:id/preview',
    {
      config,
      schema: {
        tags,
        summary: 'Shows what would be sent to Rillet now, and every blocker; sends nothing',
        params: ThingParams,
        response: { 200: PreviewView },
      },
    },
    async ({ params: { accountId, id } }) => {
      await accountOf(db, accountId)
      return runPreview(deps, { accountId, invoiceId: id })
    },
  )
}

const unknownInvoice = (id: string) =>
  new ApiError(
    'not_found',
    `The sync has never seen an invoice ${id} of this account. One that is finalized in Sequence comes by itself, or with the next sweep of Sequence; POST invoices/${id}/retry of the API syncs it at once.`,
  )
