import { ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld({ scheduled: true })
  account = await createAccount(world)
})
afterAll(() => world.close())

const describe = (kind: string) =>
  world.temporal.schedule.getHandle(`sweep/${account.id}/${kind}`).describe()
const untilEvery = (kind: string, ms: number) =>
  expect
    .poll(async () => (await describe(kind).catch(() => null))?.spec.intervals?.[0]?.every)
    .toBe(ms)

test('a connected account is swept on schedule: spread, one at a time, not made up for late', async () => {
  await untilEvery('changes', 6_000)
  await untilEvery('full', 864_000)
  await untilEvery('sequence', 18_000)
  const { spec, policies, action } = await describe('full')
  expect(policies).toEqual({
    overlap: ScheduleOverlapPolicy.SKIP,
    catchupWindow: 3_600_000,
    pauseOnFailure: false,
  })
  expect(spec.jitter).toBe(172_800)
  expect(action).toMatchObject({ priority: { priorityKey: 5, fairnessKey: account.id } })
})

test('the schedule itself starts sweeps', async () => {
  const scheduled = async () => {
    const { items } = await world.api.get(`${account.at}/sweeps?kind=changes`)
    return items.filter((one: Json) => one.actor === 'schedule' && one.outcome === 'done').length
  }
  await expect.poll(scheduled, { timeout: 30_000 }).toBeGreaterThan(0)
})

test('its intervals are settings', async () => {
  await world.api.patch(`${account.at}/settings`, { changesSweepMinutes: 5, fullSweepMinutes: 600 })
  await untilEvery('changes', 3_000)
  await untilEvery('full', 360_000)
  await untilEvery('sequence', 18_000)
})

test('a disconnected account has no schedule, a connected one has it again', async () => {
  await world.api.delete(`${account.at}/connection`)
  await expect
    .poll(() => describe('changes').catch((error: unknown) => error))
    .toBeInstanceOf(ScheduleNotFoundError)
  await world.api.put(`${account.at}/connection/rillet`, {
    apiKey: account.organization.keys[0].token,
  })
  await untilEvery('changes', 3_000)
})
