import { z } from 'zod'
import type { Where } from '../errors.ts'
import type { Page } from '../paging.ts'
import { maybe } from '../wire.ts'

export type PageQuery = { cursor?: string | undefined; limit?: number | undefined }

/** The largest page: a scan spends the fewest calls. */
export const pageQuery = ({ cursor, limit = 100 }: PageQuery) => ({ cursor, limit })

/** Absent on some lists; an absent, null or empty cursor means the last page. */
export const Pagination = maybe(z.object({ next_cursor: maybe(z.string()) }))

export const toPage = <T>(items: T[], pagination: z.infer<typeof Pagination>): Page<T> => ({
  items,
  nextCursor: pagination?.next_cursor || null,
})

export const listAt = (path: string): Where => ({
  vendor: 'rillet',
  operation: 'read',
  method: 'GET',
  path,
})
