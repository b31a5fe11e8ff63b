import { z } from 'zod'
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
  const from = startOf({ ordered, after, before, limit })
  const to = before === undefined ? from + limit : positionOf(ordered, before)
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

type Bounds<T> = {
  ordered: T[]
  after: string | undefined
  before: string | undefined
  limit: number
}

function startOf<T extends { id: string }>({ ordered, after, before, limit }: Bounds<T>): number {
  if (after !== undefined) return positionOf(ordered, after) + 1
  if (before !== undefined) return Math.max(0, positionOf(ordered, before) - limit)
  return 0
}

/** The older lists' cursors carry a time and the direction too; only the id counts here. */
function cursorOf(item: { id: string; createdAt?: string }, order: string, sortable: boolean) {
  const micros = Date.parse(item.createdAt ?? '1970-01-01') * 1_000
  const text = sortable ? `${item.id}#${micros}#${order}` : item.id
  return Buffer.from(text).toString('base64').replaceAll('=', '')
}

function positionOf<T extends { id: string }>(ordered: T[], cursor: string): number {
  const [id] = Buffer.from(cursor, 'base64').toString('utf8').split('#')
  const position = ordered.findIndex((item) => item.id === id)
  if (position < 0) throw badRequest('the cursor is not known', 'after')
  return position
}
