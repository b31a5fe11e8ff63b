import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import { untilNote } from '../support/credit-notes.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

// Nothing can be looked for in these tests, so that only a person ends a doubt.

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterEach(() => world.rillet.delete('/_sandbox/faults'))
afterAll(() => world.close())

const fault = (kind: string, match: Json, more: Json = {}) =>
  world.rillet.post('/_sandbox/faults', { kind, match, ...more })

/** The next create's answer is lost (booked or not), and Rillet's lists are away. */
async function loseCreate(path: string, how: 'commit_then_reset' | 'reset'): Promise<void> {
  await fault('status', { method: 'GET', path: `^${path}(\\?|$)` }, { status: 503, probability: 1 })
  await fault(how, { method: 'POST', path: `^${path}$` })
}

const listsBack = () => world.rillet.delete('/_sandbox/faults')

const newAccount = (options: Json = {}) =>
  createAccount(world, {
    settings: {
      creditNotes: 'sync',
      taxCodes: [
        {
          code: 'US_SALES',
          country: 'US',
          type: 'SALES_TAX',
          description: 'Tax',
          percentage: null,
        },
      ],
    },
    ...options,
  })

const linkOf = (account: Account, sourceId: string) =>
  world.db
    .selectFrom('link')
    .selectAll()
    .where('account_id', '=', account.id)
    .where('source_id', '=', sourceId)
    .executeTakeFirst()

const untilInDoubt = (account: Account, sourceId: string) =>
  expect
    .poll(async () => (await linkOf(account, sourceId))?.sent_at ?? null, { timeout: 20_000 })
    .not.toBeNull()

const referring = (things: Json[], id: string) =>
  things.filter((one) => one['external_references'].some((ref: Json) => ref['id'] === id))

const resolving = (account: Account, path: string, body: Json) =>
  world.api.ask('POST', `${account.at}${path}/resolve-in-doubt`, body)

describe.each([
  ['customer', '/customers', { linkCustomer: false }],
  ['product', '/products', { linkProduct: false }],
] as const)('a %s', (kind, path, options) => {
  const begin = async (how: 'commit_then_reset' | 'reset') => {
    const account = await newAccount(options)
    const { id } = account[kind]
    await loseCreate(path, how)
    // It goes on in its run, whatever this one answers.
    void world.api.ask('POST', `${account.at}${path}/${id}/create`).catch(() => undefined)
    await untilInDoubt(account, id)
    return { account, id, at: `${path}/${id}` }
  }
  const made = async (account: Account, id: string) =>
    referring((await account.books())[kind === 'customer' ? 'customers' : 'products'], id)

  test('is shown in doubt, and the one that a person names is linked: nothing is sent again', async () => {
    const { account, id, at } = await begin('commit_then_reset')
    const { items } = await world.api.get(`${account.at}${path}`)
    expect(items.find((one: Json) => one['id'] === id)).toMatchObject({
      link: null,
      inDoubtSince: expect.any(String),
    })
    const [booked] = await made(account, id)
    const body = { found: true, rilletId: booked?.['id'], reason: 'seen in Rillet' }
    const answer = await resolving(account, at, body)
    expect(answer).toMatchObject({ status: 200, body: { rilletId: booked?.['id'] } })
    await listsBack()
    expect(await made(account, id)).toHaveLength(1)
    const events = await world.api.get(`${account.at}/timeline?limit=10`)
    expect(events.items).toContainEqual(
      expect.objectContaining({
        kind: 'person.resolveInDoubt',
        actor: 'tester',
        reason: 'seen in Rillet',
        data: expect.objectContaining({ kind, sourceId: id, found: true }),
      }),
    )
    const { items: audit } = await world.api.get(`${account.at}/audit?limit=50`)
    expect(audit.map((one: Json) => one['what'])).toContain(`Resolved a ${kind} in doubt`)
  })

  test('that was never made is created again when a person says so, once', async () => {
    const { account, id, at } = await begin('reset')
    await listsBack()
    const answer = await resolving(account, at, { found: false, reason: 'not there' })
    expect([200, 202]).toContain(answer.status)
    await expect.poll(async () => (await linkOf(account, id))?.rillet_id ?? null).not.toBeNull()
    expect(await made(account, id)).toHaveLength(1)
    const again = await resolving(account, at, { found: false })
    expect([again.status, again.body.code]).toEqual([409, 'not_allowed'])
  })

  test('said not to be there, and there all the same, is adopted', async () => {
    const { account, id, at } = await begin('commit_then_reset')
    await listsBack()
    await resolving(account, at, { found: false, reason: 'a slip' })
    await expect.poll(async () => (await linkOf(account, id))?.rillet_id ?? null).not.toBeNull()
    expect(await made(account, id)).toHaveLength(1)
  })

  test('that is not there under the id that a person names stays in doubt', async () => {
    const { account, id, at } = await begin('reset')
    const answer = await resolving(account, at, { found: true, rilletId: 'nobody' })
    expect([answer.status, answer.body.code]).toEqual([422, 'creation_blocked'])
    expect((await linkOf(account, id))?.sent_at).not.toBeNull()
    await listsBack()
    await expect
      .poll(async () => (await linkOf(account, id))?.rillet_id ?? null, { timeout: 20_000 })
      .not.toBeNull()
    expect(await made(account, id)).toHaveLength(1)
  })
})

describe('a credit note', () => {
  async function begin(how: 'commit_then_reset' | 'reset') {
    const account = await newAccount()
    const { id } = await account.sequence.post('/credit-notes', {
      currency: 'USD',
      customerId: account.customer['id'],
      accountingDate: '2026-11-10',
    })
    await account.sequence.post(`/credit-notes/${id}/line-items`, {
      creditNoteId: id,
      title: 'Credit',
      quantity: '1',
      rate: '40',
      taxRate: '0',
      externalIds: [],
      productId: account.product['id'],
    })
    await loseCreate('/credit-memos', how)
    await account.sequence.post(`/credit-notes/${id}/finalize`)
    await untilNote(world, account, { id, state: 'in_doubt' })
    return { account, id, at: `/credit-notes/${id}` }
  }

  const memos = async (account: Account, id: string) =>
    referring((await account.books())['creditMemos'], id)

  test('takes the memo that a person names, and no other one', async () => {
    const { account, id, at } = await begin('commit_then_reset')
    const other = await account.rillet.post('/credit-memos', await otherMemo(account))
    const wrong = await resolving(account, at, { found: true, rilletId: other.id, reason: 'slip' })
    expect([wrong.status, wrong.body.code]).toEqual([422, 'creation_blocked'])
    const [memo] = await memos(account, id)
    const right = { found: true, rilletId: memo?.['id'], reason: 'seen in Rillet' }
    expect((await resolving(account, at, right)).status).toBe(200)
    await listsBack()
    expect(await untilNote(world, account, { id, state: 'synced' })).toMatchObject({
      rilletId: memo?.['id'],
    })
    expect(await memos(account, id)).toHaveLength(1)
  })

  test('that was never made is made when a person says so, once', async () => {
    const { account, id, at } = await begin('reset')
    await listsBack()
    expect((await resolving(account, at, { found: false, reason: 'not there' })).status).toBe(200)
    await untilNote(world, account, { id, state: 'synced' })
    expect(await memos(account, id)).toHaveLength(1)
    const again = await resolving(account, at, { found: false })
    expect([again.status, again.body.code]).toEqual([409, 'not_allowed'])
  })

  /** Of the same customer, over another sum. */
  async function otherMemo(account: Account): Promise<Json> {
    const { creditMemos } = await account.books()
    const [{ customer_id, items }] = creditMemos
    const { product_id } = items[0]
    return {
      customer_id,
      credit_memo_date: '2026-11-10',
      items: [
        {
          description: 'Other',
          price: { product_id, quantity: 1, amount_per_unit: { amount: '5.00', currency: 'USD' } },
        },
      ],
    }
  }
})

describe('an invoice', () => {
  test('is taken as the one that a person names, while it is looked for in vain', async () => {
    const account = await newAccount()
    const id = await account.draft()
    await loseCreate('/invoices', 'commit_then_reset')
    await account.finalize(id)
    await account.untilInvoice(id, (one) => one.errorText !== null, 'a look-up in vain')
    const [booked] = await account.booked(id)
    const body = { found: true, rilletId: booked?.['id'], reason: 'seen in Rillet' }
    const { status } = await resolving(account, `/invoices/${id}`, body)
    expect(status).toBe(200)
    expect(await account.until(id, 'synced')).toMatchObject({ rilletId: booked?.['id'] })
    expect(await account.booked(id)).toHaveLength(1)
  })
})
