import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { settingsOf } from '../../store/connection.ts'
import { wakeCustomer } from '../../store/customer-sync.ts'
import { findLink } from '../../store/link.ts'
import { linkByHand, setLinkCurrency, unlink } from '../../store/person-links.ts'
import { accountOf } from '../account.ts'
import { actorOf } from '../auth.ts'
import { createInRillet } from '../create-in-rillet.ts'
import type { ApiDeps } from '../deps.ts'
import { checkedLink } from '../link-check.ts'
import { ApiError } from '../problem.ts'
import { ThingParams } from '../schemas/common.ts'
import { CurrencyBody, LinkBody, LinkView, Running } from '../schemas/things.ts'
import type { Kind } from '../things.ts'
import { linkView, problemView } from '../views.ts'

const config = { role: 'operator' } as const
const paths = { customer: '/customers', product: '/products' } as const
const tagOf = { customer: 'Customers', product: 'Products' } as const

/** Linking, unlinking and creating: the same for customers and products. */
export const linkRoutes =
  (kind: Kind): FastifyPluginAsyncZod<ApiDeps> =>
  async (app, deps) => {
    const { db, temporal } = deps
    const tags = [tagOf[kind]]
    const path = paths[kind]

    async function viewOf(accountId: string, sourceId: string) {
      const settings = settingsOf(await accountOf(db, accountId))
      const row = await findLink(db, accountId, kind, sourceId)
      const view = row === undefined ? null : linkView(row, settings)
      if (view === null) throw new ApiError('not_found', `This ${kind} is not linked.`)
      return view
    }

    app.put(
      `${path}/:id/link`,
      {
        config,
        schema: {
          tags,
          summary: `Links a ${kind} of Sequence to one of Rillet; invoices held back by it go on`,
          params: ThingParams,
          body: LinkBody,
          response: { 200: LinkView },
        },
      },
      async (request) => {
        const { accountId, id: sourceId } = request.params
        const row = await accountOf(db, accountId)
        const link = await checkedLink(deps, { row, kind, sourceId, body: request.body })
        await linkByHand(db, { ...link, actor: actorOf(request) })
        return viewOf(accountId, sourceId)
      },
    )

    app.delete(
      `${path}/:id/link`,
      {
        config,
        schema: {
          tags,
          summary: `Forgets what the ${kind} is in Rillet; nothing changes there`,
          params: ThingParams,
          response: { 204: z.undefined().describe('Unlinked') },
        },
      },
      async (request, reply) => {
        const { accountId, id: sourceId } = request.params
        await accountOf(db, accountId)
        const isDone = await unlink(db, { accountId, kind, sourceId, actor: actorOf(request) })
        if (!isDone) throw new ApiError('not_found', `This ${kind} is not linked.`)
        return reply.code(204).send()
      },
    )

    if (kind === 'customer') {
      app.patch(
        `${path}/:id/link`,
        {
          config,
          schema: {
            tags,
            summary: 'Says which currency the customer’s Rillet invoices have',
            params: ThingParams,
            body: CurrencyBody,
            response: { 200: LinkView },
          },
        },
        async (request) => {
          const { accountId, id: sourceId } = request.params
          await accountOf(db, accountId)
          const linking = { accountId, kind, sourceId, actor: actorOf(request) }
          await setLinkCurrency(db, linking, request.body.currency)
          return viewOf(accountId, sourceId)
        },
      )
    }

    if (kind === 'customer') {
      app.post(
        `${path}/:id/sync`,
        {
          config,
          schema: {
            tags,
            summary: 'Carries what changed of the customer in Sequence to Rillet now',
            params: ThingParams,
            response: { 202: z.object({ status: z.literal('asked') }) },
          },
        },
        async (request, reply) => {
          const { accountId, id: customerId } = request.params
          await viewOf(accountId, customerId)
          await wakeCustomer(db, { accountId, customerId })
          return reply.code(202).send({ status: 'asked' as const })
        },
      )
    }

    app.post(
      `${path}/:id/create`,
      {
        config,
        schema: {
          tags,
          summary: `Creates the ${kind} in Rillet from Sequence’s data, once, and links it`,
          params: ThingParams,
          response: { 200: LinkView, 202: Running },
        },
      },
      async (request, reply) => {
        const { accountId, id: sourceId } = request.params
        const { subsidiaryCurrency: currency } = settingsOf(await accountOf(db, accountId))
        const input = { accountId, kind, sourceId, actor: actorOf(request), currency }
        const { workflowId, result } = await createInRillet(temporal, input)
        if (result === undefined) {
          return reply.code(202).send({ status: 'running' as const, workflowId })
        }
        if (result.kind === 'blocked') {
          const { whatHappened, how } = problemView(result.problem)
          throw new ApiError('creation_blocked', `${whatHappened} ${how}`)
        }
        return viewOf(accountId, sourceId)
      },
    )
  }
