import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { RefusedError } from '../../clients/errors.ts'
import { settingsOf } from '../../store/connection.ts'
import { findLink } from '../../store/link.ts'
import { linkByHand } from '../../store/person-links.ts'
import { accountOf } from '../account.ts'
import { actorOf } from '../auth.ts'
import { cursorOut } from '../cursors.ts'
import type { ApiDeps } from '../deps.ts'
import { checkedLink } from '../link-check.ts'
import { ApiError } from '../problem.ts'
import { AccountParams, listOf } from '../schemas/common.ts'
import { LinksBody, LinksResult, Suggestion, SuggestionQuery } from '../schemas/suggestions.ts'
import { suggestionsFor } from '../suggestions.ts'
import type { Kind } from '../things.ts'
import { vendorPage } from '../vendor-page.ts'
import { linkView } from '../views.ts'

const paths = { customer: '/customers', product: '/products' } as const
const tagOf = { customer: 'Customers', product: 'Products' } as const

/** What could be linked, and linking many that a person chose: the same for customers and products. */
export const suggestionRoutes =
  (kind: Kind): FastifyPluginAsyncZod<ApiDeps> =>
  async (app, deps) => {
    const { db, vendors } = deps

    app.get(
      `${paths[kind]}/suggestions`,
      {
        config: { role: 'viewer' },
        schema: {
          tags: [tagOf[kind]],
          summary: `Suggests links for ${kind}s that are not linked, by exact name${kind === 'customer' ? ' or e-mail' : ''}; links nothing`,
          params: AccountParams,
          querystring: SuggestionQuery,
          response: { 200: listOf(Suggestion) },
        },
      },
      async ({ params: { accountId }, query: { limit, cursor } }) => {
        const settings = settingsOf(await accountOf(db, accountId))
        const sequence = await vendors.sequence(accountId)
        const rillet = await vendors.rillet(accountId)
        const page = await vendorPage(cursor, async (after) => {
          if (kind === 'product') {
            const found = await sequence.listProducts({ limit, after })
            const items = found.items.map(({ id, name }) => ({ id, name, archived: false }))
            return { ...found, items }
          }
          const found = await sequence.listCustomers({ limit, after })
          const items = found.items.map(({ id, legalName: name, archivedAt }) => ({
            id,
            name,
            archived: archivedAt !== null,
          }))
          return { ...found, items }
        })
        const asked = { accountId, kind, settings }
        const items = await suggestionsFor(db, asked, { rillet, sequence }, page.items)
        return { items, nextCursor: cursorOut(page.nextCursor) }
      },
    )

    app.post(
      `${paths[kind]}/links`,
      {
        config: { role: 'operator' },
        schema: {
          tags: [tagOf[kind]],
          summary: `Links several ${kind}s that a person chose; says of each what came of it`,
          params: AccountParams,
          body: LinksBody,
          response: { 200: LinksResult },
        },
      },
      async (request) => {
        const { accountId } = request.params
        const row = await accountOf(db, accountId)
        const items = []
        for (const { id, rilletId } of request.body.links) {
          const wish = { row, kind, sourceId: id, body: { rilletId } }
          try {
            const link = await checkedLink(deps, wish)
            await linkByHand(db, { ...link, actor: actorOf(request) })
            const made = await findLink(db, accountId, kind, id)
            const view = made === undefined ? null : linkView(made, settingsOf(row))
            items.push({ id, rilletId, link: view, problem: null })
          } catch (error) {
            const problem = rowProblem(error)
            if (problem === null) throw error
            items.push({ id, rilletId, link: null, problem })
          }
        }
        return { items }
      },
    )
  }

/** Why one row could not be linked; null for what concerns them all. */
function rowProblem(error: unknown): string | null {
  if (error instanceof ApiError) return error.violations?.[0]?.message ?? error.message
  if (!(error instanceof RefusedError)) return null
  const name = error.vendor === 'rillet' ? 'Rillet' : 'Sequence'
  return `${name} refuses this id: choose one of its own.`
}
