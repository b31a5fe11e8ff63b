import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { type Html, page } from '../../kit/html.ts'
import { backTo, sendPage } from '../../kit/pages.ts'
import type { Session, World } from '../model.ts'
import { notFound, Refusal } from '../refusal.ts'

const Said = z.object({ notice: z.string().optional(), error: z.string().optional() })
const Params = z.record(z.string(), z.string())

/** A person at the web app of one organization; 404 for an unknown one. */
export function personIn(world: World, params: unknown): Session & { ids: Record<string, string> } {
  const ids = Params.parse(params)
  const organization = world.state().organizations[ids['organizationId'] ?? '']
  if (organization === undefined) throw notFound('The organization')
  return { world, organization, actor: 'person', ids }
}

/** A page of one organization, with what the last form said. */
export function show(
  reply: FastifyReply,
  { organization }: Session,
  { title, body }: { title: string; body: Html },
): FastifyReply {
  const base = `/app/${organization.id}`
  const nav = ['invoices', 'payments', 'customers', 'products', 'settings'].map((name) => ({
    href: `${base}/${name}`,
    label: name.charAt(0).toUpperCase() + name.slice(1),
  }))
  const { notice, error } = Said.parse(reply.request.query)
  return sendPage(reply, page({ vendor: 'Rillet', title, nav, notice, error, body }))
}

/** Does what a form asks, then goes back to `path` and says what came of it. */
export function act(
  reply: FastifyReply,
  path: string,
  action: () => string | undefined,
): FastifyReply {
  try {
    return backTo(reply, path, { notice: action() ?? 'Done.' })
  } catch (error) {
    if (error instanceof Refusal) return backTo(reply, path, { error: error.message })
    if (error instanceof z.ZodError) return backTo(reply, path, { error: z.prettifyError(error) })
    throw error
  }
}

/** The fields of a form as text; a missing one is empty. */
export function formOf(body: unknown): Record<string, string> {
  const fields = Object.entries(Object(body))
  return Object.fromEntries(fields.map(([name, value]) => [name, String(value).trim()]))
}
