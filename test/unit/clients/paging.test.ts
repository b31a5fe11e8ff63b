import { expect, test } from 'vitest'
import { everyItem, type Page } from '../../../clients/paging.ts'
import { createRilletClient } from '../../../clients/rillet/client.ts'
import { collect } from '../../../clients/sequence/lists.ts'
import { errorOf, json, startServer } from './server.ts'

type Row = { id: string }
const where = { vendor: 'rillet', operation: 'read', method: 'GET', path: '/things' } as const
const rows = (...ids: string[]): Row[] => ids.map((id) => ({ id }))

/** Pages as a server would give them, one after the other; the last one again and again. */
function pagesOf(...pages: Page<Row>[]) {
  const cursors: (string | undefined)[] = []
  const fetchPage = async (cursor: string | undefined): Promise<Page<Row>> => {
    cursors.push(cursor)
    const page = pages[Math.min(cursors.length, pages.length) - 1]
    if (page === undefined) throw new Error('no page')
    return page
  }
  return { cursors, fetchPage }
}

const page = (ids: string[], nextCursor: string | null): Page<Row> => ({
  items: rows(...ids),
  nextCursor,
})

test('every item of every page comes once', async () => {
  const { fetchPage, cursors } = pagesOf(page(['a', 'b'], '1'), page(['c'], null))
  expect(await collect(everyItem(where, fetchPage))).toEqual(rows('a', 'b', 'c'))
  expect(cursors).toEqual([undefined, '1'])
})

test('a list that restarted is read anew, and nothing comes twice', async () => {
  const { fetchPage, cursors } = pagesOf(
    page(['a', 'b'], '1'),
    page(['a', 'b'], '2'), // the cursor had expired
    page(['a', 'b'], '3'),
    page(['c'], null),
  )
  expect(await collect(everyItem(where, fetchPage))).toEqual(rows('a', 'b', 'c'))
  expect(cursors).toEqual([undefined, '1', undefined, '3'])
})

test('a restart that is also a last page is not taken for the end', async () => {
  const { fetchPage } = pagesOf(
    page(['a', 'b'], '1'),
    page(['a', 'b'], null),
    page(['a', 'b'], '1'),
    page(['c'], null),
  )
  expect(await collect(everyItem(where, fetchPage))).toEqual(rows('a', 'b', 'c'))
})

test('a list that restarts for ever ends in an error', async () => {
  const { fetchPage, cursors } = pagesOf(page(['a'], '1'))
  const error = await errorOf(collect(everyItem(where, fetchPage)))
  expect(error).toMatchObject({ name: 'CursorRestartedError', path: '/things' })
  expect(cursors).toHaveLength(6)
})

test('empty pages for ever end in an error', async () => {
  const { fetchPage, cursors } = pagesOf(page([], '1'))
  expect((await errorOf(collect(everyItem(where, fetchPage)))).name).toBe('CursorRestartedError')
  expect(cursors).toHaveLength(6)
})

test('a list has an end, even with ever new items', async () => {
  let id = 0
  const fetchPage = async () => page([`${id++}`], `${id}`)
  const error = await errorOf(collect(everyItem(where, fetchPage, { maxPages: 5 })))
  expect(error.message).toContain('more than 5 pages')
})

test('a scan of Rillet’s customers survives a cursor that restarts once', async () => {
  const customer = (id: string) => ({ id, name: id, updated_at: '2026-01-01T00:00:00Z' })
  let expired = false
  const server = await startServer(({ path }, response) => {
    if (path.includes('cursor=') && expired) {
      return json(response, 200, { customers: [customer('c')], pagination: {} })
    }
    expired ||= path.includes('cursor=')
    const pagination = { next_cursor: 'p2' }
    return json(response, 200, { customers: [customer('a'), customer('b')], pagination })
  })
  const client = createRilletClient({ baseUrl: server.url, apiKey: 'k' })
  const all = await collect(client.allCustomers({ search: 'x' }))
  expect(all.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(server.received[1]?.path).toBe('/customers?cursor=p2&limit=100&search=x')
})
