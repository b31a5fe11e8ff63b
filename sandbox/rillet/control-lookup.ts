import { z } from 'zod'
import type { Session, World } from './model.ts'
import { notFound } from './refusal.ts'

type Ids = Record<string, string>
const Ids = z.record(z.string(), z.string())

/** A person in the organization of `:id`. */
export function inOrganization(world: World, params: unknown): Session & { ids: Ids } {
  const ids = Ids.parse(params)
  const organization = world.state().organizations[ids['id'] ?? '']
  if (organization === undefined) throw notFound('The organization')
  return { world, organization, actor: 'person', ids }
}

/** A person in the organization that holds the object of `:id`. */
export function holding(
  world: World,
  params: unknown,
  kind: 'customers' | 'invoices' | 'payments' | 'creditMemos',
): { session: Session; id: string; ids: Ids } {
  const ids = Ids.parse(params)
  const id = ids['id'] ?? ''
  const organization = Object.values(world.state().organizations).find((one) =>
    Object.hasOwn(one[kind], id),
  )
  if (organization === undefined) throw notFound('The object')
  return { session: { world, organization, actor: 'person' }, id, ids }
}

/** The webhook of `:id` and its organization. */
export function hooked(world: World, params: unknown) {
  const ids = Ids.parse(params)
  for (const organization of Object.values(world.state().organizations)) {
    const webhook = organization.webhooks.find(({ id }) => id === ids['id'])
    if (webhook) return { organization, webhook, ids }
  }
  throw notFound('The webhook')
}
