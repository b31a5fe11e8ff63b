import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import { editInRillet } from '../support/edit-in-rillet.ts'
import { fingerprint } from '../support/fingerprint.ts'
import { growLong } from '../support/grow-long.ts'
import type { Json } from '../support/http.ts'
import { untilAsleep } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'

// What is known, asked or wanted is not forgotten while something else goes on.

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterEach(async () => {
  for (const vendor of [world.rillet, world.sequence]) await vendor.delete('/_sandbox/faults')
})
afterAll(() => world.close())

const ask = (of: Account, id: string, what: string) =>
  world.api.post(`${of.at}/invoices/${id}/${what}`, { reason: 'as agreed' })
const codes = ({ problems }: Json): string[] => problems.map(({ code }: Json) => code)
const runOf = (of: Account, id: string) =>
  world.temporal.workflow.getHandle(`invoice/${of.id}/${id}`)

const synced = (of: Account, draft: Json = {}) => of.synced(draft)

/** Rillet refuses the key, until what is returned is called: then the same key is stored again. */
async function refuseKey(of: Account): Promise<() => Promise<void>> {
  const apiKey = of.organization.keys[0].token
  const match = { method: 'GET', path: '^/invoices/', caller: fingerprint(`Bearer ${apiKey}`) }
  const fault = { kind: 'status', match, status: 401, probability: 1 }
  const { id } = await world.rillet.post('/_sandbox/faults', fault)
  return async () => {
    await world.rillet.delete(`/_sandbox/faults/${id}`)
    await world.api.put(`${of.at}/connection/rillet`, { apiKey })
  }
}

test('a difference outlives a new run and a block beside it', async () => {
  const account = await createAccount(world)
  const { id, rilletId } = await synced(account)
  await editInRillet(account, rilletId, { invoice_number: 'ANOTHER' })
  await account.until(id, 'drift')
  await growLong(world, account, id)

  const mend = await refuseKey(account)
  await account.pay(rilletId, '40.00')
  const isHeld = (one: Json) => codes(one).includes('api_key_refused')
  await account.untilInvoice(id, isHeld, 'held by the key')
  await mend()
  const isShown = (one: Json) => !isHeld(one) && one.payments.length === 1
  const seen = await account.untilInvoice(id, isShown, 'its payment')
  await untilAsleep(world, account, id)
  expect([seen.state, codes(seen)]).toEqual(['drift', ['rillet_edited']])
})

describe('what a person is asked about a closed day', () => {
  const books = (of: Account) => `/_sandbox/organizations/${of.organization.id}/books`
  afterEach(async () => {
    await world.sequence.put('/_sandbox/switches', { accountingDateFrom: 'creation' })
    await world.sequence.put('/_sandbox/clock', { now: new Date().toISOString() })
  })

  test('is still asked after another block has been written over it', async () => {
    const account = await createAccount(world, { settings: { closedPeriodPolicy: 'ask' } })
    const { id } = await synced(account, { accountingDate: '2026-12-05' })
    await world.rillet.post(`${books(account)}/close`, { end: '2026-11-30' })
    await world.sequence.put('/_sandbox/switches', { accountingDateFrom: 'issueDate' })
    await world.sequence.put('/_sandbox/clock', { now: '2026-11-20T12:00:00.000Z' })
    await account.sequence.post(`/invoices/${id}/send`)
    const isAsked = (one: Json) => codes(one).includes('period_closed')
    await account.untilInvoice(id, isAsked, 'the question')

    const mend = await refuseKey(account)
    const run = runOf(account, id)
    const hint = { kinds: ['updated'], version: null, status: null, amountDue: null, count: 1 }
    await run.signal('remoteChanged', hint)
    const isHeld = (one: Json) => codes(one).includes('api_key_refused')
    expect(codes(await account.untilInvoice(id, isHeld, 'held by the key'))).toEqual([
      'api_key_refused',
      'period_closed',
    ])

    await world.rillet.post(`${books(account)}/reopen`)
    await world.db.deleteFrom('closed_period').where('account_id', '=', account.id).execute()
    await run.signal('sourceChanged', { version: null, count: 1 })
    await mend()
    await account.untilInvoice(id, (one) => !isHeld(one), 'going on')
    await untilAsleep(world, account, id)
    expect(codes(await account.invoice(id))).toContain('period_closed')
    const day = async () => (await account.booked(id))[0].invoice_date
    expect(await day()).toBe('2026-12-05')

    await ask(account, id, 'retry')
    await expect.poll(day).toBe('2026-11-20')
  })
})

test('what happens in Sequence while a retried invoice waits for its create is heard, though it was excluded', async () => {
  const account = await createAccount(world, { linkCustomer: false })
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'blocked')
  await ask(account, id, 'exclude')
  await account.until(id, 'excluded')
  await account.linkCustomer(account.customer)

  const slow = { kind: 'slow', match: { method: 'GET', path: `^/api/invoices/${id}` }, ms: 1_500 }
  await world.sequence.post('/_sandbox/faults', slow)
  const create = { method: 'POST', path: '^/invoices$' }
  await world.rillet.post('/_sandbox/faults', { kind: 'slow', match: create, ms: 3_000 })
  const asked = ask(account, id, 'retry')
  await account.until(id, 'waiting')
  const isSent = async () =>
    (await account.booked(id)).length > 0 || (await account.invoice(id)).step === 'createInvoice'
  await expect.poll(isSent).toBe(true)
  await account.sequence.post(`/invoices/${id}/void`)
  await asked
  await account.until(id, 'voided')
  expect(await account.booked(id)).toEqual([])
})

describe('a payment link whose provider decides', () => {
  const linked = async (settings: Json) => {
    const account = await createAccount(world, { settings })
    const { id, rilletId } = await synced(account, { paymentProvider: 'STRIPE' })
    return { account, id, rilletId }
  }

  test('and no more: Sequence is told what Rillet had got meanwhile', async () => {
    const { account, id, rilletId } = await linked({})
    await account.pay(rilletId, '30.00')
    await account.untilInvoice(id, (one) => one.payments.length === 1, 'a payment')
    expect(await account.paymentStatus(id)).toBe('UNPAID')
    await world.api.patch(`${account.at}/settings`, { mutingPaymentLinks: [] })
    await expect.poll(() => account.paymentStatus(id)).toBe('PARTIALLY_PAID')
  })

  test('by settings that the run has not seen: Sequence is asked once, not again and again', async () => {
    const { account, id, rilletId } = await linked({ mutingPaymentLinks: [] })
    const { settings } = await world.db
      .selectFrom('connection')
      .select('settings')
      .where('account_id', '=', account.id)
      .executeTakeFirstOrThrow()
    // Before the wake-up of the change has come.
    await world.db
      .updateTable('connection')
      .set({ settings: JSON.stringify({ ...settings, mutingPaymentLinks: ['STRIPE'] }) })
      .where('account_id', '=', account.id)
      .execute()
    await account.pay(rilletId, '30.00')
    await account.untilInvoice(id, (one) => one.payments.length === 1, 'a payment')
    await untilAsleep(world, account, id)
    const { events } = await runOf(account, id).fetchHistory()
    const told = events?.filter(
      ({ activityTaskScheduledEventAttributes: scheduled }) =>
        scheduled?.activityType?.name === 'setPaymentStatus',
    )
    expect(told).toHaveLength(1)
    expect(await account.paymentStatus(id)).toBe('UNPAID')
  })
})
