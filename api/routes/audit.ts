import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { everyAccount } from '../../domain/roles.ts'
import { appendAbandoned, listAudit } from '../../store/audit.ts'
import type { AuditRow } from '../../store/audit-chain.ts'
import { accountOf } from '../account.ts'
import { wordsOf } from '../audit/words.ts'
import { afterOf, RowCursor } from '../cursors.ts'
import type { ApiDeps } from '../deps.ts'
import { AuditQuery, AuditView } from '../schemas/audit.ts'
import { AccountParams, listOf } from '../schemas/common.ts'

const response = { 200: listOf(AuditView) }
type Query = z.infer<typeof AuditQuery>

/** Who did what: of one account, and what concerns none alone (people, sign-ins). */
export const auditRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { db }) => {
  async function list(accountId: string, { limit, cursor, ...filter }: Query) {
    await appendAbandoned(db)
    const page = { limit, after: afterOf(cursor, RowCursor) }
    const { items, nextCursor } = await listAudit(db, accountId, filter, page)
    return { items: items.map((row) => viewOf(row)), nextCursor }
  }

  app.get(
    '/accounts/:accountId/audit',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['Audit'],
        summary: 'Shows who did what in the account, the latest first; refusals too',
        params: AccountParams,
        querystring: AuditQuery,
        response,
      },
    },
    async ({ params: { accountId }, query }) => {
      await accountOf(db, accountId)
      return list(accountId, query)
    },
  )

  app.get(
    '/audit',
    {
      config: { role: 'admin', inEveryAccount: true },
      schema: {
        tags: ['Audit'],
        summary: 'Shows sign-ins and what was done to people and tokens, the latest first',
        querystring: AuditQuery,
        response,
      },
    },
    ({ query }) => list(everyAccount, query),
  )
}

const viewOf = (row: AuditRow): z.infer<typeof AuditView> => ({
  seq: row.seq,
  at: row.at,
  actor: row.actor,
  actorKind: row.actorKind,
  ip: row.ip,
  action: row.action,
  what: wordsOf(row.action),
  target: row.target,
  outcome: outcomeOf(row.status),
  status: row.status,
  reason: row.reason,
  before: row.before,
  after: row.after,
})

function outcomeOf(status: number | null): 'done' | 'refused' | 'failed' | 'unknown' {
  if (status === null) return 'unknown'
  if (status < 400) return 'done'
  return status === 401 || status === 403 ? 'refused' : 'failed'
}
