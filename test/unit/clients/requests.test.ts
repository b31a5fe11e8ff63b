import { expect, test } from 'vitest'
import { z } from 'zod'
import { createHttp, segment } from '../../../clients/http.ts'
import { createRilletClient } from '../../../clients/rillet/client.ts'
import { createSequenceClient } from '../../../clients/sequence/client.ts'
import { json, startServer } from './server.ts'

test('a request carries its headers, key, query and body', async () => {
  const server = await startServer((_, response) => json(response, 200, {}))
  const headers = { authorization: 'Bearer k' }
  const call = createHttp({ vendor: 'rillet', baseUrl: `${server.url}/api/`, headers })
  await call({
    method: 'POST',
    path: '/things',
    query: { 'updated.gt': '2026-01-01T00:00:00Z', limit: 5, cursor: undefined },
    body: { name: 'Zoë' },
    key: 'abc',
    response: z.unknown(),
  })
  expect(server.received).toEqual([
    {
      method: 'POST',
      path: '/api/things?updated.gt=2026-01-01T00%3A00%3A00Z&limit=5',
      headers: expect.objectContaining({
        authorization: 'Bearer k',
        'idempotency-key': 'abc',
        'content-type': 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'sequence-rillet',
      }),
      body: '{"name":"Zoë"}',
    },
  ])
})

test('Rillet is told the key and version 4', async () => {
  const server = await startServer((_, response) => response.end('anything'))
  await createRilletClient({ baseUrl: server.url, apiKey: 'rk' }).checkKey()
  expect(server.received[0]).toMatchObject({
    path: '/api-key',
    headers: { authorization: 'Bearer rk', 'x-rillet-api-version': '4' },
  })
})

test('Sequence is told the credentials and version 2024-07-30', async () => {
  const server = await startServer((_, response) => json(response, 200, { items: [] }))
  const client = createSequenceClient({
    baseUrl: `${server.url}/api`,
    clientId: 'id',
    clientSecret: 'sécret',
  })
  expect(await client.accounts()).toEqual([])
  expect(server.received[0]).toMatchObject({
    path: '/api/sequence-accounts?limit=100',
    headers: {
      authorization: `Basic ${Buffer.from('id:sécret').toString('base64')}`,
      'sequence-version': '2024-07-30',
    },
  })
})

test.each(['', '.', '..'])('the id "%s" cannot climb a path', (id) => {
  expect(() => segment(id)).toThrow(RangeError)
})

test('an id with a slash stays one segment', () => {
  expect(segment('a/../b?c')).toBe('a%2F..%2Fb%3Fc')
})
