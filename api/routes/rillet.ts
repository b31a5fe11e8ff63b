import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { settingsOf } from '../../store/connection.ts'
import { accountOf } from '../account.ts'
import { cursorOut } from '../cursors.ts'
import type { ApiDeps } from '../deps.ts'
import { AccountParams, listOf } from '../schemas/common.ts'
import { SearchQuery as query } from '../schemas/search.ts'
import { RilletAccount, RilletSubsidiary, RilletThing } from '../schemas/things.ts'
import { vendorPage } from '../vendor-page.ts'
import { rilletUrl } from '../views.ts'

const config = { role: 'viewer' } as const

/** What Rillet holds, to choose from. */
export const rilletRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db, vendors }) => {
  app.get(
    '/rillet/customers',
    {
      config,
      schema: {
        tags: ['Rillet'],
        summary: 'Searches Rillet’s customers by name',
        params: AccountParams,
        querystring: query,
        response: { 200: listOf(RilletThing) },
      },
    },
    async ({ params: { accountId }, query: { search, limit, cursor } }) => {
      const settings = settingsOf(await accountOf(db, accountId))
      const rillet = await vendors.rillet(accountId)
      const page = await vendorPage(cursor, (after) =>
        rillet.listCustomers({ search, limit, cursor: after }),
      )
      const items = page.items.map(({ id, name }) => ({
        id,
        name,
        url: rilletUrl(settings, 'customer', id),
      }))
      return { items, nextCursor: cursorOut(page.nextCursor) }
    },
  )

  app.get(
    '/rillet/products',
    {
      config,
      schema: {
        tags: ['Rillet'],
        summary: 'Lists Rillet’s products; a search looks through one page at a time',
        params: AccountParams,
        querystring: query,
        response: { 200: listOf(RilletThing) },
      },
    },
    async ({ params: { accountId }, query: { search, limit, cursor } }) => {
      const settings = settingsOf(await accountOf(db, accountId))
      const rillet = await vendors.rillet(accountId)
      // Rillet has no search for products: names are compared here, page by page.
      const page = await vendorPage(cursor, (after) =>
        rillet.listProducts({ limit, cursor: after }),
      )
      const wanted = (search ?? '').toLowerCase()
      const items = page.items
        .filter(({ name }) => name.toLowerCase().includes(wanted))
        .map(({ id, name }) => ({ id, name, url: rilletUrl(settings, 'product', id) }))
      return { items, nextCursor: cursorOut(page.nextCursor) }
    },
  )

  app.get(
    '/rillet/accounts',
    {
      config,
      schema: {
        tags: ['Rillet'],
        summary: 'Lists the accounts of Rillet’s books',
        params: AccountParams,
        response: { 200: listOf(RilletAccount) },
      },
    },
    async ({ params: { accountId } }) => {
      await accountOf(db, accountId)
      return { items: await (await vendors.rillet(accountId)).accounts(), nextCursor: null }
    },
  )

  app.get(
    '/rillet/subsidiaries',
    {
      config,
      schema: {
        tags: ['Rillet'],
        summary: 'Lists Rillet’s subsidiaries with their currencies',
        params: AccountParams,
        response: { 200: listOf(RilletSubsidiary) },
      },
    },
    async ({ params: { accountId } }) => {
      await accountOf(db, accountId)
      const rows = await (await vendors.rillet(accountId)).subsidiaries()
      const items = rows.map(({ id, trade_name: name, currency }) => ({ id, name, currency }))
      return { items, nextCursor: null }
    },
  )
}
