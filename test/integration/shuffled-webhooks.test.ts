import { afterAll, beforeAll, expect, test } from 'vitest'
import { lives } from '../faults/shuffled-lives.ts'
import { shuffleWebhooks } from '../faults/shuffled-webhooks.ts'
import { createAccount } from '../support/account.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

test('webhooks that come three times and in any order end in the same state, whatever became of the invoice', async () => {
  const seeds = Array.from({ length: 2 * lives.length }, (_, index) => index + 1)
  const newAccount = () => createAccount(world, { settings: { creditNotes: 'sync' } })
  expect(await shuffleWebhooks(world, { seeds, atOnce: seeds.length, newAccount })).toEqual([])
})
