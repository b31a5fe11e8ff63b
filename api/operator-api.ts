import type { FastifyPluginAsync } from 'fastify'
import { recordWrites } from './audit/record.ts'
import { requireOperator } from './auth/access.ts'
import type { ApiDeps } from './deps.ts'
import type { Limits } from './limits.ts'
import { accountRoutes } from './routes/accounts.ts'
import { actionRoutes } from './routes/actions.ts'
import { activityRoutes } from './routes/activity.ts'
import { auditRoutes } from './routes/audit.ts'
import { bulkRoutes } from './routes/bulk.ts'
import { rilletConnectionRoutes } from './routes/connection-rillet.ts'
import { sequenceConnectionRoutes } from './routes/connection-sequence.ts'
import { creditNoteRoutes } from './routes/credit-notes.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { doctorRoutes } from './routes/doctor.ts'
import { doubtRoutes } from './routes/doubts.ts'
import { driftRoutes } from './routes/drift.ts'
import { eventRoutes } from './routes/events.ts'
import { invoiceRoutes } from './routes/invoices.ts'
import { linkRoutes } from './routes/links.ts'
import { meRoutes } from './routes/me.ts'
import { overviewRoutes } from './routes/overview.ts'
import { peopleRoutes } from './routes/people.ts'
import { rilletRoutes } from './routes/rillet.ts'
import { rilletBookRoutes } from './routes/rillet-books.ts'
import { settingsRoutes } from './routes/settings.ts'
import { suggestionRoutes } from './routes/suggestions.ts'
import { sweepRoutes } from './routes/sweeps.ts'
import { thingRoutes } from './routes/things.ts'
import { tieOutRoutes } from './routes/tie-out.ts'
import { tokenRoutes } from './routes/tokens.ts'
import { signCursors } from './signed-cursors.ts'

const perAccount = [
  rilletConnectionRoutes,
  sequenceConnectionRoutes,
  settingsRoutes,
  thingRoutes,
  rilletRoutes,
  rilletBookRoutes,
  linkRoutes('customer'),
  linkRoutes('product'),
  overviewRoutes,
  doctorRoutes,
  eventRoutes,
  activityRoutes,
  tieOutRoutes,
  driftRoutes,
  suggestionRoutes('customer'),
  suggestionRoutes('product'),
  invoiceRoutes,
  actionRoutes,
  creditNoteRoutes,
  doubtRoutes,
  deliveryRoutes,
  sweepRoutes,
  bulkRoutes,
]

/** Everything under `/api/v1`: nobody gets in who is not signed in or has no token. */
export const operatorApi: FastifyPluginAsync<ApiDeps & { limits: Limits }> = async (
  app,
  { limits, ...deps },
) => {
  signCursors(app, deps.secrets)
  recordWrites(app, deps.db)
  requireOperator(app, deps, limits)
  await app.register(accountRoutes, { ...deps, prefix: '' })
  for (const routes of [auditRoutes, peopleRoutes, tokenRoutes, meRoutes]) {
    await app.register(routes, { ...deps, prefix: '' })
  }
  for (const routes of perAccount) {
    await app.register(routes, { ...deps, prefix: '/accounts/:accountId' })
  }
}
