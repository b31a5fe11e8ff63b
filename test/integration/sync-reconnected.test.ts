import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '../support/account.ts'
import { draftNote, finalizeNote, untilNote } from '../support/credit-notes.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const newOrganization = () =>
  world.rillet.post('/_sandbox/organizations', {
    trade_name: `Other books ${randomUUID()}`,
    currency: 'USD',
    referenceTypes: [{ slug: 'sequencehq', restricted: true }],
  })

test('an account connected to another organization neither drops nor repeats what the first one holds', async () => {
  const account = await createAccount(world)
  const id = await account.draft()
  await account.finalize(id)
  const { rilletId } = await account.until(id, 'synced')

  const other = await newOrganization()
  await world.api.put(`${account.at}/connection/rillet`, { apiKey: other.keys[0].token })
  await account.sequence.post(`/invoices/${id}/send`)
  const held = await account.until(id, 'blocked')
  expect(held.problems.map(({ code }: Json) => code)).toEqual(['other_organization'])
  const { organizations } = await world.rillet.get('/_sandbox/ledger')
  expect(organizations.find((one: Json) => one.id === other.id).invoices).toEqual([])

  const apiKey = account.organization.keys[0].token
  await world.api.put(`${account.at}/connection/rillet`, { apiKey })
  const again = await account.until(id, 'synced')
  expect(again.rilletId).toBe(rilletId)
  expect(await account.booked(id)).toHaveLength(1)
})

test('a credit note that is voided while another organization is connected is taken back where it is', async () => {
  const account = await createAccount(world, { settings: { creditNotes: 'sync' } })
  const id = await draftNote(account)
  await finalizeNote(account, id)
  await untilNote(world, account, { id, state: 'synced' })
  const memos = async () => (await account.books())['creditMemos'].length
  expect(await memos()).toBe(1)

  const other = await newOrganization()
  await world.api.put(`${account.at}/connection/rillet`, { apiKey: other.keys[0].token })
  await account.sequence.post(`/credit-notes/${id}/void`)
  const { problems } = await untilNote(world, account, { id, state: 'blocked' })
  expect(problems.map(({ code }: Json) => code)).toEqual(['other_organization'])
  expect(await memos()).toBe(1)

  const apiKey = account.organization.keys[0].token
  await world.api.put(`${account.at}/connection/rillet`, { apiKey })
  await untilNote(world, account, { id, state: 'voided' })
  expect(await memos()).toBe(0)
})

test('a disconnected account makes no call, and goes on where it stood when it is connected again', async () => {
  const account = await createAccount(world, { linkCustomer: false })
  const id = await account.draft()
  await account.finalize(id)
  await account.until(id, 'blocked')
  await world.api.delete(`${account.at}/connection`)
  const calls = async () => {
    const [rillet, sequence] = await Promise.all([
      world.rillet.get('/_sandbox/requests?limit=50000'),
      world.sequence.get('/_sandbox/requests?limit=50000&path=/api'),
    ])
    return rillet.requests.length + sequence.requests.length
  }
  const before = await calls()
  const retried = await world.api.ask('POST', `${account.at}/invoices/${id}/retry`, {})
  expect(retried.body.problems.map(({ code }: Json) => code)).toEqual(['disconnected'])
  expect(await calls()).toBe(before)
  // It came to rest: a run that went in circles would fill its history.
  const handle = world.temporal.workflow.getHandle(`invoice/${account.id}/${id}`)
  expect((await handle.describe()).historyLength).toBeLessThan(60)

  const apiKey = account.organization.keys[0].token
  await world.api.put(`${account.at}/connection/rillet`, { apiKey })
  await account.linkCustomer(account.customer)
  await account.until(id, 'synced')
})

test('a step that went through after all leaves no trouble behind', async () => {
  const account = await createAccount(world)
  const id = await account.draft()
  await account.finalize(id)
  const { rilletId } = await account.until(id, 'synced')
  await world.rillet.post('/_sandbox/faults', {
    kind: 'status',
    status: 503,
    times: 2,
    match: { method: 'GET', path: `/invoices/${rilletId}/payments` },
  })
  await account.pay(rilletId, '1.00')
  const settled = await account.until(id, 'partially_paid')
  expect(settled.errorText).toBeNull()
})
