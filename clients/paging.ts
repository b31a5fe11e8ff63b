import { CursorRestartedError, type Where } from './errors.ts'

/** One page of a list; `nextCursor` null on the last. Cursors live two hours: never store one across runs. */
export type Page<T> = { items: T[]; nextCursor: string | null }

export type FetchPage<T> = (cursor: string | undefined) => Promise<Page<T>>

export type PagingLimits = { maxPages?: number; maxPasses?: number }

/**
 * Every item of a list, each once. Rillet answers an expired cursor with its first page, silently: an id
 * that returns within one pass means that, and the list is read anew without repeating what was given.
 * Throws `CursorRestartedError` after `maxPasses` (3) such passes, or past `maxPages` (2,000) a pass.
 */
export async function* everyItem<T extends { id: string }>(
  where: Where,
  fetchPage: FetchPage<T>,
  { maxPages = 2_000, maxPasses = 3 }: PagingLimits = {},
): AsyncGenerator<T, void, undefined> {
  const given = new Set<string>()
  for (let pass = 0; pass < maxPasses; pass++) {
    let restarted = false
    const seen = new Set<string>()
    let cursor: string | undefined
    for (let page = 0; !restarted; page++) {
      if (page === maxPages) {
        throw new CursorRestartedError(`the list has more than ${maxPages} pages`, where)
      }
      const { items, nextCursor } = await fetchPage(cursor)
      for (const item of items) {
        restarted ||= seen.has(item.id)
        seen.add(item.id)
        if (given.has(item.id)) continue
        given.add(item.id)
        yield item
      }
      if (nextCursor === null) {
        if (!restarted) return
        break
      }
      restarted ||= nextCursor === cursor
      cursor = nextCursor
    }
  }
  throw new CursorRestartedError('the list keeps returning to its first page', where)
}
