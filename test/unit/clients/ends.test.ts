import { expect, test } from 'vitest'
import { z } from 'zod'
import { createHttp } from '../../../clients/http.ts'
import { errorOf, json, startServer } from './server.ts'

const read = { method: 'GET', path: '/things', response: z.unknown() } as const
const create = { ...read, method: 'POST', body: {}, key: 'once' } as const
const callOn = (baseUrl: string, ends: object) =>
  createHttp({ vendor: 'rillet', baseUrl, headers: {}, ...ends })

/** Cancels its caller when the request has come, and answers a moment later. */
async function cancelledOnArrival() {
  const controller = new AbortController()
  const closed = Promise.withResolvers<void>()
  const server = await startServer((_, response) => {
    response.once('close', () => closed.resolve())
    controller.abort(new Error('stop'))
    setTimeout(() => json(response, 200, { id: '1' }), 100)
  })
  return { server, signal: controller.signal, closed: closed.promise }
}

test('a read on its way is let go when its caller is cancelled', async () => {
  const { server, signal, closed } = await cancelledOnArrival()
  const started = performance.now()
  const error = await errorOf(callOn(server.url, { signal })(read))
  expect(error).toMatchObject({ name: 'InDoubtError', cause: { message: 'stop' } })
  expect(performance.now() - started).toBeLessThan(2_000)
  await closed
})

test('a create on its way is let finish when its caller is cancelled', async () => {
  const { server, signal } = await cancelledOnArrival()
  expect(await callOn(server.url, { signal })(create)).toEqual({ id: '1' })
})

test('a create of a cancelled caller is not sent, and its fence stays down', async () => {
  const server = await startServer((_, response) => json(response, 200, {}))
  const fences: string[] = []
  const beforeSend = async () => void fences.push('up')
  const call = callOn(server.url, { signal: AbortSignal.abort() })
  expect(await errorOf(call({ ...create, beforeSend }))).toMatchObject({ name: 'NotSentError' })
  expect([fences, server.received]).toEqual([[], []])
})

test('no request outlives its caller’s time', async () => {
  const server = await startServer(() => undefined)
  const started = performance.now()
  const error = await errorOf(callOn(server.url, { endsAtMs: started + 3_200 })(create))
  expect(error).toMatchObject({ name: 'InDoubtError', cause: { name: 'TimeoutError' } })
  expect(performance.now() - started).toBeLessThan(3_200)
})

test('who has not three seconds left sends nothing, and its fence stays down', async () => {
  const server = await startServer((_, response) => json(response, 200, {}))
  const fences: string[] = []
  const beforeSend = async () => void fences.push('up')
  const call = callOn(server.url, { endsAtMs: performance.now() + 2_900 })
  expect(await errorOf(call({ ...create, beforeSend }))).toMatchObject({ name: 'NotSentError' })
  expect([fences, server.received]).toEqual([[], []])
})
