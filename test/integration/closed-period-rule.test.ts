import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import { draftNote, finalizeNote, untilNote } from '../support/credit-notes.ts'
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

/** An account whose held documents are not let try by the clock: what wakes them is the change of the rule. */
async function unprobed(settings: Json): Promise<Account> {
  const account = await createAccount(world, { settings })
  await world.db
    .updateTable('connection')
    .set({ setup_probe_due_at: new Date('2100-01-01') })
    .where('account_id', '=', account.id)
    .execute()
  return account
}

const setRule = (account: Account, closedPeriodPolicy: string) =>
  world.api.patch(`${account.at}/settings`, { closedPeriodPolicy })

test.each(['wait', 'ask'])('what waits by the rule %s goes on at once by another', async (rule) => {
  for (const [other, state] of [
    ['dateOnOpenDay', 'synced'],
    ['exclude', 'excluded'],
    ['markAsSynced', 'excluded'],
  ] as const) {
    const account = await unprobed({ closedPeriodPolicy: rule })
    await close(account)
    const id = await account.draft()
    await account.finalize(id)
    expect(codes(await account.until(id, 'blocked'))).toEqual(['period_closed'])
    await setRule(account, other)
    await account.until(id, state)
    const days = (await account.booked(id)).map((invoice: Json) => invoice['invoice_date'])
    expect(days).toEqual(other === 'dateOnOpenDay' ? ['2026-12-01'] : [])
  }
})

test('by the rule ask what waited asks from then on, and waits again when the rule is taken back', async () => {
  const account = await unprobed({})
  await close(account)
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'blocked')
  const blockedOn = (cause: string) =>
    account.untilInvoice(id, ({ problems }) => problems[0]?.blockedOn === cause, cause)
  await setRule(account, 'ask')
  await blockedOn('person')
  await setRule(account, 'wait')
  await blockedOn('period:2026-11')
})

test('a date change that waits in Rillet is made at once when the rule dates on the first open day', async () => {
  const account = await unprobed({})
  const id = await account.draft({ accountingDate: '2026-12-05' })
  await account.finalize(id)
  await account.until(id, 'synced')
  await close(account)
  await world.sequence.put('/_sandbox/switches', { accountingDateFrom: 'issueDate' })
  await world.sequence.put('/_sandbox/clock', { now: '2026-11-20T12:00:00.000Z' })
  await account.sequence.post(`/invoices/${id}/send`)
  const held = await account.until(id, 'blocked')
  await world.sequence.put('/_sandbox/switches', { accountingDateFrom: 'creation' })
  await world.sequence.put('/_sandbox/clock', { now: new Date().toISOString() })
  expect(codes(held)).toEqual(['date_change_refused', 'period_closed'])
  await setRule(account, 'dateOnOpenDay')
  await account.until(id, 'synced')
  expect(await account.booked(id)).toMatchObject([{ invoice_date: '2026-12-01' }])
})

test('a recreation that waits for its day is done at once when the rule dates on the first open day', async () => {
  const account = await unprobed({})
  const { id, rilletId } = await account.synced()
  const { items, due_date, invoice_number, external_references } = await account.rillet.get(
    `/invoices/${rilletId}`,
  )
  await account.rillet.put(`/invoices/${rilletId}`, {
    scope: 'REVENUE_RECOGNITION_ONLY',
    invoice_date: '2026-12-05',
    due_date,
    invoice_number,
    items: items.map(({ id: line, description }: Json) => ({ id: line, description })),
    external_references,
  })
  await account.until(id, 'drift')
  await account.correct(id, '-25')
  await account.sequence.post(`/invoices/${id}/send`)
  await account.untilInvoice(
    id,
    (one) => codes(one).includes('source_changed_after_sync'),
    'a difference',
  )
  await close(account)
  await world.api.post(`${account.at}/invoices/${id}/recreate`, { reason: 'as agreed' })
  expect(codes(await account.invoice(id))).toContain('period_closed')
  await setRule(account, 'dateOnOpenDay')
  await account.until(id, 'synced')
  const live = await account.booked(id)
  expect(live).toMatchObject([{ invoice_date: '2026-12-01', total: { amount: '75.00' } }])
  expect(live[0]?.['id']).not.toBe(rilletId)
})

const taxCodes = [
  { code: 'US_SALES', country: 'US', type: 'SALES_TAX', description: 'Tax', percentage: null },
]

test('a credit note that waits goes on at once by another rule', async () => {
  const account = await unprobed({ taxCodes, creditNotes: 'sync' })
  await close(account)
  const note = await draftNote(account)
  await finalizeNote(account, note)
  await untilNote(world, account, { id: note, state: 'blocked' })
  await setRule(account, 'dateOnOpenDay')
  await untilNote(world, account, { id: note, state: 'synced' })
})
