import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Account, createAccount, rilletProduct } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

// Delete and recreate takes a booked invoice out of the books for a moment: never for as long as something holds the new one.

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld()
})
beforeEach(async () => {
  account = await createAccount(world)
})
afterAll(() => world.close())

const books = () => `/_sandbox/organizations/${account.organization.id}/books`
const closeBooks = (end: string) => world.rillet.post(`${books()}/close`, { end })
const reopenBooks = () => world.rillet.post(`${books()}/reopen`)
/** Opened, and Check again pressed: what waits need not wait for its turn to try. */
const reopenAndCheck = async () => {
  await reopenBooks()
  await world.api.post(`${account.at}/connection/recheck`)
}
const recreate = (id: string) =>
  world.api.post(`${account.at}/invoices/${id}/recreate`, { reason: 'as agreed' })
const codes = ({ problems }: Json) => problems.map(({ code }: Json) => code)

const synced = () => account.synced()
/** 25 less in Sequence than what is booked. */
async function correct(id: string, productId = account.product['id']): Promise<void> {
  await account.correct(id, '-25', productId)
  await account.sequence.post(`/invoices/${id}/send`)
  await account.untilInvoice(id, isChanged, 'a difference')
}
const isChanged = (one: Json) => codes(one).includes('source_changed_after_sync')

/** It stays booked as it was, and a person is told why and what they may choose instead. */
function expectHeld(held: Json): void {
  expect(held.state).toBe('drift')
  expect(codes(held)).toEqual(
    expect.arrayContaining(['recreate_refused', 'period_closed', 'source_changed_after_sync']),
  )
  expect(held.actions).toEqual(expect.arrayContaining(['recreate', 'creditDifference', 'leave']))
  expect(held.actions).not.toContain('dateOnOpenDay')
}

/** What was asked for is done by itself once the books are open: one live invoice, over the right sum. */
async function expectRecreated(id: string, before: string): Promise<Json> {
  const again = await account.untilInvoice(
    id,
    ({ state, rilletId }) => state === 'synced' && rilletId !== before,
    'another Rillet invoice',
  )
  const live = await account.booked(id)
  expect(live).toMatchObject([{ id: again['rilletId'], total: { amount: '75.00' } }])
  expect(again).toMatchObject({ problems: [], drift: [] })
  return live[0] ?? {}
}

test('an invoice of a closed period stays until it is opened, and is then made again by itself', async () => {
  const { id, rilletId } = await synced()
  await correct(id)
  await closeBooks('2026-11-30')
  await recreate(id)
  expectHeld(await account.invoice(id))
  expect(await account.booked(id)).toMatchObject([{ id: rilletId, total: { amount: '100.00' } }])
  await reopenBooks()
  await expectRecreated(id, rilletId)
})

test('one that could be deleted, but not booked again on its closed day, stays as well', async () => {
  const { id, rilletId } = await synced()
  const path = `/invoices/${rilletId}`
  const { invoice_number, items, external_references } = await account.rillet.get(path)
  await account.rillet.put(path, {
    scope: 'REVENUE_RECOGNITION_ONLY',
    invoice_date: '2026-12-05',
    due_date: '2026-12-31',
    invoice_number,
    items: items.map(({ id: line, description, revenue }: Json) => ({
      id: line,
      description,
      revenue,
    })),
    external_references,
  })
  await account.until(id, 'drift')
  await correct(id)
  await closeBooks('2026-11-30')
  await recreate(id)
  expectHeld(await account.invoice(id))
  expect(await account.booked(id)).toMatchObject([{ id: rilletId, total: { amount: '100.00' } }])
  await reopenAndCheck()
  expect(await expectRecreated(id, rilletId)).toMatchObject({ invoice_date: '2026-11-01' })
})

test('one that is dated on an open day, as its own is closed, is made again there', async () => {
  await world.api.patch(`${account.at}/settings`, { closedPeriodPolicy: 'dateOnOpenDay' })
  await closeBooks('2026-11-30')
  const { id, rilletId } = await synced()
  await correct(id)
  await recreate(id)
  expect(await expectRecreated(id, rilletId)).toMatchObject({ invoice_date: '2026-12-01' })
})

test('closed between the deletion and the booking, it is held by name and booked when it is opened', async () => {
  const { id, rilletId } = await synced()
  await correct(id)
  const fault = await world.rillet.post('/_sandbox/faults', {
    kind: 'throttle',
    match: { method: 'POST', path: '^/invoices$' },
    probability: 1,
  })
  const asked = recreate(id)
  await expect.poll(() => account.booked(id)).toEqual([])
  await closeBooks('2026-11-30')
  await world.rillet.delete(`/_sandbox/faults/${fault.id}`)
  await asked
  const held = await account.until(id, 'blocked')
  expect(codes(held)).toEqual(['period_closed'])
  expect(held['actions']).toContain('dateOnOpenDay')
  await reopenAndCheck()
  await expectRecreated(id, rilletId)
})

test('a payment that comes while it waits ends the wish: what money stands against is never deleted', async () => {
  const { id, rilletId } = await synced()
  await correct(id)
  await closeBooks('2026-11-30')
  await recreate(id)
  expectHeld(await account.invoice(id))
  await account.rillet.post(`/invoices/${rilletId}/payments`, {
    amount: { amount: '10.00', currency: 'USD' },
    date: '2026-12-02',
    account_code: '1000',
  })
  await account.untilInvoice(id, (one) => codes(one).includes('delete_held'), 'the payment')
  await reopenAndCheck()
  await account.untilInvoice(id, (one) => !codes(one).includes('period_closed'), 'open books')
  expect(await account.booked(id)).toMatchObject([{ id: rilletId }])
})

test('one whose new line has no product to book stays, and is made again when that is linked', async () => {
  await world.api.patch(`${account.at}/settings`, { unmappedProduct: 'block' })
  const { id, rilletId } = await synced()
  const product = await account.newProduct('Discount')
  await correct(id, product['id'])
  await recreate(id)
  const held = await account.until(id, 'blocked')
  expect(codes(held)).toEqual([
    'recreate_refused',
    'product_not_mapped',
    'source_changed_after_sync',
    'source_changed_after_sync',
  ])
  expect(held['actions']).toEqual(expect.arrayContaining(['recreate', 'creditDifference', 'leave']))
  expect(await account.booked(id)).toMatchObject([{ id: rilletId, total: { amount: '100.00' } }])
  const made = await account.rillet.post('/products', rilletProduct('Discount'))
  await world.api.put(`${account.at}/products/${product['id']}/link`, { rilletId: made.id })
  await expectRecreated(id, rilletId)
})
