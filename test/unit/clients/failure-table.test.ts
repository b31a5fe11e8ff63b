import { expect, test } from 'vitest'
import { z } from 'zod'
import { ClientError } from '../../../clients/errors.ts'
import { createHttp } from '../../../clients/http.ts'
import { meaningOf } from '../../../clients/meaning.ts'
import { everyItem } from '../../../clients/paging.ts'
import { failureTable, type Vendor } from '../../../domain/failure-table.ts'
import { errorOf, json, startServer } from './server.ts'

const requests = {
  read: { method: 'GET', path: '/things' },
  write: { method: 'PUT', path: '/things', body: {} },
  create: { method: 'POST', path: '/things', body: {}, key: 'once' },
} as const
const operations = ['read', 'write', 'create'] as const

async function meaningsOf(vendor: Vendor, baseUrl: string, more = {}): Promise<unknown[]> {
  const call = createHttp({ vendor, baseUrl, headers: {}, ...more })
  const meanings: unknown[] = [null]
  for (const operation of operations) {
    const error = await errorOf(call({ ...requests[operation], response: z.object({}) }))
    if (!(error instanceof ClientError)) throw error
    meanings[0] = error.name
    meanings.push(meaningOf(error))
  }
  return meanings
}

const refused = 'https://rillet.io/exception/'

/** Vendor, status, type; then the class, and what it means for a read, a write and a create. */
test.each([
  ['rillet', 302, null, 'InDoubtError', 'again', 'again', 'in_doubt'],
  ['rillet', 400, null, 'RefusedError', 'rillet_refused', 'rillet_refused', 'rillet_refused'],
  ['rillet', 422, null, 'RefusedError', 'rillet_refused', 'rillet_refused', 'rillet_refused'],
  [
    'rillet',
    400,
    `${refused}external_reference_type_not_found`,
    'RefusedError',
    'missing_setup',
    'missing_setup',
    'missing_setup',
  ],
  [
    'rillet',
    422,
    `${refused}external_reference_type_not_found`,
    'RefusedError',
    'missing_setup',
    'missing_setup',
    'missing_setup',
  ],
  [
    'rillet',
    400,
    `${refused}period_closed`,
    'RefusedError',
    'period_closed',
    'period_closed',
    'period_closed',
  ],
  [
    'rillet',
    400,
    `${refused}accounting_period_closed`,
    'RefusedError',
    'period_closed',
    'period_closed',
    'period_closed',
  ],
  [
    'rillet',
    400,
    `${refused}closed_period`,
    'RefusedError',
    'period_closed',
    'period_closed',
    'period_closed',
  ],
  [
    'rillet',
    400,
    `${refused}currency_mismatch`,
    'RefusedError',
    'currency_mismatch',
    'currency_mismatch',
    'currency_mismatch',
  ],
  ['rillet', 401, null, 'AccessError', 'api_key_refused', 'api_key_refused', 'api_key_refused'],
  [
    'rillet',
    403,
    'https://rillet.io/forbidden',
    'AccessError',
    'api_key_refused',
    'api_key_refused',
    'api_key_refused',
  ],
  ['rillet', 404, null, 'NotFoundError', 'gone', 'gone', 'rillet_refused'],
  ['rillet', 408, null, 'InDoubtError', 'again', 'again', 'in_doubt'],
  ['rillet', 409, null, 'InDoubtError', 'again', 'again', 'in_doubt'],
  ['rillet', 409, `${refused}currency_mismatch`, 'InDoubtError', 'again', 'again', 'in_doubt'],
  ['rillet', 429, null, 'ThrottledError', 'again', 'again', 'again'],
  ['rillet', 500, null, 'InDoubtError', 'again', 'again', 'in_doubt'],
  ['rillet', 502, null, 'InDoubtError', 'again', 'again', 'in_doubt'],
  ['rillet', 503, null, 'InDoubtError', 'again', 'again', 'in_doubt'],
  ['rillet', 504, null, 'InDoubtError', 'again', 'again', 'in_doubt'],
  [
    'sequence',
    400,
    null,
    'RefusedError',
    'sequence_refused',
    'sequence_refused',
    'sequence_refused',
  ],
  [
    'sequence',
    400,
    `${refused}currency_mismatch`,
    'RefusedError',
    'sequence_refused',
    'sequence_refused',
    'sequence_refused',
  ],
  [
    'sequence',
    401,
    null,
    'AccessError',
    'sequence_key_refused',
    'sequence_key_refused',
    'sequence_key_refused',
  ],
  [
    'sequence',
    403,
    null,
    'AccessError',
    'sequence_key_refused',
    'sequence_key_refused',
    'sequence_key_refused',
  ],
  [
    'sequence',
    404,
    null,
    'NotFoundError',
    'sequence_not_found',
    'sequence_not_found',
    'sequence_not_found',
  ],
  ['sequence', 408, null, 'InDoubtError', 'again', 'again', 'in_doubt'],
  ['sequence', 409, null, 'InDoubtError', 'again', 'again', 'in_doubt'],
  ['sequence', 429, null, 'ThrottledError', 'again', 'again', 'again'],
  ['sequence', 500, null, 'InDoubtError', 'again', 'again', 'in_doubt'],
] as const)(
  '%s %i of type %s is a %s: read %s, write %s, create %s',
  async (vendor, status, type, ...expected) => {
    const server = await startServer((_, response) => json(response, status, { type, title: 'No' }))
    expect(await meaningsOf(vendor, server.url)).toEqual(expected)
  },
)

const again = ['again', 'again', 'again']

test('no connection: nothing was made', async () => {
  expect(await meaningsOf('rillet', 'http://no-such-host.invalid')).toEqual([
    'NotSentError',
    ...again,
  ])
})

test('no slot in the budget: nothing was made', async () => {
  const slot = async () => ({ granted: false as const, retryAfterMs: 1 })
  const meanings = await meaningsOf('rillet', 'http://127.0.0.1:9', { slot })
  expect(meanings).toEqual(['BudgetError', ...again])
})

test('no answer: a create is in doubt', async () => {
  const server = await startServer((_, response) => response.socket?.resetAndDestroy())
  const meanings = await meaningsOf('rillet', server.url)
  expect(meanings).toEqual(['InDoubtError', 'again', 'again', 'in_doubt'])
})

test('an answer of success that cannot be read: a create is in doubt', async () => {
  const server = await startServer((_, response) => response.end('Jane Doe'))
  const meanings = await meaningsOf('rillet', server.url)
  expect(meanings).toEqual(['InDoubtError', 'again', 'again', 'in_doubt'])
})

test('a list that restarts: it is read again', async () => {
  const where = { vendor: 'rillet', operation: 'read', method: 'GET', path: '/things' } as const
  const list = everyItem(where, async () => ({ items: [{ id: '1' }], nextCursor: 'again' }))
  const read = async () => {
    for await (const _ of list);
  }
  const error = await errorOf(read())
  if (!(error instanceof ClientError)) throw error
  expect([error.name, meaningOf(error)]).toEqual(['CursorRestartedError', 'again'])
})

test('no row is without a failure that it decides', () => {
  const decided = new Set(failureTable.map(({ failure }) => failure))
  expect([...decided].sort()).toEqual([
    'AccessError',
    'BudgetError',
    'CursorRestartedError',
    'InDoubtError',
    'NotFoundError',
    'NotSentError',
    'RefusedError',
    'ThrottledError',
  ])
})
