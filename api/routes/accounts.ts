import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { accountsWithInvoice, addAccount, listAccounts } from '../../store/accounts.ts'
import type { ConnectionRow } from '../../store/schema.ts'
import { accountOf } from '../account.ts'
import { actorOf, operatorOf } from '../auth.ts'
import type { ApiDeps } from '../deps.ts'
import { AccountParams, Id, iso, listOf } from '../schemas/common.ts'
import { AccountView } from '../schemas/connection.ts'

const tags = ['Accounts']

export const accountRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db }) => {
  app.get(
    '/accounts',
    {
      config: { role: 'anyone' },
      schema: {
        tags,
        summary: 'Lists the accounts in which one has a role, by age',
        response: { 200: listOf(AccountView) },
      },
    },
    async (request) => {
      const { grants } = operatorOf(request)
      const rows = grants.length === 0 ? [] : await listAccounts(db, grants)
      return { items: rows.map(accountView), nextCursor: null }
    },
  )

  app.get(
    '/invoices/:id/accounts',
    {
      config: { role: 'anyone' },
      schema: {
        tags,
        summary: 'Says which of one’s accounts know an invoice: references in Rillet name none',
        params: z.object({ id: Id }),
        response: { 200: listOf(z.object({ accountId: Id })) },
      },
    },
    async (request) => {
      const { grants } = operatorOf(request)
      const { id } = request.params
      const ids = grants.length === 0 ? [] : await accountsWithInvoice(db, grants, id)
      return { items: ids.map((accountId) => ({ accountId })), nextCursor: null }
    },
  )

  app.put(
    '/accounts/:accountId',
    {
      config: { role: 'admin', inEveryAccount: true },
      schema: {
        tags,
        summary: 'Adds a Sequence account, to be connected; one that is there stays as it is',
        params: AccountParams,
        response: { 200: AccountView, 201: AccountView },
      },
    },
    async (request, reply) => {
      const { accountId } = request.params
      const isNew = await addAccount(db, { accountId, actor: actorOf(request) })
      reply.code(isNew ? 201 : 200)
      return accountView(await accountOf(db, accountId))
    },
  )
}

type Listed =
  | 'account_id'
  | 'sequence_company'
  | 'organization_name'
  | 'rillet_status'
  | 'sequence_status'
  | 'disconnected_at'

const accountView = (row: Pick<ConnectionRow, Listed>) => ({
  accountId: row.account_id,
  company: row.sequence_company,
  organizationName: row.organization_name,
  rillet: row.rillet_status,
  sequence: row.sequence_status,
  disconnectedAt: iso(row.disconnected_at),
})
