import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { customerWorkflowId } from '../../domain/ids.ts'
import { type Account, createAccount } from '../support/account.ts'
import { fingerprint } from '../support/fingerprint.ts'
import type { Json } from '../support/http.ts'
import { runSweep, silenceWebhooks } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account
let rilletId: string

beforeAll(async () => {
  world = await createWorld()
  await silenceWebhooks(world)
})
afterAll(() => world.close())
beforeEach(async () => {
  account = await createAccount(world, { linkCustomer: false })
  const link = await world.api.post(`${account.at}/customers/${account.customer.id}/create`)
  rilletId = link.rilletId
})

const sweep = (kind: string) => runSweep(world, account, kind)
const contact = (email: string, billingPreference = 'PRIMARY') => ({
  name: 'Somebody',
  email,
  billingPreference,
})
const edit = (change: Json, customer: Json = account.customer) =>
  account.sequence.put(`/customers/${customer['id']}`, {
    legalName: customer['legalName'],
    address: customer['address'],
    taxStatus: 'TAXED',
    contacts: [contact('ann@example.com')],
    ...change,
  })
const inRillet = (): Promise<Json> => account.rillet.get(`/customers/${rilletId}`)
const row = async (): Promise<Json> => {
  const { items } = await world.api.get(`${account.at}/customers`)
  return items.find(({ id }: Json) => id === account.customer.id)
}
const customersInRillet = async () => (await account.books()).customers.length
const differences = async ({ runId }: Json): Promise<Json[]> =>
  (await world.api.get(`${account.at}/sweeps/${runId}/differences`)).items

/** Until the customer's run, woken a moment ago, has nothing more to do. */
const untilCarried = async () => {
  const run = world.temporal.workflow.getHandle(customerWorkflowId(account.id, account.customer.id))
  await run.result()
}
const runsOfIt = async () => {
  const id = customerWorkflowId(account.id, account.customer.id)
  const { count } = await world.temporal.workflow.count(`WorkflowId = '${id}'`)
  return count
}

describe('a linked customer whose webhook was lost', () => {
  test('is found by one sweep of Sequence: its edit reaches Rillet, what Rillet’s users typed survives', async () => {
    const { id: _, updated_at: __, ...made } = await inRillet()
    const typed = { name_on_invoice: 'ACME accounts', payment_terms: 45 }
    await account.rillet.put(`/customers/${rilletId}`, { ...made, ...typed })
    await edit({ legalName: 'New Name Inc.' })

    const run = await sweep('sequence')
    await untilCarried()
    const { id: ___, updated_at: ____, ...now } = await inRillet()
    expect(now).toEqual({ ...made, ...typed, name: 'New Name Inc.' })
    expect(run.customers).toMatchObject({ lookedAt: 1, read: 0, found: 1 })
    expect(await differences(run)).toEqual([
      expect.objectContaining({
        what: 'customer_edited',
        customerId: account.customer.id,
        invoiceId: null,
        healed: true,
      }),
    ])

    const runs = await runsOfIt()
    const again = await sweep('sequence')
    expect(again.customers).toEqual({ lookedAt: 1, read: 1, found: 0, healed: 0 })
    expect(await runsOfIt()).toBe(runs)
  })

  test('is found although the edit is one that no list shows', async () => {
    await edit({ contacts: [contact('ann@example.com'), contact('bob@example.com', 'STANDARD')] })
    const { customers } = await sweep('sequence')
    expect(customers).toMatchObject({ lookedAt: 1, read: 1, found: 1 })
    await untilCarried()
    expect((await inRillet()).emails).toContainEqual({ email: 'bob@example.com', type: 'CC' })
    expect((await sweep('sequence')).customers.found).toBe(0)
  })

  test('is found when it was archived, and keeps its link', async () => {
    await account.sequence.post(`/customers/${account.customer.id}/archive`)
    expect((await sweep('sequence')).customers.found).toBe(1)
    await untilCarried()
    expect((await sweep('sequence')).customers.found).toBe(0)
    expect((await inRillet()).id).toBe(rilletId)
  })

  test('is woken once a day where Rillet refuses the edit', async () => {
    const caller = fingerprint(`Bearer ${account.organization.keys[0].token}`)
    const match = { method: 'PUT', path: '/customers', caller }
    const refusal = { kind: 'status', status: 400, probability: 1, match }
    const { id } = await world.rillet.post('/_sandbox/faults', refusal)
    await edit({ legalName: 'New Name Inc.' })
    const run = await sweep('sequence')
    await expect.poll(async () => (await row()).sync.state).toBe('problem')
    expect((await sweep('sequence')).customers.found).toBe(0)
    expect(await differences(run)).toEqual([expect.objectContaining({ healed: false })])
    await world.rillet.delete(`/_sandbox/faults/${id}`)
  })

  test('stays as it is where edits are not to be carried', async () => {
    await world.api.patch(`${account.at}/settings`, { customerSync: 'off' })
    await edit({ legalName: 'New Name Inc.' })
    const { customers } = await sweep('sequence')
    expect(customers).toEqual({ lookedAt: 0, read: 0, found: 0, healed: 0 })
    expect((await sweep('full')).customers.lookedAt).toBe(0)
  })
})

test('a customer that is not linked is neither created nor linked nor woken', async () => {
  const other = await account.newCustomer()
  await edit({ legalName: 'Another Inc.' }, other)
  const before = await customersInRillet()
  const { customers } = await sweep('sequence')
  expect(customers).toMatchObject({ lookedAt: 1, found: 0 })
  expect(await customersInRillet()).toBe(before)
  const { items } = await world.api.get(`${account.at}/customers`)
  expect(items.find(({ id }: Json) => id === other['id']).link).toBeNull()
})

describe('a full sweep of Rillet', () => {
  test('names a linked customer that was deleted there, before anything is sent for it', async () => {
    await account.rillet.delete(`/customers/${rilletId}`)
    const run = await sweep('full')
    expect(run.customers).toMatchObject({ lookedAt: 1, found: 1 })
    await expect.poll(async () => (await row()).sync?.state).toBe('problem')
    expect((await row()).problem).not.toBeNull()
    expect(await differences(run)).toEqual([
      expect.objectContaining({ what: 'customer_absent', healed: true }),
    ])
    expect((await sweep('full')).customers.found).toBe(0)
  })

  test('wakes nobody for one that is there', async () => {
    const { customers } = await sweep('full')
    expect(customers).toEqual({ lookedAt: 1, read: 0, found: 0, healed: 0 })
  })

  test('leaves one alone that the list did not show and Rillet has', async () => {
    await world.db
      .updateTable('customer_sync')
      .set({ absent_at: new Date() })
      .where('account_id', '=', account.id)
      .execute()
    await world.api.post(`${account.at}/customers/${account.customer.id}/sync`)
    const absentAt = async () =>
      (
        await world.db
          .selectFrom('customer_sync')
          .select('absent_at')
          .where('account_id', '=', account.id)
          .executeTakeFirstOrThrow()
      ).absent_at
    await expect.poll(absentAt).toBeNull()
    expect((await row()).sync).toMatchObject({ state: 'in_sync', problem: null })
  })
})
