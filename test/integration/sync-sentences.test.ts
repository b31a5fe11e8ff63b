import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import { historyText } from '../support/history.ts'
import type { Json } from '../support/http.ts'
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

const refusal = (match: Json) => ({
  kind: 'status',
  status: 422,
  match,
  body: { type: 'https://rillet.io/exception/odd', title: 'Odd', detail: 'For ACME', status: 422 },
})
const sequenceRefusal = (match: Json) => ({
  kind: 'status',
  status: 422,
  match,
  body: { error: { type: 'validation', message: 'For ACME', errors: [] } },
})
const synced = () => account.synced()

/** The vendor's own words are shown, in the list and in the answer to a person, and not in the history. */
async function expectTold(id: string, code: string): Promise<void> {
  const told = await account.untilInvoice(
    id,
    ({ problems }) => problems.some((one: Json) => one.code === code),
    code,
  )
  const problem = told.problems.find((one: Json) => one.code === code)
  expect(problem.whatHappened).toContain('For ACME')
  const history = await historyText(world, `invoice/${account.id}/${id}`)
  expect(history).toContain(code)
  expect(history).not.toContain('ACME')
}

test('Rillet’s sentence about new dates is kept out of the history', async () => {
  const { id } = await synced()
  await world.rillet.post('/_sandbox/faults', refusal({ method: 'PUT', path: '/invoices' }))
  await account.sequence.post(`/invoices/${id}/send`)
  await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-01-15' })
  await expectTold(id, 'date_change_refused')
})

test('Sequence’s sentence about a payment status is kept out of the history', async () => {
  const { id, rilletId } = await synced()
  const match = { method: 'PUT', path: `/api/invoices/${id}/payment-status` }
  await world.sequence.post('/_sandbox/faults', { ...sequenceRefusal(match), probability: 1 })
  await account.pay(rilletId, '100.00')
  await expectTold(id, 'sequence_refused')
})

test('Sequence’s sentence about a read is kept out of the history, and told to who retries', async () => {
  const id = await account.draft()
  const match = { method: 'GET', path: `/api/invoices/${id}` }
  await world.sequence.post('/_sandbox/faults', { ...sequenceRefusal(match), probability: 1 })
  await account.finalize(id)
  await expectTold(id, 'sequence_refused')
  const answer = await world.api.post(`${account.at}/invoices/${id}/retry`, {})
  expect(answer.problems[0].whatHappened).toContain('For ACME')
})

test('Sequence’s sentence about our notification policy is shown with the connection', async () => {
  const match = { path: '/api/notifications/policies' }
  await world.sequence.post('/_sandbox/faults', { ...sequenceRefusal(match), probability: 1 })
  const { clientId, clientSecret } = account.credentials
  await world.api.ask('PUT', `${account.at}/connection/sequence`, { clientId, clientSecret })
  const shown = await world.api.get(`${account.at}/connection/sequence`)
  expect(JSON.stringify(shown)).toContain('For ACME')
  const history = await historyText(world, `connect/${account.id}`)
  expect(history).toContain('sequence_refused')
  expect(history).not.toContain('ACME')
})
