import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { driftOf } from '../../store/drift-list.ts'
import { listInvoices } from '../../store/invoice-list.ts'
import { accountOf, pagesOf } from '../account.ts'
import { afterOf } from '../cursors.ts'
import type { ApiDeps } from '../deps.ts'
import { AccountParams, listOf } from '../schemas/common.ts'
import { DriftingInvoice, DriftQuery } from '../schemas/drift.ts'
import { InvoiceCursor } from '../schemas/invoices.ts'
import { invoiceView } from '../views.ts'

/** Where the two systems differ: invoices with what differs in each. */
export const driftRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const { db } = deps
  app.get(
    '/drift',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['Invoices'],
        summary: 'Lists invoices in which the systems differ, field by field, since when',
        params: AccountParams,
        querystring: DriftQuery,
        response: { 200: listOf(DriftingInvoice) },
      },
    },
    async ({ params: { accountId }, query: { limit, cursor, search } }) => {
      const pages = pagesOf(await accountOf(db, accountId), deps)
      const page = { limit, after: afterOf(cursor, InvoiceCursor) }
      const filter = { state: 'drift' as const, search }
      const { items, nextCursor } = await listInvoices(db, accountId, filter, page)
      const ids = items.map((row) => row.invoice_id)
      const differences = await driftOf(db, accountId, ids)
      return {
        items: items.map((row) => ({
          ...invoiceView(row, pages),
          drift: differences
            .filter(({ invoice_id }) => invoice_id === row.invoice_id)
            .map(({ field, ours, theirs, side, since }) => ({
              field,
              ours,
              theirs,
              side,
              since: since.toISOString(),
            })),
        })),
        nextCursor,
      }
    },
  )
}
