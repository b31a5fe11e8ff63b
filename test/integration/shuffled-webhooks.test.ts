import { afterAll, beforeAll, expect, test } from 'vitest'
import { shuffleWebhooks } from '../faults/shuffled-webhooks.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

test('webhooks that come three times and in any order end in the same state', async () => {
  const seeds = Array.from({ length: 12 }, (_, index) => index + 1)
  expect(await shuffleWebhooks(world, { seeds, atOnce: 12 })).toEqual([])
})
