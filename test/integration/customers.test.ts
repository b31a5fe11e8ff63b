import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account
let rilletId: string
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  account = await createAccount(world, { linkCustomer: false })
  const link = await world.api.post(`${account.at}/customers/${account.customer.id}/create`)
  rilletId = link.rilletId
})

const address = {
  line1: '1 Main St',
  town: 'New York',
  state: 'NY',
  postcode: '10001',
  country: 'US',
}
const contact = (email: string, billingPreference = 'PRIMARY') => ({
  name: 'Somebody',
  email,
  billingPreference,
})
const edit = (change: Json) =>
  account.sequence.put(`/customers/${account.customer.id}`, {
    legalName: account.customer.legalName,
    address,
    taxStatus: 'TAXED',
    contacts: [contact('ann@example.com')],
    ...change,
  })
const inRillet = (): Promise<Json> => account.rillet.get(`/customers/${rilletId}`)
const nameInRillet = async () => (await inRillet()).name
const row = async (): Promise<Json> => {
  const { items } = await world.api.get(`${account.at}/customers`)
  return items.find(({ id }: Json) => id === account.customer.id)
}
const calls = async () => {
  const { requests } = await world.rillet.get('/_sandbox/requests?limit=1000')
  const own = requests.filter(({ path }: Json) => path === `/customers/${rilletId}`)
  return own.map(({ method }: Json) => method)
}
const writes = async () => {
  const { requests } = await world.rillet.get('/_sandbox/requests?method=PUT&limit=1000')
  return requests.filter(({ path }: Json) => path === `/customers/${rilletId}`).length
}

test('an edit in Sequence reaches Rillet, and what Rillet’s users typed survives', async () => {
  const { id: _, updated_at: __, ...current } = await inRillet()
  const typed = {
    name_on_invoice: 'ACME accounts',
    payment_terms: 45,
    shipping_address: {
      line1: '9 Dock Rd',
      city: 'Reno',
      state: 'NV',
      zip_code: '89501',
      country: 'US',
    },
    send_payment_reminders: true,
    emails: [...current.emails, { email: 'books@example.com', type: 'BCC' }],
  }
  await account.rillet.put(`/customers/${rilletId}`, { ...current, ...typed })
  await edit({
    legalName: 'New Name Inc.',
    contacts: [contact('ann@example.com'), contact('bob@example.com', 'STANDARD')],
  })
  await expect.poll(nameInRillet).toBe('New Name Inc.')
  const { id: ___, updated_at: ____, ...after } = await inRillet()
  expect(after).toEqual({
    ...current,
    ...typed,
    name: 'New Name Inc.',
    emails: [...typed.emails, { email: 'bob@example.com', type: 'CC' }],
  })
  const { sync } = await row()
  expect(sync).toMatchObject({ state: 'in_sync', writtenFields: ['name', 'emails'] })
})

test('of two edits in a row the last one wins', async () => {
  await edit({ legalName: 'First Inc.' })
  await edit({ legalName: 'Last Inc.' })
  await expect.poll(nameInRillet).toBe('Last Inc.')
  await expect.poll(async () => (await row()).sync.state).toBe('in_sync')
  expect(await nameInRillet()).toBe('Last Inc.')
})

test('an edit that changes nothing for Rillet asks and writes nothing there', async () => {
  await edit({ label: 'an internal word' })
  await expect.poll(async () => (await row()).sync.checkedAt).not.toBeNull()
  expect(await calls()).toEqual([])
})

test('an address that Rillet would not take whole is a warning; the old one stays', async () => {
  await edit({ address: { ...address, country: 'GB', state: undefined } })
  await expect.poll(async () => (await row()).sync.warnings).not.toEqual([])
  expect((await inRillet()).address.state).toBe('NY')
  expect(await writes()).toBe(0)
})

test('a customer that is gone in Rillet holds its invoices back by name, until it is linked anew', async () => {
  await account.rillet.delete(`/customers/${rilletId}`)
  await edit({ legalName: 'New Name Inc.' })
  await expect.poll(async () => (await row()).sync?.state).toBe('problem')
  const id = await account.draft()
  await account.finalize(id)
  const { problems } = await account.until(id, 'blocked')
  expect(problems.map(({ code }: Json) => code)).toEqual(['rillet_customer_gone'])
  await account.linkCustomer(account.customer)
  await account.until(id, 'synced')
})

test('an archived customer says so, and keeps its link', async () => {
  await account.sequence.post(`/customers/${account.customer.id}/archive`)
  const archived = async () => {
    const { archived: isArchived } = await world.db
      .selectFrom('customer_sync')
      .select('archived')
      .where('account_id', '=', account.id)
      .executeTakeFirstOrThrow()
    return isArchived
  }
  await expect.poll(archived).toBe(true)
  expect((await inRillet()).id).toBe(rilletId)
})

test('a setting switches it off', async () => {
  await world.api.patch(`${account.at}/settings`, { customerSync: 'off' })
  await edit({ legalName: 'New Name Inc.' })
  await world.api.patch(`${account.at}/settings`, { customerSync: 'on' })
  await world.api.post(`${account.at}/customers/${account.customer.id}/sync`)
  await expect.poll(nameInRillet).toBe('New Name Inc.')
  expect(await writes()).toBe(1)
})
