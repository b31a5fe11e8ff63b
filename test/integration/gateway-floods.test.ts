import { connect as connectSocket } from 'node:net'
import autocannon from 'autocannon'
import { expect, onTestFinished, test } from 'vitest'
import { addAccount, deliver, rilletDelivery, startApp } from './gateway-support.ts'

const invoice = { id: 'ri-1', updated_at: '2026-05-01T10:00:00Z', status: 'UNPAID' }

const start = async (options: Parameters<typeof startApp>[0] = {}) => {
  const api = await startApp(options)
  onTestFinished(() => api.close())
  return api
}

test('a flood from one network is limited and then not even read; another network is not held up', async () => {
  const api = await start()
  const [flooded, calm] = [await addAccount(api.db), await addAccount(api.db)]
  const from = (remoteAddress: string, delivery: ReturnType<typeof rilletDelivery>) =>
    api.app.inject({ method: 'POST', remoteAddress, ...delivery })
  const wrong = (accountId: string) => rilletDelivery(accountId, invoice, {}, 'd3Jvbmc=')

  const startedAt = Date.now()
  const flood = await Promise.all(
    Array.from({ length: 200 }, () => from('198.51.100.1', wrong(flooded))),
  )
  const seconds = Math.ceil((Date.now() - startedAt) / 1_000) + 1
  const codes = flood.map(({ statusCode }) => statusCode)
  expect(codes.filter((code) => code === 401).length).toBeLessThanOrEqual(20 * seconds)
  const limited = flood.find(({ statusCode }) => statusCode === 429)
  expect(limited?.json().code).toBe('too_many_refused')
  expect(limited?.headers['retry-after']).toBe('1')

  expect((await from('198.51.100.2', wrong(calm))).statusCode).toBe(401)
  expect((await from('198.51.100.2', rilletDelivery(flooded, invoice))).statusCode).toBe(200)
})

test('accounts that are not there cannot be searched for at leisure', async () => {
  const api = await start()
  const guess = async (n: number) =>
    (await deliver(api, rilletDelivery(`guess-${n}`, invoice))).statusCode
  expect(await guess(0)).toBe(404)
  // The limit is of one second: a busy machine may take longer for so many.
  await expect
    .poll(() => Promise.all(Array.from({ length: 40 }, (_, n) => guess(n))))
    .toContain(429)
})

test('wrong signatures without end hold up no genuine delivery', async () => {
  const api = await start()
  const accountId = await addAccount(api.db)
  const url = await api.app.listen({ port: 0, host: '127.0.0.1' })
  const { payload, headers } = rilletDelivery(accountId, invoice, {}, 'd3Jvbmc=')
  const flood = autocannon({
    url: `${url}/api/rillet/webhooks/${accountId}`,
    method: 'POST',
    connections: 10,
    overallRate: 100,
    duration: 2,
    headers,
    body: payload,
  })
  const codes = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const genuine = rilletDelivery(accountId, invoice)
      const init = { method: 'POST', headers: genuine.headers, body: genuine.payload }
      return (await fetch(`${url}${genuine.url}`, init)).status
    }),
  )
  expect(new Set(codes)).toEqual(new Set([200]))
  expect(await flood).toMatchObject({ '2xx': 0, errors: 0 })
})

test('who sends a body slowly, or headers without end, is answered and let go', async () => {
  const api = await start({ slowRequestMs: 200 })
  const accountId = await addAccount(api.db)
  const { port } = new URL(await api.app.listen({ port: 0, host: '127.0.0.1' }))
  const say = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connectSocket(Number(port), '127.0.0.1', () => socket.write(text))
      let answer = ''
      socket.on('data', (chunk) => {
        answer += chunk.toString()
      })
      socket.on('close', () => resolve(answer))
      socket.on('error', reject)
    })
  const line = `POST /api/rillet/webhooks/${accountId} HTTP/1.1\r\nhost: x\r\n`
  expect(await say(`${line}content-length: 100\r\n\r\n{`)).toContain(' 408 ')
  expect(await say(line)).toContain(' 408 ')
  expect(await say(`${line}x: ${'a'.repeat(20_000)}`)).toContain(' 431 ')
})
