import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const taxCodes = [
  { code: 'US_SALES', country: 'US', type: 'SALES_TAX', description: 'Tax', percentage: null },
]
const ask = (account: Account, id: string, what: string) =>
  world.api.post(`${account.at}/invoices/${id}/${what}`, { reason: 'as agreed' })

/** Sequence’s amount of an invoice that is in Rillet moves. */
async function change(account: Account, id: string, by: string): Promise<void> {
  await account.correct(id, by)
  await account.sequence.post(`/invoices/${id}/send`)
  await account.until(id, 'drift')
}

async function voided(account: Account, rate: string): Promise<string> {
  const { id } = await account.synced({ lines: [{ rate }] })
  await account.sequence.post(`/invoices/${id}/void`)
  await account.until(id, 'blocked')
  return id
}

test('what the sync and people did themselves is explained, invoice by invoice; the rest is not', async () => {
  const account = await createAccount(world, { settings: { taxCodes, voidPolicy: 'ask' } })
  const month = (name: string) => world.api.get(`${account.at}/tie-out?month=${name}`)
  const rowOf = async (name: string): Promise<Json> => (await month(name)).rows[0]

  const held = await voided(account, '1')
  const left = await voided(account, '2')
  await ask(account, left, 'leave')
  await account.until(left, 'voided')
  const credited = await voided(account, '4')
  await ask(account, credited, 'credit-difference')
  await account.until(credited, 'voided')
  const { id: lowered } = await account.synced()
  await change(account, lowered, '-8')
  await ask(account, lowered, 'credit-difference')
  await account.until(lowered, 'partially_paid')
  const { id: kept } = await account.synced()
  await change(account, kept, '-16')
  await ask(account, kept, 'leave')
  await account.until(kept, 'synced')

  const books = `/_sandbox/organizations/${account.organization['id']}/books`
  await world.rillet.post(`${books}/close`, { end: '2026-10-31' })
  const moved = await account.draft({ accountingDate: '2026-10-15', lines: [{ rate: '32' }] })
  await account.finalize(moved)
  await account.until(moved, 'blocked')
  await ask(account, moved, 'date-on-open-day')
  const { rilletId, number } = await account.until(moved, 'synced')

  const november = await rowOf('2026-11')
  const because = (row: Json) =>
    Object.fromEntries(row['items'].map((one: Json) => [one.invoiceId, [one.kind, one.amount]]))
  expect(because(november)).toEqual({
    [held]: ['void_held', '1'],
    [left]: ['left', '2'],
    [credited]: ['credited', '4'],
    [lowered]: ['credited', '8'],
    [kept]: ['accepted', '16'],
    [moved]: ['open_day', '32'],
  })
  expect(november).toMatchObject({
    ours: { count: 2, total: '176' },
    rillet: { count: 6, total: '239' },
    difference: '63',
    explained: '63',
    unexplained: '0',
    ties: true,
    moreItems: 0,
  })
  expect(await rowOf('2026-10')).toMatchObject({
    difference: '-32',
    explained: '-32',
    unexplained: '0',
    ties: true,
    items: [
      {
        invoiceId: moved,
        number,
        rilletId,
        kind: 'open_day',
        isExplained: true,
        reason: expect.stringContaining('open day'),
        ours: '32',
        oursDate: '2026-10-15',
        rillet: '32',
        rilletDate: '2026-11-01',
        amount: '-32',
      },
    ],
  })

  // What was accepted is Rillet's total as it was then; a sweep reads another one.
  const { rilletId: keptAs } = await account.invoice(kept)
  const listed = world.db.updateTable('remote_invoice').where('rillet_id', '=', keptAs)
  await listed.set({ total: '500' }).execute()
  expect(because(await rowOf('2026-11'))[kept]).toEqual(['differs', '416'])
  await listed.set({ total: '100' }).execute()

  const { id: differing } = await account.synced()
  await change(account, differing, '-64')
  const after = await month('2026-11')
  expect(because(after.rows[0])[differing]).toEqual(['differs', '64'])
  expect(after.totals).toMatchObject([
    { difference: '127', explained: '63', unexplained: '64', ties: false, items: [] },
  ])
  const csv = await fetch(`${world.apiUrl}${account.at}/tie-out.csv?month=2026-10`, {
    headers: world.api.headers,
  })
  expect(await csv.text()).toContain(`${number} -32.00`)
})
