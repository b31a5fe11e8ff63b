import { z } from 'zod'
import type { Where } from '../errors.ts'
import type { Call, CallOptions } from '../http.ts'
import { everyItem, type Page } from '../paging.ts'
import { maybe } from '../wire.ts'

export type PageQuery = { after?: string | undefined; limit?: number | undefined }

type Query = Record<string, string | number | undefined>

/** A list's schema: `items` with the cursor of the next page; absent, null or empty means the last. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z
    .object({ items: z.array(item), pagination: maybe(z.object({ after: maybe(z.string()) })) })
    .transform(({ items, pagination }) => ({ items, nextCursor: pagination?.after || null }))

/** One page, of 100 unless told otherwise. */
export const readPage = <T>(
  call: Call,
  path: string,
  response: z.ZodType<Page<T>>,
  query: Query,
  options?: CallOptions,
): Promise<Page<T>> =>
  call({ ...options, method: 'GET', path, query: { limit: 100, ...query }, response })

/** Every item of a list, each once. */
export const readAll = <T extends { id: string }>(
  call: Call,
  path: string,
  response: z.ZodType<Page<T>>,
  query: Query,
  options?: CallOptions,
): AsyncGenerator<T, void, undefined> => {
  const where: Where = { vendor: 'sequence', operation: 'read', method: 'GET', path }
  return everyItem(where, (after) => readPage(call, path, response, { ...query, after }, options))
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
