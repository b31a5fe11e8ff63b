import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccount } from '../support/account.ts'
import { historyText } from '../support/history.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const codes = (invoice: Json): string[] => invoice.problems.map(({ code }: Json) => code)
const wakeUps = async (accountId: string, invoiceId: string): Promise<number> => {
  const handle = world.temporal.workflow.getHandle(`invoice/${accountId}/${invoiceId}`)
  const { events } = await handle.fetchHistory()
  return (events ?? []).filter((one) => one.workflowExecutionSignaledEventAttributes).length
}

describe('a customer that is not linked', () => {
  test('blocks in words; linking it heals exactly the invoices that wait for it', async () => {
    const account = await createAccount(world, { linkCustomer: false })
    const other = await account.newCustomer()
    const id = await account.draft()
    const unrelated = await account.draft({ customerId: other.id })
    await account.finalize(id)
    await account.finalize(unrelated)
    const blocked = await account.until(id, 'blocked')
    await account.until(unrelated, 'blocked')
    expect(codes(blocked)).toEqual(['customer_not_linked'])
    expect(blocked.problems[0].how).toContain('Link')
    expect((await account.books()).invoices).toEqual([])
    const before = await wakeUps(account.id, unrelated)

    await account.linkCustomer(account.customer)
    await account.until(id, 'synced')
    expect(await account.booked(id)).toHaveLength(1)
    expect((await account.invoice(unrelated)).state).toBe('blocked')
    expect(await wakeUps(account.id, unrelated)).toBe(before)
  })
})

describe('a currency that is not the customer’s', () => {
  test('blocks before anything is sent', async () => {
    const account = await createAccount(world, { linkCustomer: false })
    await account.linkCustomer(account.customer, 'USD')
    const id = await account.draft({ currency: 'EUR' })
    await account.finalize(id)
    const blocked = await account.until(id, 'blocked')
    expect(codes(blocked)).toEqual(['currency_mismatch'])
    const { requests } = await world.rillet.get('/_sandbox/requests?method=POST&path=/invoices')
    const sent = requests.filter((one: Json) => JSON.stringify(one.body ?? '').includes(id))
    expect(sent).toEqual([])
  })
})

describe('the reference type missing in Rillet', () => {
  test('holds every invoice of the account, and one recheck heals them all', async () => {
    const account = await createAccount(world, { referenceType: false })
    const ids = [await account.draft(), await account.draft()]
    for (const id of ids) await account.finalize(id)
    for (const id of ids) {
      expect(codes(await account.until(id, 'blocked'))).toEqual(['missing_setup'])
    }
    const organization = `/_sandbox/organizations/${account.organization.id}`
    await world.rillet.put(`${organization}/reference-types/sequencehq`, {})
    await world.api.post(`${account.at}/connection/recheck`)
    for (const id of ids) await account.until(id, 'synced')
  })

  test('heals by itself too: one held invoice tries now and then', async () => {
    const account = await createAccount(world, { referenceType: false })
    const id = await account.draft()
    await account.finalize(id)
    await account.until(id, 'blocked')
    const organization = `/_sandbox/organizations/${account.organization.id}`
    await world.rillet.put(`${organization}/reference-types/sequencehq`, {})
    await account.until(id, 'synced')
  })
})

describe('a key that Rillet refuses', () => {
  test('blocks, raises one alert, and a new key heals without a hand on the invoices', async () => {
    const account = await createAccount(world)
    const organization = `/_sandbox/organizations/${account.organization.id}`
    await world.rillet.delete(`${organization}/keys/${account.organization.keys[0].id}`)
    const ids = [await account.draft(), await account.draft(), await account.draft()]
    for (const id of ids) await account.finalize(id)
    for (const id of ids) {
      expect(codes(await account.until(id, 'blocked'))).toEqual(['api_key_refused'])
    }
    const { items } = await world.api.get(`${account.at}/timeline`)
    expect(items.filter(({ kind }: Json) => kind === 'alert.rillet_key')).toHaveLength(1)

    const { token } = await world.rillet.post(`${organization}/keys`)
    await world.api.put(`${account.at}/connection/rillet`, { apiKey: token })
    for (const id of ids) await account.until(id, 'synced')
  })
})

describe('products', () => {
  test('an unmapped one that three invoices need at once is created once', async () => {
    const account = await createAccount(world)
    const product = await account.newProduct('Shared')
    const drafts = [1, 2, 3].map(() => account.draft({ lines: [{ productId: product.id }] }))
    const ids = await Promise.all(drafts)
    await Promise.all(ids.map((id) => account.finalize(id)))
    for (const id of ids) await account.until(id, 'synced')
    const { products } = await account.books()
    const made = products.filter((one: Json) =>
      one.external_references.some((reference: Json) => reference.id === product.id),
    )
    expect(made).toHaveLength(1)
  })

  test('the rule “block” waits for a link, the rule “default product” takes that one', async () => {
    const settings = { unmappedProduct: 'block' }
    const account = await createAccount(world, { linkProduct: false, settings })
    const id = await account.draft()
    await account.finalize(id)
    expect(codes(await account.until(id, 'blocked'))).toEqual(['product_not_mapped'])
    await world.api.patch(`${account.at}/settings`, { unmappedProduct: 'defaultProduct' })
    await account.until(id, 'synced')
    const { defaultProductId } = await world.api.get(`${account.at}/settings`)
    const [booked] = await account.booked(id)
    expect(booked.items[0].product_id).toBe(defaultProductId)
  })

  test('without an account code nothing is created; setting it heals', async () => {
    const settings = { defaultAccountCode: null }
    const account = await createAccount(world, { linkProduct: false, settings })
    const id = await account.draft()
    await account.finalize(id)
    expect(codes(await account.until(id, 'blocked'))).toEqual(['default_account_missing'])
    await world.api.patch(`${account.at}/settings`, { defaultAccountCode: '4000' })
    await account.until(id, 'synced')
  })

  test('one that Rillet refuses to create blocks with Rillet’s words, and goes on after a retry', async () => {
    const account = await createAccount(world, { linkProduct: false })
    await world.rillet.post('/_sandbox/faults', {
      kind: 'status',
      status: 400,
      match: { method: 'POST', path: '/products' },
      body: {
        type: 'https://rillet.io/exception/odd',
        title: 'Odd',
        status: 400,
        detail: 'No luck',
      },
    })
    const id = await account.draft()
    await account.finalize(id)
    const blocked = await account.until(id, 'blocked')
    expect(codes(blocked)).toEqual(['product_create_failed'])
    expect(blocked.problems[0].whatHappened).toContain('No luck')
    await world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'try again' })
    await account.until(id, 'synced')
  })
})

describe('a refusal of the invoice that nobody expected', () => {
  test('blocks with Rillet’s own sentence, which stays out of the history; a retry heals', async () => {
    const account = await createAccount(world)
    await world.rillet.post('/_sandbox/faults', {
      kind: 'status',
      status: 400,
      match: { method: 'POST', path: '/invoices' },
      body: {
        type: 'https://rillet.io/exception/odd',
        title: 'Odd',
        status: 400,
        detail: 'For ACME',
      },
    })
    const id = await account.draft()
    await account.finalize(id)
    const blocked = await account.until(id, 'blocked')
    expect(codes(blocked)).toEqual(['rillet_refused'])
    expect(blocked.problems[0].whatHappened).toContain('For ACME')
    const history = await historyText(world, `invoice/${account.id}/${id}`)
    expect(history).toContain('rillet_refused')
    expect(history).not.toContain('ACME')
    await world.api.post(`${account.at}/invoices/${id}/retry`, {})
    await account.until(id, 'synced')
    expect(await account.booked(id)).toHaveLength(1)
  })
})

test('an action that the state does not allow is refused with its reason', async () => {
  const account = await createAccount(world)
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'synced')
  const retry = await world.api.ask('POST', `${account.at}/invoices/${id}/retry`, {})
  expect(retry.status).toBe(409)
  expect(retry.body.detail).toContain('not possible')
})

test('an excluded invoice is left alone until a person asks for it', async () => {
  const account = await createAccount(world, { linkCustomer: false })
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'blocked')
  await world.api.post(`${account.at}/invoices/${id}/exclude`, { reason: 'booked by hand' })
  await account.until(id, 'excluded')
  await account.linkCustomer(account.customer)
  await account.sequence.post(`/invoices/${id}/send`)
  const { items } = await world.api.get(`${account.at}/invoices/${id}/timeline`)
  expect(items.find(({ kind }: Json) => kind === 'person.exclude')).toMatchObject({
    actor: 'tester',
    reason: 'booked by hand',
  })
  await world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'after all' })
  await account.until(id, 'synced')
})

test('an invoice older than the start date is left alone until a person asks for it', async () => {
  const account = await createAccount(world, { settings: { startDate: '2026-12-01' } })
  const id = await account.draft()
  await account.finalize(id)
  const excluded = await account.until(id, 'excluded')
  expect(codes(excluded)).toEqual(['before_start_date'])
  await world.api.post(`${account.at}/invoices/${id}/retry`, {})
  await account.until(id, 'synced')
})
