import { expect, test } from 'vitest'
import { z } from 'zod'
import * as errors from '../../../clients/errors.ts'
import { createHttp } from '../../../clients/http.ts'
import { errorOf, json, startServer } from './server.ts'

const callOn = (baseUrl: string) => createHttp({ vendor: 'rillet', baseUrl, headers: {} })
const create = { method: 'POST', path: '/things', body: {}, response: z.unknown() } as const

test.each([
  [300, 'InDoubtError'],
  [302, 'InDoubtError'],
  [308, 'InDoubtError'],
  [400, 'RefusedError'],
  [401, 'AccessError'],
  [402, 'RefusedError'],
  [403, 'AccessError'],
  [404, 'NotFoundError'],
  [405, 'RefusedError'],
  [408, 'InDoubtError'],
  [409, 'InDoubtError'],
  [413, 'RefusedError'],
  [422, 'RefusedError'],
  [429, 'ThrottledError'],
  [500, 'InDoubtError'],
  [502, 'InDoubtError'],
  [503, 'InDoubtError'],
  [504, 'InDoubtError'],
] as const)('status %i is a %s', async (status, name) => {
  const server = await startServer((_, response) => json(response, status, { title: 'Why' }))
  const error = await errorOf(callOn(server.url)(create))
  expect(error).toBeInstanceOf(errors[name])
  expect(error).toMatchObject({ name, status, vendor: 'rillet', method: 'POST', path: '/things' })
  expect(error).toMatchObject({ problem: { title: 'Why' } })
})

test('a 404 is also a refusal', async () => {
  const server = await startServer((_, response) => json(response, 404, undefined))
  expect(await errorOf(callOn(server.url)(create))).toBeInstanceOf(errors.RefusedError)
})

test('a refusal is told apart by the end of its type', async () => {
  const type = 'https://rillet.io/exception/external_reference_type_not_found'
  const server = await startServer((_, response) => json(response, 400, { type, title: 'No' }))
  const error = await errorOf(callOn(server.url)(create))
  expect(error).toMatchObject({ typeSuffix: 'external_reference_type_not_found' })
})

test.each([
  ['12', 12_000],
  ['some day', null],
])('a 429 with Retry-After %s asks for %s ms', async (header, retryAfterMs) => {
  const server = await startServer((_, response) =>
    json(response, 429, undefined, { 'retry-after': header }),
  )
  expect(await errorOf(callOn(server.url)(create))).toMatchObject({ retryAfterMs })
})

test('a message tells nothing but the request line and the status', async () => {
  const server = await startServer((_, response) =>
    json(response, 400, { title: 'Jane Doe', detail: 'jane@example.com' }),
  )
  const call = callOn(server.url)
  const error = await errorOf(call({ ...create, query: { search: 'Jane' } }))
  expect(error.message).toBe('rillet POST /things: 400')
})
