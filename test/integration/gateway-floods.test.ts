import { connect as connectSocket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import autocannon from 'autocannon'
import { expect, onTestFinished, test } from 'vitest'
import { addAccount, deliver, rilletDelivery, startApp } from './gateway-support.ts'

const invoice = { id: 'ri-1', updated_at: '2026-05-01T10:00:00Z', status: 'UNPAID' }

const start = async (options: Parameters<typeof startApp>[0] = {}) => {
  const api = await startApp(options)
  onTestFinished(() => api.close())
  return api
}

/** What a machine with too much to do turns away is sent again: it says nothing of floods. */
async function heard<T extends { statusCode: number }>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await send()
    if (answer.statusCode !== 503) return answer
    await pause(100)
  }
}

test('a flood from one network is limited; another network and what is genuine are not held up', async () => {
  const api = await start()
  const [flooded, calm] = [await addAccount(api.db), await addAccount(api.db)]
  const from = (remoteAddress: string, delivery: ReturnType<typeof rilletDelivery>) =>
    heard(() => api.app.inject({ method: 'POST', remoteAddress, ...delivery }))
  const wrong = (accountId: string) => rilletDelivery(accountId, invoice, {}, 'd3Jvbmc=')

  expect((await from('198.51.100.1', rilletDelivery(flooded, invoice))).statusCode).toBe(200)
  expect((await from('198.51.100.1', wrong(flooded))).statusCode).toBe(401)
  // The limit is of one second: a busy machine may take longer for so many.
  const limited = async () => {
    const flood = Array.from({ length: 60 }, () => from('198.51.100.1', wrong(flooded)))
    return (await Promise.all(flood)).find(({ statusCode }) => statusCode === 429)
  }
  await expect.poll(async () => (await limited())?.json().code).toBe('too_many_refused')
  await expect.poll(async () => (await limited())?.headers['retry-after']).toBe('1')
  expect((await from('198.51.100.1', rilletDelivery(flooded, invoice))).statusCode).toBe(200)
  expect((await from('198.51.100.2', wrong(calm))).statusCode).toBe(401)
})

test('accounts that are not there cannot be searched for at leisure', async () => {
  const api = await start()
  const guess = async (n: number) =>
    (await heard(() => deliver(api, rilletDelivery(`guess-${n}`, invoice)))).statusCode
  expect(await guess(0)).toBe(404)
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
