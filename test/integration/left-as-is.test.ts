import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { untilAsleep } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'

// What a person left as it is stays what Rillet has: credits and differences count from there.

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld({ throughProxy: true })
  account = await createAccount(world)
})
afterEach(() => world.rilletProxy.rewrite((_, body) => body))
afterAll(() => world.close())

const synced = () => account.synced()
const ask = (id: string, what: string) =>
  world.api.post(`${account.at}/invoices/${id}/${what}`, { reason: 'as agreed' })
const totals = ({ drift }: Json) => drift.find(({ field }: Json) => field === 'total')
const memosOf = async (id: string): Promise<Json[]> => {
  const { creditMemos } = await account.books()
  return creditMemos.filter(({ external_references }: Json) =>
    external_references.some((ref: Json) => ref.id.startsWith(id)),
  )
}
const open = async (rilletId: string) =>
  (await account.rillet.get(`/invoices/${rilletId}`)).amount_due.amount

async function change(id: string, by: string): Promise<void> {
  await account.correct(id, by)
  await wake(id)
}

const wake = (id: string) =>
  world.temporal.workflow
    .getHandle(`invoice/${account.id}/${id}`)
    .signal('sourceChanged', { version: null, count: 1 })

/** Booked at 100 in Rillet, something else in Sequence, and left so by a person. */
async function left(by: string) {
  const made = await synced()
  await change(made.id, by)
  await account.until(made.id, 'drift')
  await ask(made.id, 'leave')
  await account.until(made.id, 'synced')
  return made
}

describe.each([
  { what: 'lowered', by: '-30' },
  { what: 'raised', by: '30' },
])('an amount that was $what and left', ({ by }) => {
  test('is credited by all that was booked once it is voided', async () => {
    const { id, rilletId } = await left(by)
    await account.pay(rilletId, '10.00')
    await account.until(id, 'partially_paid')
    await account.sequence.ask('PUT', `/invoices/${id}/payment-status`, { paymentStatus: 'UNPAID' })
    await account.sequence.post(`/invoices/${id}/void`)
    await account.until(id, 'blocked')
    await ask(id, 'credit-difference')
    await account.until(id, 'voided')
    expect(await memosOf(id)).toMatchObject([{ total: { amount: '100.00' } }])
    expect(await open(rilletId)).toBe('0.00')
  })
})

test('left, then changed once more, it differs from what Rillet has, and is credited down from there', async () => {
  const { id, rilletId } = await left('-30')
  await change(id, '-10')
  const drift = await account.until(id, 'drift')
  expect(totals(drift)).toMatchObject({ ours: '60.00', theirs: '100.00' })
  await ask(id, 'credit-difference')
  await account.until(id, 'partially_paid')
  expect(await open(rilletId)).toBe('60.00')
})

test('left before what was booked was kept apart, it is credited by less, and held over what stays open', async () => {
  const { id, rilletId } = await left('-30')
  await sql`update invoice set sent_snapshot_hash = snapshot_hash where invoice_id = ${id}`.execute(
    world.db,
  )
  await sql`update link set accepted = accepted - 'source' where source_id = ${id}`.execute(
    world.db,
  )
  await wake(id)
  await account.pay(rilletId, '10.00')
  await account.until(id, 'partially_paid')
  await account.sequence.ask('PUT', `/invoices/${id}/payment-status`, { paymentStatus: 'UNPAID' })
  await account.sequence.post(`/invoices/${id}/void`)
  await account.until(id, 'blocked')
  const held = await ask(id, 'credit-difference')
  const [first, second] = held.problems
  expect(first.code).toBe('source_voided_after_sync')
  expect(second).toMatchObject({ code: 'credit_leaves_open', params: { amount: '20.00' } })
  await ask(id, 'leave')
  expect((await account.until(id, 'voided')).note).toContain('Left booked')
})

test('left, it is no difference for as long as Sequence says the same', async () => {
  const { id } = await left('-30')
  await wake(id)
  await account.sequence.post(`/invoices/${id}/send`)
  await account.untilInvoice(id, ({ sourceStatus }) => sourceStatus === 'SENT', 'being read again')
  await untilAsleep(world, account, id)
  expect(await account.until(id, 'synced')).toMatchObject({ drift: [] })
})

test('left, then credited after another change, it counts from the credit when it comes back', async () => {
  const { id, rilletId } = await left('-30')
  await change(id, '-10')
  await account.until(id, 'drift')
  await ask(id, 'credit-difference')
  await account.until(id, 'partially_paid')
  // As it was when it was left: that was over against 100 in Rillet.
  await change(id, '10')
  expect(totals(await account.until(id, 'drift'))).toMatchObject({ ours: '70.00', theirs: '60.00' })
  expect(await open(rilletId)).toBe('60.00')
})

/** Its users correct the amounts by another line. */
async function correctInRillet(id: string, rilletId: string, by: string, total: string) {
  const inUsd = (amount: string) => ({ amount, currency: 'USD' })
  world.rilletProxy.rewrite(({ path }, body) =>
    path.startsWith(`/invoices/${rilletId}`) && body.items !== undefined
      ? {
          ...body,
          subtotal: inUsd(total),
          total: inUsd(total),
          amount_due: inUsd(total),
          items: [
            body.items[0],
            ...by.split(',').map((amount, index) => ({
              ...body.items[0],
              id: `line-${index + 2}`,
              total_amount: inUsd(amount),
            })),
          ],
        }
      : body,
  )
  await world.temporal.workflow.getHandle(`invoice/${account.id}/${id}`).signal('remoteChanged', {
    kinds: ['updated'],
    version: null,
    status: null,
    amountDue: null,
    count: 1,
  })
  const isSeen = ({ drift }: Json) => drift.some(({ side }: Json) => side === 'rillet')
  await account.untilInvoice(id, isSeen, 'Rillet’s edit')
}

test('where Rillet’s users brought the amounts in line, these are what is credited from', async () => {
  const { id, rilletId } = await synced()
  await change(id, '-30')
  await account.until(id, 'drift')
  await correctInRillet(id, rilletId, '-30.00', '70.00')
  await ask(id, 'accept-theirs')
  await account.until(id, 'synced')
  await change(id, '-10')
  expect(totals(await account.until(id, 'drift'))).toMatchObject({ ours: '60.00', theirs: '70.00' })

  // Once more: it is no credit that has lowered them since.
  await correctInRillet(id, rilletId, '-30.00,-10.00', '60.00')
  await ask(id, 'accept-theirs')
  await account.until(id, 'synced')
  await change(id, '-5')
  expect(totals(await account.until(id, 'drift'))).toMatchObject({ ours: '55.00', theirs: '60.00' })
  await ask(id, 'credit-difference')
  await expect.poll(async () => memosOf(id)).toMatchObject([{ total: { amount: '5.00' } }])
})
