import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { listAccounts } from '../../store/accounts.ts'
import { operatorOf } from '../auth.ts'
import type { ApiDeps } from '../deps.ts'
import { iso, listOf } from '../schemas/common.ts'
import { AccountView } from '../schemas/connection.ts'

export const accountRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db }) => {
  app.get(
    '/accounts',
    {
      config: { role: 'anyone' },
      schema: {
        tags: ['Accounts'],
        summary: 'Lists the accounts in which one has a role, by age',
        response: { 200: listOf(AccountView) },
      },
    },
    async (request) => {
      const { grants } = operatorOf(request)
      const rows = grants.length === 0 ? [] : await listAccounts(db, grants)
      const items = rows.map((row) => ({
        accountId: row.account_id,
        company: row.sequence_company,
        organizationName: row.organization_name,
        rillet: row.rillet_status,
        sequence: row.sequence_status,
        disconnectedAt: iso(row.disconnected_at),
      }))
      return { items, nextCursor: null }
    },
  )
}
