import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

// A person accepts what was shown, no less and no more; what was paid is counted against what is accepted.

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
const inUsd = (amount: string) => ({ amount, currency: 'USD' })

/** Rillet's users changed the invoice; the sandbox lets nobody change an amount, so that it is played on the way. */
function edit(rilletId: string, change: (invoice: Json) => Json): void {
  world.rilletProxy.rewrite(({ path }, body) =>
    path.startsWith(`/invoices/${rilletId}`) && body.items !== undefined
      ? { ...body, ...change(body) }
      : body,
  )
}

const wake = (id: string) =>
  world.temporal.workflow.getHandle(`invoice/${account.id}/${id}`).signal('remoteChanged', {
    kinds: ['updated'],
    version: null,
    status: null,
    amountDue: null,
    count: 1,
  })

const fieldsOf = ({ drift }: Json): string[] => drift.map(({ field }: Json) => field).sort()

test.each([
  { what: 'lowered to what was paid', total: '70.00', paid: '70.00', due: '0.00', state: 'paid' },
  { what: 'raised', total: '130.00', paid: '100.00', due: '30.00', state: 'partially_paid' },
])('a total that Rillet’s users $what is settled by itself once it is accepted', async (played) => {
  const { id, rilletId } = await synced()
  await account.pay(rilletId, played.paid)
  await account.untilInvoice(id, ({ paidTotal }) => Number(paidTotal) > 0, 'its payment')
  edit(rilletId, ({ items: [item] }) => ({
    total: inUsd(played.total),
    subtotal: inUsd(played.total),
    amount_due: inUsd(played.due),
    items: [{ ...item, total_amount: inUsd(played.total) }],
  }))
  await wake(id)
  const isSeen = (invoice: Json) => fieldsOf(invoice).includes('total')
  await account.untilInvoice(id, isSeen, 'Rillet’s edit')
  await ask(id, 'accept-theirs')
  await account.until(id, played.state)
  expect(await account.paymentStatus(id)).toBe(played.state.toUpperCase())
})

test('a date that moves in Sequence beside an edit in Rillet is shown, and not accepted with what was shown before', async () => {
  const { id, rilletId } = await synced()
  edit(rilletId, ({ items: [item] }) => ({ items: [{ ...item, description: 'Their words' }] }))
  await wake(id)
  const shown = await account.until(id, 'drift')
  expect(fieldsOf(shown)).not.toContain('due date')
  await account.sequence.post(`/invoices/${id}/send`)
  await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-01-15' })
  const isShown = (invoice: Json) => fieldsOf(invoice).includes('due date')
  const drift = await account.untilInvoice(id, isShown, 'the due date as a difference')
  expect(drift).toMatchObject({ state: 'drift' })
  const dueDate = drift['drift'].find(({ field }: Json) => field === 'due date')
  expect(dueDate).toMatchObject({ ours: '2027-01-15', side: 'sequence' })
})
