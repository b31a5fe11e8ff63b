import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

const windowMs = 600
let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld({ timeScale: 60_000 / windowMs })
  account = await createAccount(world)
})
afterAll(() => world.close())

/** Two creates on one account; Rillet answers 429 to the first that comes. When each was sent. */
async function sentAround(retryAfter: string | undefined): Promise<[Json, Json, Json]> {
  const { requests: before } = await world.rillet.get('/_sandbox/requests?method=POST')
  await world.rillet.post('/_sandbox/faults', {
    kind: 'throttle',
    match: { method: 'POST', path: '/invoices' },
    ...(retryAfter === undefined ? {} : { retryAfter }),
  })
  const ids = [await account.draft(), await account.draft()]
  for (const id of ids) await account.finalize(id)
  for (const id of ids) {
    await account.until(id, 'synced')
    expect(await account.booked(id)).toHaveLength(1)
  }
  const since = before.at(-1)?.seq ?? 0
  const { requests } = await world.rillet.get(`/_sandbox/requests?method=POST&since=${since}`)
  const creates = requests.filter(({ path }: Json) => path === '/invoices')
  expect(creates.map(({ status }: Json) => status).sort()).toEqual([200, 200, 429])
  return creates.sort((a: Json, b: Json) => a.wallMs - b.wallMs)
}

/** How long the whole organization was left alone after the 429. */
async function silenceAfter(retryAfter: string | undefined): Promise<number> {
  const sent = await sentAround(retryAfter)
  const refusedAt = sent.find(({ status }) => status === 429)?.['wallMs']
  const [next] = sent.filter(({ wallMs }) => wallMs > refusedAt + 100)
  return next?.['wallMs'] - refusedAt
}

test('Retry-After in seconds is waited for, by the whole organization', async () => {
  expect(await silenceAfter('2')).toBeGreaterThanOrEqual(1_950)
})

test('Retry-After as a date is waited for', async () => {
  const until = Math.ceil(Date.now() / 1_000 + 3) * 1_000
  const sent = await sentAround(new Date(until).toUTCString())
  expect(sent.at(-1)?.['wallMs']).toBeGreaterThanOrEqual(until - 50)
})

test.each([['soon'], [undefined], ['-5']])(
  'a Retry-After of %s says nothing: a whole window is waited for',
  async (retryAfter) => {
    expect(await silenceAfter(retryAfter)).toBeGreaterThanOrEqual(windowMs - 50)
  },
)
