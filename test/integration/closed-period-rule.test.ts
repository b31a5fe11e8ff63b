import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const books = (account: Account) => `/_sandbox/organizations/${account.organization.id}/books`
const close = (account: Account) =>
  world.rillet.post(`${books(account)}/close`, { end: '2026-11-30' })
const reopen = (account: Account) => world.rillet.post(`${books(account)}/reopen`)
const retry = (account: Account, id: string) =>
  world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'it is to be booked' })
const codes = ({ problems }: Json) => problems.map(({ code }: Json) => code)

test.each([
  ['exclude', /^Left out by the account’s rule.*2026-11-01.*not booked/],
  ['markAsSynced', /^Marked as synced by the account’s rule.*2026-11-01.*booked elsewhere/],
])('by the rule %s an invoice of a closed period is left out, and says so', async (rule, words) => {
  const account = await createAccount(world, { settings: { closedPeriodPolicy: rule } })
  const booked = await account.draft()
  await account.finalize(booked)
  await account.until(booked, 'synced')
  await close(account)
  const id = await account.draft()
  await account.finalize(id)
  const out = await account.until(id, 'excluded')
  expect(out).toMatchObject({ problems: [], note: expect.stringMatching(words) })
  const { items } = await world.api.get(`${account.at}/invoices/${id}/timeline`)
  const told = items.filter(({ kind }: Json) => kind === `rule.${rule}`)
  expect(told).toMatchObject([{ actor: 'sync', reason: out['note'] }])

  // Open books book nothing by themselves; what is in Rillet already is followed as before.
  await account.sequence.post(`/invoices/${booked}/send`)
  await account.untilInvoice(booked, ({ sourceStatus }) => sourceStatus === 'SENT', 'read')
  expect((await account.invoice(booked)).state).not.toBe('excluded')
  await reopen(account)
  await account.sequence.post(`/invoices/${id}/send`)
  expect((await account.invoice(id)).state).toBe('excluded')
  await retry(account, id)
  expect((await account.until(id, 'synced'))['note']).toBeNull()
  expect(await account.booked(id)).toHaveLength(1)
})

test('whoever retries one before its period is open wants it booked: it waits', async () => {
  const account = await createAccount(world, { settings: { closedPeriodPolicy: 'exclude' } })
  await close(account)
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'excluded')
  await retry(account, id)
  const held = await account.until(id, 'blocked')
  expect(codes(held)).toEqual(['period_closed'])
  expect(held['actions']).toContain('dateOnOpenDay')
  await reopen(account)
  await account.until(id, 'synced')
})

test('books that were opened since they were read leave nothing out', async () => {
  const account = await createAccount(world, { settings: { closedPeriodPolicy: 'exclude' } })
  await close(account)
  const first = await account.draft()
  await account.finalize(first)
  await account.until(first, 'excluded')
  await reopen(account)
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'synced')
})

test('one that was sent before, and found nowhere, is never left out: it waits', async () => {
  const account = await createAccount(world, { settings: { closedPeriodPolicy: 'exclude' } })
  const match = { method: 'POST', path: '^/invoices$' }
  await world.rillet.post('/_sandbox/faults', { kind: 'reset', match })
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'in_doubt')
  await close(account)
  await world.db.deleteFrom('closed_period').where('account_id', '=', account.id).execute()
  expect(codes(await account.until(id, 'blocked'))).toEqual(['period_closed'])
  await reopen(account)
  await account.until(id, 'synced')
  expect(await account.booked(id)).toHaveLength(1)
})
