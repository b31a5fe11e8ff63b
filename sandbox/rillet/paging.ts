import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Cursor, Listed, Organization, Session } from './model.ts'
import { parseQuery } from './parse.ts'
import { invalid } from './refusal.ts'
import { Instant } from './wire.ts'

const cursorLivesMs = 2 * 3_600_000
const maxCursors = 10_000

const Paging = z.object({ limit: z.string().optional(), cursor: z.string().optional() })
const common = {
  'updated.gt': Instant.optional(),
  sort_by: z.enum(['created', 'updated']).default('created'),
}

type Listing<T, F extends z.ZodRawShape> = {
  /** The key of the answer, and what a cursor belongs to. */
  name: string
  items: Iterable<T>
  query: unknown
  /** The endpoint's own filters, beside `limit` and `cursor`. */
  filters: z.ZodObject<F>
  keep: (item: T, filters: z.output<z.ZodObject<F>>) => boolean
  view: (item: T) => unknown
}

/** The filter and order that some lists offer; each endpoint names which. */
export const UpdatedAfter = z.object({ 'updated.gt': common['updated.gt'] })
export const UpdatedSorted = z.object(common)

/**
 * One page, newest first. A cursor that is unknown, expired or another list's is no error: the list
 * starts again from its first page.
 */
export function listPage<T extends Listed, F extends z.ZodRawShape>(
  session: Session,
  { name, items, query, filters, keep, view }: Listing<T, F>,
): Record<string, unknown> {
  const { world, organization } = session
  const { cursor: token, limit: asked } = parseQuery(Paging, query)
  const limit = limitOf(session, asked)
  const cursor = token === undefined ? undefined : cursorOf(session, name, token)
  const { limit: _limit, cursor: _cursor, ...given } = Object(query)
  const kept = world.switches().cursorFilters === 'kept' ? (cursor?.filters ?? {}) : {}
  const raw = Object.keys(given).length > 0 ? given : kept
  const wanted = parseQuery(filters, raw)
  const byUpdate = Reflect.get(wanted, 'sort_by') === 'updated'
  const after = Reflect.get(wanted, 'updated.gt')

  const visibleUntilMs = world.clock.nowMs() - world.switches().listingLagMs
  const all = [...items].filter((item) => {
    if (typeof after === 'string' && Date.parse(item.updated_at) <= Date.parse(after)) return false
    return keep(item, wanted)
  })
  const found = all.filter(({ createdAtMs }) => createdAtMs <= visibleUntilMs)
  if (found.length < all.length) countLagged(organization, nameOf(name, wanted))
  const valueOf = (item: Listed) => (byUpdate ? item.updated_at : '')
  found.sort((a, b) => compare(valueOf(b), valueOf(a)) || b.seq - a.seq)
  const start = cursor?.after
  const rest =
    start === undefined
      ? found
      : found.filter((item) => {
          const order = compare(valueOf(item), start.value)
          return order < 0 || (order === 0 && item.seq < start.seq)
        })

  const page = rest.slice(0, limit)
  const last = page.at(-1)
  const answer = { [name]: page.map(view) }
  if (rest.length <= limit || last === undefined) return { ...answer, ...lastPage(session) }
  const next = newCursor(session, {
    organizationId: organization.id,
    list: name,
    filters: raw,
    after: { value: valueOf(last), seq: last.seq },
    expiresAtMs: world.clock.nowMs() + world.clock.scaled(cursorLivesMs),
  })
  return { ...answer, pagination: { next_cursor: next } }
}

/** Who looks for one document asks for its customer's; who reads on asks for all. */
const nameOf = (list: string, wanted: object): string =>
  Reflect.has(wanted, 'customer_id') ? `${list} of a customer` : list

function countLagged(organization: Organization, name: string): void {
  const { lagged = {} } = organization
  organization.lagged = { ...lagged, [name]: (lagged[name] ?? 0) + 1 }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function limitOf({ world }: Session, asked: string | undefined): number {
  if (asked === undefined) return 25
  const limit = Number(asked)
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit
  if (world.switches().limitOutOfRange === 'clamped' && Number.isFinite(limit)) {
    return Math.min(100, Math.max(1, Math.trunc(limit)))
  }
  throw invalid({ field: 'limit', message: 'must be an integer between 1 and 100' })
}

function lastPage({ world }: Session): Record<string, unknown> {
  switch (world.switches().lastCursor) {
    case 'absent':
      return { pagination: {} }
    case 'null':
      return { pagination: { next_cursor: null } }
    case 'noPagination':
      return {}
  }
}

function cursorOf(
  { world, organization }: Session,
  list: string,
  token: string,
): Cursor | undefined {
  const { cursors } = world.state()
  const cursor = Object.hasOwn(cursors, token) ? cursors[token] : undefined
  if (cursor?.list !== list || cursor.organizationId !== organization.id) return undefined
  return cursor.expiresAtMs > world.clock.nowMs() ? cursor : undefined
}

function newCursor({ world }: Session, cursor: Cursor): string {
  const { cursors } = world.state()
  const tokens = Object.keys(cursors)
  for (const token of tokens.slice(0, Math.max(0, tokens.length - maxCursors)))
    delete cursors[token]
  const token = randomBytes(12).toString('base64url')
  cursors[token] = cursor
  return token
}
