import { randomUUID } from 'node:crypto'
import { MockActivityEnvironment } from '@temporalio/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSweepActivities, createSweepRecordActivities } from '../../activities/sweep.ts'
import { createSweepTiming, createTiming } from '../../domain/timing.ts'
import { findSweep } from '../../store/sweep-run.ts'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account
let rilletId: string
beforeAll(async () => {
  world = await createWorld({ throughProxy: true })
  account = await createAccount(world)
  const id = await account.draft()
  await account.finalize(id)
  rilletId = (await account.until(id, 'synced')).rilletId
  await world.rillet.post(`/_sandbox/organizations/${account.organization.id}/invoices/fill`, {
    like: rilletId,
    count: 249,
  })
})
afterAll(() => world.close())
beforeEach(async () => {
  world.rilletProxy.rewrite((_, body) => body)
  await world.rillet.delete('/_sandbox/requests')
})

/** A full sweep of 250 invoices, whose parts are called here as its workflow would. */
async function begin() {
  const timing = { timing: createTiming(100, 60_000), sweeps: createSweepTiming(100) }
  const deps = { db: world.db, vendors: world.vendors, publicUrl: world.apiUrl, ...timing }
  const ref = { accountId: account.id, runId: randomUUID() }
  await createSweepRecordActivities(deps).beginSweep({ ...ref, kind: 'full' })
  const { rilletInvoices } = createSweepActivities(deps)
  return {
    ref,
    row: () => findSweep(world.db, ref),
    part: () =>
      new MockActivityEnvironment({ startToCloseTimeoutMs: 60_000 }).run(rilletInvoices, ref),
    end: () => createSweepRecordActivities(deps).endSweep({ ...ref, failed: false }),
  }
}
/** The pages that were asked for, by whether a cursor led to them. */
const pages = async (): Promise<string[]> => {
  const { requests } = await world.rillet.get('/_sandbox/requests?limit=1000')
  return requests
    .filter(({ path }: Json) => path.startsWith('/invoices'))
    .map(({ path, query }: Json) =>
      `${path}${JSON.stringify(query ?? '')}`.includes('cursor') ? 'next' : 'first',
    )
}
const failSecondPage = () =>
  world.rillet.post('/_sandbox/faults', {
    kind: 'status',
    status: 503,
    match: { method: 'GET', path: '^/invoices$' },
    skip: 1,
    times: 1,
  })

test('a whole list is read with a hundred invoices a call', async () => {
  const { part, row, end } = await begin()
  expect(await part()).toEqual({ kind: 'done' })
  expect(await pages()).toEqual(['first', 'next', 'next'])
  expect(await row()).toMatchObject({ calls: 3, looked_at: 250, ours: 1, found: 0 })
  await end()
})

test('a try that failed goes on where it was', async () => {
  const { part, row, end } = await begin()
  await failSecondPage()
  await expect(part()).rejects.toThrow('503')
  expect((await row())?.error_text).toMatch('503')
  expect(await part()).toEqual({ kind: 'done' })
  expect(await pages()).toEqual(['first', 'next', 'next', 'next'])
  expect(await row()).toMatchObject({ looked_at: 250, error_text: null })
  await end()
})

test('a cursor older than ninety minutes is not used again', async () => {
  const { part, ref, row, end } = await begin()
  await failSecondPage()
  await expect(part()).rejects.toThrow('503')
  // Ninety minutes in a world a hundred times as quick.
  await world.db
    .updateTable('sweep_progress')
    .set({ cursor_at: sql<Date>`cursor_at - interval '54 seconds'` })
    .where('run_id', '=', ref.runId)
    .execute()
  expect(await part()).toEqual({ kind: 'done' })
  expect(await pages()).toEqual(['first', 'next', 'first', 'next', 'next'])
  expect(await row()).toMatchObject({ looked_at: 350 })
  await end()
})

const losingCursors = (times: number) => {
  let left = times
  world.rilletProxy.rewrite(({ path }, body) => {
    if (!path.startsWith('/invoices?') || !body.pagination?.next_cursor || left === 0) return body
    left -= 1
    return { ...body, pagination: { next_cursor: 'lost' } }
  })
}

test('a list that silently begins again is begun again, and missed nothing', async () => {
  const { part, row, end } = await begin()
  losingCursors(1)
  expect(await part()).toEqual({ kind: 'done' })
  expect(await row()).toMatchObject({ calls: 5, found: 0 })
  await end()
})

test('a list that always begins again ends the sweep with a word, not in a loop', async () => {
  const { part, row } = await begin()
  losingCursors(1_000)
  expect(await part()).toEqual({ kind: 'stopped' })
  expect(await row()).toMatchObject({ outcome: 'failed', calls: 6 })
  expect((await row())?.error_text).toMatch('first page')
})
