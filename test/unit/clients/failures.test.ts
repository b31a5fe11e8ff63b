import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createHttp, Ignored } from '../../../clients/http.ts'
import { Money } from '../../../clients/rillet/schemas.ts'
import { errorOf, json, startServer } from './server.ts'

const callOn = (baseUrl: string) =>
  createHttp({ vendor: 'rillet', baseUrl, headers: {}, deadlineMs: 2_000 })
const Thing = z.object({ id: z.string() })
const create = { method: 'POST', path: '/things', body: { a: 1 }, response: Thing } as const

const notSent = { name: 'NotSentError', status: null, problem: null }
const inDoubt = { name: 'InDoubtError' }

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

test('a refused connection is not sent', async () => {
  const error = await errorOf(callOn(`http://127.0.0.1:${await freePort()}`)(create))
  expect(error).toMatchObject({ ...notSent, cause: { code: 'ECONNREFUSED' } })
})

test('an unknown host is not sent', async () => {
  const error = await errorOf(callOn('http://no-such-host.invalid')(create))
  expect(error).toMatchObject(notSent)
})

test('a failed TLS handshake is not sent', async () => {
  const server = await startServer((_, response) => json(response, 200, { id: '1' }))
  const error = await errorOf(callOn(`https://127.0.0.1:${server.port}`)(create))
  expect(error).toMatchObject(notSent)
  expect(server.received).toEqual([])
})

test('a call cancelled before it starts is not sent', async () => {
  const server = await startServer((_, response) => json(response, 200, { id: '1' }))
  const signal = AbortSignal.abort(new Error('stop'))
  const error = await errorOf(callOn(server.url)({ ...create, signal }))
  expect(error).toMatchObject({ ...notSent, cause: { message: 'stop' } })
  expect(server.received).toEqual([])
})

test('a call cancelled while the vendor works is in doubt and leaves the connection', async () => {
  const controller = new AbortController()
  const closed = Promise.withResolvers<void>()
  const server = await startServer((_, response) => {
    response.once('close', () => closed.resolve())
    controller.abort(new Error('stop'))
  })
  const error = await errorOf(callOn(server.url)({ ...create, signal: controller.signal }))
  expect(error).toMatchObject({ ...inDoubt, status: null, cause: { message: 'stop' } })
  await closed.promise
})

test('no answer within the deadline is in doubt', async () => {
  const server = await startServer(() => undefined)
  const error = await errorOf(callOn(server.url)(create))
  expect(error).toMatchObject({ ...inDoubt, cause: { name: 'TimeoutError' } })
  expect(server.received).toHaveLength(1)
})

test('an answer that trickles past the deadline is in doubt', async () => {
  const server = await startServer((_, response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write(' '), 100)
    response.once('close', () => clearInterval(timer))
  })
  const error = await errorOf(callOn(server.url)(create))
  expect(error).toMatchObject({ ...inDoubt, status: 200 })
})

test('a reset instead of an answer is in doubt', async () => {
  const server = await startServer((_, response) => response.socket?.resetAndDestroy())
  expect(await errorOf(callOn(server.url)(create))).toMatchObject({ ...inDoubt, status: null })
})

test('a connection closed without an answer is in doubt', async () => {
  const server = await startServer((_, response) => response.socket?.end())
  expect(await errorOf(callOn(server.url)(create))).toMatchObject({ ...inDoubt, status: null })
})

test('a reused connection that the server closes is in doubt, and is not tried again', async () => {
  const server = await startServer((request, response) =>
    request.body === '1' ? json(response, 200, { id: '1' }) : response.socket?.destroy(),
  )
  const call = callOn(server.url)
  await call({ ...create, body: 1 })
  expect(await errorOf(call({ ...create, body: 2 }))).toMatchObject(inDoubt)
  expect(server.received).toHaveLength(2)
})

test.each([200, 400])('an answer of status %i that is cut is in doubt', async (status) => {
  const server = await startServer((_, response) => {
    response.writeHead(status, { 'content-length': '100' })
    response.write('{"id":', () => response.socket?.destroy())
  })
  expect(await errorOf(callOn(server.url)(create))).toMatchObject({ ...inDoubt, status })
})

test('an answer of more than ten million bytes is in doubt', async () => {
  const server = await startServer((_, response) =>
    json(response, 200, { id: 'x'.repeat(10_000_001) }),
  )
  expect(await errorOf(callOn(server.url)(create))).toMatchObject({ ...inDoubt, status: 200 })
})

test('an answer that is not JSON is in doubt, and is not quoted', async () => {
  const server = await startServer((_, response) => response.end('Jane Doe'))
  const error = await errorOf(callOn(server.url)(create))
  expect(error).toMatchObject({ ...inDoubt, status: 200 })
  expect(error.cause).toBeUndefined()
})

test('an answer without a needed field is in doubt', async () => {
  const server = await startServer((_, response) => json(response, 200, { name: 'x' }))
  const error = await errorOf(callOn(server.url)(create))
  expect(error).toMatchObject({ ...inDoubt, cause: { issues: [{ path: ['id'] }] } })
})

test('an amount that is a JSON number is in doubt', async () => {
  const server = await startServer((_, response) =>
    json(response, 200, { amount: 12.5, currency: 'EUR' }),
  )
  const error = await errorOf(callOn(server.url)({ ...create, response: Money }))
  expect(error).toMatchObject({ ...inDoubt, cause: { issues: [{ path: ['amount'] }] } })
})

test('a redirect is not followed', async () => {
  const other = await startServer((_, response) => json(response, 200, { id: '1' }))
  const server = await startServer((_, response) =>
    json(response, 307, undefined, { location: `${other.url}/things` }),
  )
  expect(await errorOf(callOn(server.url)(create))).toMatchObject({ ...inDoubt, status: 307 })
  expect(other.received).toEqual([])
})

test('a 204 is an answer for who wants none', async () => {
  const server = await startServer((_, response) => json(response, 204, undefined))
  const call = callOn(server.url)
  await expect(
    call({ method: 'DELETE', path: '/things/1', response: Ignored }),
  ).resolves.toBeUndefined()
})
