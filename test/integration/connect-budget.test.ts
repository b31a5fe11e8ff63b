import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countCalls } from '../../store/budget-slots.ts'
import { budgetUse } from '../../store/budget-use.ts'
import { type Account, createAccount } from '../support/account.ts'
import { fingerprint } from '../support/fingerprint.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

// What a connection is tried with is called too, and counts.

let world: World
let account: Account

beforeAll(async () => {
  // As fast as life: what was called stays in the minute.
  world = await createWorld({ timeScale: 1 })
  account = await createAccount(world, { linkCustomer: false, linkProduct: false })
})
afterAll(() => world.close())

const newOrganization = (): Promise<Json> =>
  world.rillet.post('/_sandbox/organizations', {
    trade_name: `Other books ${randomUUID()}`,
    currency: 'USD',
    referenceTypes: [{ slug: 'sequencehq', restricted: true }],
  })

const connect = ({ keys: [{ token: apiKey }] }: Json) =>
  world.api.ask('PUT', `${account.at}/connection/rillet`, { apiKey })

const counted = async ({ id }: Json) => (await budgetUse(world.db, `rillet/${id}`)).used

/** As Rillet logged it. */
async function called({ keys: [{ token }] }: Json): Promise<number> {
  const { requests } = await world.rillet.get('/_sandbox/requests?limit=50000')
  const caller = fingerprint(`Bearer ${token}`)
  return requests.filter(({ credential }: Json) => credential === caller).length
}

test('for an organization that is not known before, as for one that is', async () => {
  const other = await newOrganization()
  for (const times of [1, 2]) {
    expect((await connect(other)).status).toBe(200)
    expect(await called(other)).toBe(2 * times)
    expect(await counted(other)).toBe(2 * times)
  }
})

test('where none is left, the key is not tried, and whoever connects is told when to come back', async () => {
  const other = await newOrganization()
  expect((await connect(other)).status).toBe(200)
  await countCalls(world.db, `rillet/${other.id}`, 1_000)
  const { status, body, headers } = await connect(other)
  expect([status, body.code]).toEqual([503, 'vendor_busy'])
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await called(other)).toBe(2)
})
