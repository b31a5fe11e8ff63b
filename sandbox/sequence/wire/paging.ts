import { z } from 'zod'
import { uuidPattern } from '../../kit/ids.ts'
import { badRequest } from '../refusal.ts'
import type { World } from '../world.ts'
import { parse } from './parse.ts'

const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).optional(),
  after: z.string().min(1).optional(),
  before: z.string().min(1).optional(),
  sortOrder: z.enum(['ASC', 'DESC']).default('DESC'),
})

export type Query = Record<string, unknown>
export type Page<V> = { items: V[]; pagination: Record<string, unknown> }

type Listing<T, V> = {
  /** Oldest first. */
  items: T[]
  /** Lists that know `sortOrder`; the others ignore it. */
  sortable: boolean
  view: (item: T) => V
}

/** One page of a list, newest first unless asked otherwise, with opaque cursors. */
export function page<T extends { id: string; createdAt?: string }, V>(
  world: World,
  query: Query,
  { items, sortable, view }: Listing<T, V>,
): Page<V> {
  const {
    limit = world.switches().defaultPageSize,
    after,
    before,
    sortOrder,
  } = parse(world, PageQuery, sortable ? query : { ...query, sortOrder: undefined })
  if (after !== undefined && before !== undefined) throw badRequest('after or before, not both')

  const ordered = sortOrder === 'ASC' ? items : items.toReversed()
  const cursor = after ?? before
  const place = cursor === undefined ? undefined : placeOf(ordered, cursor, sortOrder)
  const end = before === undefined ? undefined : (place?.at ?? 0)
  const from =
    end === undefined ? (place?.at ?? 0) + (place?.exact ? 1 : 0) : Math.max(0, end - limit)
  const to = end ?? from + limit
  const shown = ordered.slice(from, to)
  const last = shown.at(-1)
  const first = shown.at(0)
  const none = world.switches().lastCursor === 'null' ? { after: null, before: null } : {}
  return {
    items: shown.map(view),
    pagination: {
      ...none,
      ...(last && to < ordered.length && { after: cursorOf(last, sortOrder, sortable) }),
      ...(first && from > 0 && { before: cursorOf(first, sortOrder, sortable) }),
      totalResultSize: ordered.length,
    },
  }
}

/** The older lists' cursors carry a time and the direction too; only the id counts here. */
function cursorOf(item: { id: string; createdAt?: string }, order: string, sortable: boolean) {
  const micros = Date.parse(item.createdAt ?? '1970-01-01') * 1_000
  const text = sortable ? `${item.id}#${micros}#${order}` : item.id
  return Buffer.from(text).toString('base64').replaceAll('=', '')
}

/** Where the cursor's item is; if it was deleted, where it was: ids sort by creation. */
function placeOf(ordered: { id: string }[], cursor: string, sortOrder: 'ASC' | 'DESC') {
  const [id = ''] = Buffer.from(cursor, 'base64').toString('utf8').split('#')
  const at = ordered.findIndex((item) => item.id === id)
  if (at >= 0) return { at, exact: true }
  if (!uuidPattern.test(id)) throw badRequest('the cursor is not known', 'after')
  const next = ordered.findIndex((item) => (sortOrder === 'ASC' ? item.id > id : item.id < id))
  return { at: next < 0 ? ordered.length : next, exact: false }
}
