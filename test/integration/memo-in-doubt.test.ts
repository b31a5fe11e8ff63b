import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { invoiceWorkflowId } from '../../domain/ids.ts'
import { type Account, createAccount } from '../support/account.ts'
import { growLong } from '../support/grow-long.ts'
import type { Json } from '../support/http.ts'
import { hintLate } from '../support/late-hint.ts'
import { untilAsleep } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'

// A credit memo whose answer is lost may be in Rillet: until that is known, nothing else is done with its invoice.

let world: World
let account: Account

beforeAll(async () => {
  world = await createWorld()
})
beforeEach(async () => {
  account = await createAccount(world)
})
afterEach(() => world.rillet.delete('/_sandbox/faults'))
afterAll(() => world.close())

const fault = (kind: string, match: Json, more: Json = {}) =>
  world.rillet.post('/_sandbox/faults', { kind, match, ...more })

/** The memo's answer is lost, and it cannot be looked for. */
async function loseMemo(how: 'commit_then_reset' | 'reset'): Promise<void> {
  const list = { method: 'GET', path: '^/credit-memos(\\?|$)' }
  await fault('status', list, { status: 503, probability: 1 })
  await fault(how, { method: 'POST', path: '^/credit-memos$' })
}

const asked = (id: string, action: string, body: Json = {}) =>
  world.api.ask('POST', `${account.at}/invoices/${id}/${action}`, { reason: 'as agreed', ...body })

const memos = async (id: string): Promise<Json[]> => {
  const { creditMemos } = await account.books()
  return creditMemos.filter((one: Json) =>
    one.external_references.some((reference: Json) => reference.id.startsWith(id)),
  )
}

/** Ten less in Sequence than what is booked, and a person has it credited. */
async function credited(how: 'commit_then_reset' | 'reset'): Promise<string> {
  const { id } = await account.synced()
  await account.correct(id, '-10')
  await account.sequence.post(`/invoices/${id}/send`)
  await account.until(id, 'drift')
  await loseMemo(how)
  expect((await asked(id, 'credit-difference')).status).toBe(200)
  await account.until(id, 'in_doubt')
  return id
}

/** One memo over the difference is set off against the one invoice. */
async function expectCredited(id: string): Promise<void> {
  const [invoice, ...others] = await account.booked(id)
  expect(others).toEqual([])
  const made = await memos(id)
  expect(made.map(({ applications }) => applications)).toEqual([
    [
      expect.objectContaining({
        invoice_id: invoice?.['id'],
        amount: { amount: '10.00', currency: 'USD' },
      }),
    ],
  ])
}

test('while it is looked for it says so, and nothing but that is offered or done', async () => {
  const id = await credited('commit_then_reset')
  const shown = await world.api.get(`${account.at}/invoices/${id}`)
  expect(shown).toMatchObject({ state: 'in_doubt', actions: ['resolveInDoubt'] })
  expect(shown.problems).toEqual([expect.objectContaining({ code: 'in_doubt' })])
  for (const action of ['exclude', 'recreate', 'leave']) {
    expect(await asked(id, action)).toMatchObject({ status: 409, body: { code: 'not_allowed' } })
  }
  await world.rillet.delete('/_sandbox/faults')
  await account.until(id, 'partially_paid')
  await expectCredited(id)
})

test('the one that a person names is taken, and no other', async () => {
  const id = await credited('commit_then_reset')
  const [memo] = await memos(id)
  const wrong = { found: true, rilletId: '01a21c36-d118-7000-baa2-c36a44a2387c' }
  expect((await asked(id, 'resolve-in-doubt', wrong)).status).toBe(200)
  const isToldWhy = ({ problems }: Json) => problems.length === 2
  expect(await account.untilInvoice(id, isToldWhy, 'why it cannot be that one')).toMatchObject({
    state: 'in_doubt',
  })
  const right = await asked(id, 'resolve-in-doubt', { found: true, rilletId: memo?.['id'] })
  expect(right.status).toBe(200)
  // What is set off against it is read in the same list.
  await world.rillet.delete('/_sandbox/faults')
  await account.until(id, 'partially_paid')
  await expectCredited(id)
})

test('one that was never made is made when a person says so, once', async () => {
  const id = await credited('reset')
  await world.rillet.delete('/_sandbox/faults')
  expect((await asked(id, 'resolve-in-doubt', { found: false })).status).toBe(200)
  await account.until(id, 'partially_paid')
  await expectCredited(id)
})

test('a run that begins anew knows of it', async () => {
  const id = await credited('commit_then_reset')
  const ref = { accountId: account.id, invoiceId: id }
  await world.temporal.workflow.getHandle(invoiceWorkflowId(ref)).terminate('lost')
  await world.rillet.delete('/_sandbox/faults')
  await hintLate(world, ref, 'in_doubt')
  await account.until(id, 'partially_paid')
  await expectCredited(id)
})

test('so does the run that goes on when its history has grown long', async () => {
  const id = await credited('commit_then_reset')
  await growLong(world, account, id)
  expect(await account.invoice(id)).toMatchObject({ state: 'in_doubt' })
  await world.rillet.delete('/_sandbox/faults')
  await account.until(id, 'partially_paid')
  await expectCredited(id)
})

test('one that was never made is not sent again over what nobody was shown', async () => {
  const id = await credited('reset')
  await account.correct(id, '10')
  await world.rillet.delete('/_sandbox/faults')
  await account.until(id, 'drift')
  await untilAsleep(world, account, id)
  expect(await memos(id)).toEqual([])
})

test('one that was made counts as sent, whatever Sequence changes meanwhile', async () => {
  const id = await credited('commit_then_reset')
  await account.correct(id, '-5')
  // It is read in the run that goes on.
  await growLong(world, account, id)
  await world.rillet.delete('/_sandbox/faults')
  const shown = await account.until(id, 'drift')
  expect(shown.problems.map(({ params }: Json) => params.theirs)).toContain('90.00')
  await expectCredited(id)
  const items = await account.timeline(id)
  expect(items.map(({ kind }: Json) => kind)).not.toContain('choice.dropped')
})

test('over a void it is found too', async () => {
  account = await createAccount(world, { settings: { voidPolicy: 'ask' } })
  const { id } = await account.synced()
  await account.sequence.post(`/invoices/${id}/void`)
  await account.until(id, 'blocked')
  await loseMemo('commit_then_reset')
  void asked(id, 'credit-difference')
  await account.until(id, 'in_doubt')
  await world.rillet.delete('/_sandbox/faults')
  await account.until(id, 'voided')
  const made = await memos(id)
  expect(made.map(({ applications }) => applications.length)).toEqual([1])
})

test('where the invoice is deleted in Rillet meanwhile, the memo that is left over is named', async () => {
  const id = await credited('commit_then_reset')
  const [memo] = await memos(id)
  const { rilletId } = await account.invoice(id)
  await account.rillet.delete(`/invoices/${rilletId}`)
  await world.rillet.delete('/_sandbox/faults')
  expect(await account.until(id, 'removed')).toMatchObject({
    note: `Credit memo ${memo?.['id']} was made for it and is set off against nothing in Rillet.`,
  })
})

test('while it cannot be set off nothing else is done, and who asks for it is told', async () => {
  const { id } = await account.synced()
  await account.correct(id, '-10')
  await account.sequence.post(`/invoices/${id}/send`)
  await account.until(id, 'drift')
  const match = { method: 'POST', path: '^/credit-memos/[^/]+/applications$' }
  const body = { type: 'about:blank', title: 'Unprocessable', status: 422, detail: 'Locked.' }
  await fault('status', match, { status: 422, body, probability: 1 })
  await asked(id, 'credit-difference')
  await account.until(id, 'blocked')
  await asked(id, 'exclude')
  const items = await account.timeline(id)
  const [memo] = await memos(id)
  expect(items).toContainEqual(
    expect.objectContaining({
      kind: 'choice.dropped',
      reason: `“Exclude” is not done: credit memo ${memo?.['id']} of this invoice is not set off yet.`,
    }),
  )
  expect(await account.invoice(id)).toMatchObject({ state: 'blocked' })
  await world.rillet.delete('/_sandbox/faults')
  await asked(id, 'retry')
  await account.until(id, 'partially_paid')
  await expectCredited(id)
})

test('who excludes while it is not set off yet is heard when it is', async () => {
  account = await createAccount(world, { settings: { voidPolicy: 'ask' } })
  const { id } = await account.synced()
  await account.sequence.post(`/invoices/${id}/void`)
  await account.until(id, 'blocked')
  const match = { method: 'POST', path: '^/credit-memos/[^/]+/applications$' }
  await fault('status', match, { status: 503, probability: 1 })
  const crediting = asked(id, 'credit-difference')
  await account.untilInvoice(id, ({ errorText }) => errorText !== null, 'a try in vain')
  const excluding = asked(id, 'exclude')
  await account.untilInvoice(id, ({ nextTryAt }) => nextTryAt !== null, 'its next try')
  await world.rillet.delete('/_sandbox/faults')
  await account.until(id, 'excluded')
  await Promise.all([crediting, excluding])
  const [invoice] = await account.booked(id)
  const [memo, ...others] = await memos(id)
  expect(others).toEqual([])
  expect(memo?.['applications']).toEqual([
    expect.objectContaining({
      invoice_id: invoice?.['id'],
      amount: { amount: '100.00', currency: 'USD' },
    }),
  ])
})
