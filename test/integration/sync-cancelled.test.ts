import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { untilAsleep } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world)
})
afterEach(async () => {
  await world.rillet.delete('/_sandbox/faults')
  await world.sequence.delete('/_sandbox/faults')
})
afterAll(() => world.close())

/** The first call that this fault falls on is under way. */
const arrived = (vendor: 'rillet' | 'sequence', method: string, path: string, kinds: string[]) =>
  expect
    .poll(async () => {
      const { requests } = await world[vendor].get(
        `/_sandbox/requests?method=${method}&path=${path}`,
      )
      return requests.filter(({ fault }: Json) => kinds.includes(fault)).length
    })
    .toBe(1)

const accepted = async (run: ReturnType<World['temporal']['workflow']['getHandle']>) => {
  const { events } = await run.fetchHistory()
  return (events ?? []).filter((one) => one.workflowExecutionUpdateAcceptedEventAttributes).length
}

test('excluding ends an open read within two seconds', async () => {
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'synced')
  const path = `/api/invoices/${id}`
  const match = { method: 'GET', path: `^${path}$` }
  await world.sequence.post('/_sandbox/faults', { kind: 'slow', ms: 15_000, match })
  await account.sequence.post(`/invoices/${id}/send`)
  await arrived('sequence', 'GET', path, ['slow'])
  const started = performance.now()
  await world.api.post(`${account.at}/invoices/${id}/exclude`, { reason: 'not ours' })
  await account.until(id, 'excluded')
  // Two seconds, and what a busy machine takes to come to rest.
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('excluding while a try is under way that fails is heard, however long Sequence is away', async () => {
  const id = await account.draft()
  const path = `/api/invoices/${id}`
  const match = { method: 'GET', path: `^${path}$` }
  const away = { match, status: 503, probability: 1 }
  // Longer than asking takes, shorter than a try needs to learn that it is cancelled.
  await world.sequence.post('/_sandbox/faults', { kind: 'slow', ms: 700, match })
  await world.sequence.post('/_sandbox/faults', { kind: 'commit_then_status', ...away })
  await account.finalize(id)
  await arrived('sequence', 'GET', path, ['slow', 'commit_then_status'])
  await world.api.post(`${account.at}/invoices/${id}/exclude`, { reason: 'not ours' })
  await account.until(id, 'excluded')
})

test('what was retried before and is then excluded stays so, whatever comes while that is written down', async () => {
  const refusal = { kind: 'status', match: { method: 'POST', path: '/invoices' }, probability: 1 }
  const body = { type: 'about:blank', title: 'Unprocessable', status: 422, detail: 'Not active.' }
  await world.rillet.post('/_sandbox/faults', { ...refusal, status: 422, body })
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'blocked')
  await world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'once more' })
  await account.until(id, 'blocked')
  await untilAsleep(world, account, id)

  const run = world.temporal.workflow.getHandle(`invoice/${account.id}/${id}`)
  const before = await accepted(run)
  const excluded = await world.db.transaction().execute(async (transaction) => {
    // The run cannot write down where it stands, until this ends.
    await transaction
      .selectFrom('invoice')
      .select('state')
      .where('invoice_id', '=', id)
      .forUpdate()
      .execute()
    const asked = world.api.ask('POST', `${account.at}/invoices/${id}/exclude`, { reason: 'ours' })
    // Once the decision has waited for its write so long that Temporal is told of it, news comes beside it.
    await expect.poll(() => accepted(run)).toBe(before + 1)
    await world.rillet.delete('/_sandbox/faults')
    await run.signal('sourceChanged', { version: null, count: 1 })
    return { asked }
  })
  expect((await excluded.asked).status).toBe(200)
  await untilAsleep(world, account, id)
  expect(await account.until(id, 'excluded')).toMatchObject({ rilletId: null })
  expect(await account.booked(id)).toEqual([])
})

test('excluding lets a create that is on its way finish, and what it made is known', async () => {
  const id = await account.draft()
  const match = { method: 'POST', path: '/invoices' }
  await world.rillet.post('/_sandbox/faults', { kind: 'commit_then_slow', ms: 4_000, match })
  await account.finalize(id)
  await arrived('rillet', 'POST', '/invoices', ['commit_then_slow'])
  await world.api.post(`${account.at}/invoices/${id}/exclude`, { reason: 'not ours' })
  const excluded = await account.until(id, 'excluded')
  const [booked, ...others] = await account.booked(id)
  expect(others).toEqual([])
  expect(excluded.rilletId).toBe(booked?.['id'])
})
