import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { countInvoices } from '../../store/invoice-counts.ts'
import { deliveryHealth, oldestUnsynced } from '../../store/overview.ts'
import { accountOf } from '../account.ts'
import type { ApiDeps } from '../deps.ts'
import { errorClassView } from '../error-classes.ts'
import { AccountParams, iso } from '../schemas/common.ts'
import { InvoiceFilter } from '../schemas/invoices.ts'
import { InvoiceCounts, OverviewView } from '../schemas/overview.ts'

const config = { role: 'viewer' } as const

/** How an account is doing, in figures. */
export const overviewRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db }) => {
  app.get(
    '/overview',
    {
      config,
      schema: {
        tags: ['Accounts'],
        summary: 'Shows how the account is doing: invoices by state and by error, connection, news',
        params: AccountParams,
        response: { 200: OverviewView },
      },
    },
    async ({ params: { accountId } }) => {
      const row = await accountOf(db, accountId)
      const [counts, oldest, health] = await Promise.all([
        countInvoices(db, accountId, {}),
        oldestUnsynced(db, accountId),
        deliveryHealth(db, accountId),
      ])
      return {
        states: counts.states,
        errorClasses: counts.errorClasses.map(errorClassView),
        oldestUnsyncedAt: iso(oldest),
        connection: {
          rillet: row.rillet_status,
          sequence: row.sequence_status,
          setupMissingSince: iso(row.setup_missing_since),
          disconnectedAt: iso(row.disconnected_at),
        },
        deliveries: {
          ...health,
          lastSequenceAt: iso(health.lastSequenceAt),
          lastRilletAt: iso(health.lastRilletAt),
        },
      }
    },
  )

  app.get(
    '/invoices/counts',
    {
      config,
      schema: {
        tags: ['Invoices'],
        summary: 'Counts the invoices of a filter by state and by error class',
        params: AccountParams,
        querystring: InvoiceFilter,
        response: { 200: InvoiceCounts },
      },
    },
    async ({ params: { accountId }, query }) => {
      await accountOf(db, accountId)
      const { states, errorClasses, exact } = await countInvoices(db, accountId, query)
      return { items: states, errorClasses: errorClasses.map(errorClassView), exact }
    },
  )
}
