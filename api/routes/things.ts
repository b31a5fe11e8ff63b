import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { settingsOf } from '../../store/connection.ts'
import { accountOf } from '../account.ts'
import { cursorOut } from '../cursors.ts'
import type { ApiDeps } from '../deps.ts'
import { AccountParams, listOf } from '../schemas/common.ts'
import { SearchQuery as query } from '../schemas/search.ts'
import { ThingView } from '../schemas/things.ts'
import { thingViews } from '../things.ts'
import { vendorPage } from '../vendor-page.ts'

const response = { 200: listOf(ThingView) }
const config = { role: 'viewer' } as const

/** What Sequence holds, and what it is in Rillet, read live: a person is waiting. */
export const thingRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db, vendors }) => {
  app.get(
    '/customers',
    {
      config,
      schema: {
        tags: ['Customers'],
        summary: 'Lists Sequence’s customers with what they are in Rillet',
        params: AccountParams,
        querystring: query,
        response,
      },
    },
    async ({ params: { accountId }, query: { search, limit, cursor } }) => {
      const settings = settingsOf(await accountOf(db, accountId))
      const sequence = await vendors.sequence(accountId)
      const page = await vendorPage(cursor, (after) =>
        sequence.listCustomers({ legalName: search, limit, after }),
      )
      const things = page.items.map(({ id, legalName: name, taxStatus, archivedAt }) => ({
        id,
        name,
        taxStatus,
        archived: archivedAt !== null,
      }))
      const items = await thingViews(db, { accountId, kind: 'customer', settings }, things)
      return { items, nextCursor: cursorOut(page.nextCursor) }
    },
  )

  app.get(
    '/products',
    {
      config,
      schema: {
        tags: ['Products'],
        summary: 'Lists Sequence’s products with what they are in Rillet',
        params: AccountParams,
        querystring: query,
        response,
      },
    },
    async ({ params: { accountId }, query: { search, limit, cursor } }) => {
      const settings = settingsOf(await accountOf(db, accountId))
      const sequence = await vendors.sequence(accountId)
      const page = await vendorPage(cursor, (after) =>
        sequence.listProducts({ name: search, limit, after }),
      )
      const things = page.items.map(({ id, name }) => ({
        id,
        name,
        taxStatus: null,
        archived: false,
      }))
      const items = await thingViews(db, { accountId, kind: 'product', settings }, things)
      return { items, nextCursor: cursorOut(page.nextCursor) }
    },
  )
}
