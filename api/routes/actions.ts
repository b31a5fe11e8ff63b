import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { choices } from '../../domain/states.ts'
import { accountOf } from '../account.ts'
import { askRun } from '../ask-run.ts'
import { actorOf } from '../auth.ts'
import type { ApiDeps } from '../deps.ts'
import { ThingParams } from '../schemas/common.ts'
import { Asks, AsksMarkAsSynced, AsksResolve, StatusView } from '../schemas/invoices.ts'

const simple = {
  retry: {
    path: 'retry',
    summary: 'Retries now what is held back or failing; syncs an invoice never seen',
  },
  exclude: { path: 'exclude', summary: 'Leaves the invoice out of the sync, also one never seen' },
  acceptTheirs: { path: 'accept-theirs', summary: 'Accepts what Rillet says where the two differ' },
  pushOurs: {
    path: 'push-ours',
    summary: 'Writes what Sequence says to Rillet where the two differ',
  },
  recreate: {
    path: 'recreate',
    summary: 'Deletes the invoice in Rillet and books it again as Sequence has it now',
  },
  creditDifference: {
    path: 'credit-difference',
    summary: 'Credits in Rillet what is booked there too much, all of a voided invoice',
  },
  leave: { path: 'leave', summary: 'Leaves a difference as it is' },
  deleteInRillet: {
    path: 'delete-in-rillet',
    summary: 'Deletes in Rillet an invoice that was voided in Sequence',
  },
  dateOnOpenDay: {
    path: 'date-on-open-day',
    summary: 'Dates an invoice of a closed period on the first day that is open in Rillet',
  },
} as const
const simpleUpdates = ['retry', 'exclude', ...choices] as const

/** What a person may ask of one invoice; 409 when its state does not allow it. */
export const actionRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, deps) => {
  const common = { tags: ['Invoices'], params: ThingParams, response: { 200: StatusView } }
  const config = { role: 'operator' } as const

  for (const update of simpleUpdates) {
    const { path, summary } = simple[update]
    app.post(
      `/invoices/:id/${path}`,
      { config, schema: { ...common, summary, body: Asks } },
      async (request) => {
        const { accountId, id: invoiceId } = request.params
        await accountOf(deps.db, accountId)
        const argument = { actor: actorOf(request), reason: request.body?.reason ?? null }
        return askRun(deps, { accountId, invoiceId }, { update, argument })
      },
    )
  }

  app.post(
    '/invoices/:id/mark-as-synced',
    {
      config,
      schema: {
        ...common,
        summary: 'Adopts a Rillet invoice after checking it; without one, “booked elsewhere”',
        body: AsksMarkAsSynced,
      },
    },
    async (request) => {
      const { accountId, id: invoiceId } = request.params
      await accountOf(deps.db, accountId)
      const { reason = null, rilletId = null } = request.body ?? {}
      const argument = { actor: actorOf(request), reason, rilletId }
      return askRun(deps, { accountId, invoiceId }, { update: 'markAsSynced', argument })
    },
  )

  app.post(
    '/invoices/:id/resolve-in-doubt',
    {
      config,
      schema: {
        ...common,
        summary: 'Says whether a write in doubt did happen, and which invoice it made',
        body: AsksResolve,
      },
    },
    async (request) => {
      const { accountId, id: invoiceId } = request.params
      await accountOf(deps.db, accountId)
      const { reason = null, found, rilletId } = request.body
      const by = { actor: actorOf(request), reason }
      const argument =
        found && rilletId ? { ...by, found: true, rilletId } : { ...by, found: false }
      return askRun(deps, { accountId, invoiceId }, { update: 'resolveInDoubt', argument })
    },
  )
}
