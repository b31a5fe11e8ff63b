import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { accountOf } from '../account.ts'
import type { ApiDeps } from '../deps.ts'
import { AccountParams, listOf } from '../schemas/common.ts'
import { RilletBankAccount, RilletTaxRate } from '../schemas/things.ts'

const common = { tags: ['Rillet'], params: AccountParams }
const config = { role: 'viewer' } as const

/** What full invoices need of Rillet's books, to choose from. */
export const rilletBookRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db, vendors }) => {
  app.get(
    '/rillet/bank-accounts',
    {
      config,
      schema: {
        ...common,
        summary: 'Lists Rillet’s bank accounts',
        response: { 200: listOf(RilletBankAccount) },
      },
    },
    async ({ params: { accountId } }) => {
      await accountOf(db, accountId)
      const rows = await (await vendors.rillet(accountId)).bankAccounts()
      const items = rows.map(({ subsidiary_id: subsidiaryId, ...row }) => ({
        ...row,
        subsidiaryId,
      }))
      return { items, nextCursor: null }
    },
  )

  app.get(
    '/rillet/tax-rates',
    {
      config,
      schema: {
        ...common,
        summary: 'Lists the tax rates of Rillet’s books, to describe tax codes with',
        response: { 200: listOf(RilletTaxRate) },
      },
    },
    async ({ params: { accountId } }) => {
      await accountOf(db, accountId)
      return { items: await (await vendors.rillet(accountId)).taxRates(), nextCursor: null }
    },
  )
}
