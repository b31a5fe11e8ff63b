import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { settingsOf } from '../../store/connection.ts'
import { budgetHours, hoursOf } from '../../store/health.ts'
import { countInvoices } from '../../store/invoice-counts.ts'
import { oldestUnsynced } from '../../store/overview.ts'
import { accountOf } from '../account.ts'
import type { ApiDeps } from '../deps.ts'
import { budgetOf } from '../doctor/budget.ts'
import { errorClassView } from '../error-classes.ts'
import { ActivityQuery, ActivityView } from '../schemas/activity.ts'
import { AccountParams, iso } from '../schemas/common.ts'

/** How quick the sync is, and what it costs. */
export const activityRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db }) => {
  app.get(
    '/activity',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['Accounts'],
        summary: 'Shows lag, throughput, calls used and failures, hour by hour',
        params: AccountParams,
        querystring: ActivityQuery,
        response: { 200: ActivityView },
      },
    },
    async ({ params: { accountId }, query: { hours } }) => {
      const row = await accountOf(db, accountId)
      const [oldest, each, budget, past, counts] = await Promise.all([
        oldestUnsynced(db, accountId),
        hoursOf(db, accountId, hours),
        budgetOf(db, row, settingsOf(row)),
        row.organization_id === null ? [] : budgetHours(db, `rillet/${row.organization_id}`, hours),
        countInvoices(db, accountId, {}),
      ])
      const lagMs = oldest === null ? null : Date.now() - oldest.getTime()
      return {
        lag: {
          oldestUnsyncedAt: iso(oldest),
          minutes: lagMs === null ? null : Math.max(Math.round(lagMs / 60_000), 0),
        },
        hours: each.map(({ at, slowest, ...figures }) => ({
          ...figures,
          at: at.toISOString(),
          slowestMinutes: slowest,
        })),
        budget: budget && {
          used: budget.used,
          cap: budget.cap,
          pausedUntil: iso(budget.pausedUntil),
          hours: past.map(({ at, most }) => ({ at: at.toISOString(), most })),
        },
        failures: counts.errorClasses.map(errorClassView),
      }
    },
  )
}
