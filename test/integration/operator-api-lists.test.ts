import type { Insertable } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InvoiceTable } from '../../store/schema.ts'
import { addAccount, startApp, type TestApp, tokenFor } from './gateway-support.ts'

let api: TestApp
let token: string
beforeAll(async () => {
  api = await startApp()
  token = await tokenFor(api.db, 'viewer')
})
afterAll(() => api.close())

async function get(path: string) {
  const answer = await api.app.inject({
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${token}` },
  })
  expect([path, answer.statusCode]).toEqual([path, 200])
  return answer.json()
}

const problem = (code: string) => ({ code, blockedOn: 'source', params: {} })

type Change = Omit<Insertable<InvoiceTable>, 'account_id' | 'invoice_id'> & { codes?: string[] }

async function addInvoice(accountId: string, invoiceId: string, change: Change = {}) {
  const { codes = [], ...columns } = change
  const problems = codes.map(problem)
  await api.db
    .insertInto('invoice')
    .values({
      account_id: accountId,
      invoice_id: invoiceId,
      state: 'synced',
      problems: JSON.stringify(problems),
      ...columns,
    })
    .execute()
}

test('counts are by state and by every class an invoice is in, each beside the other filters', async () => {
  const accountId = await addAccount(api.db)
  const other = await addAccount(api.db)
  const two = ['customer_not_linked', 'product_not_mapped']
  await addInvoice(accountId, 'both', { state: 'blocked', codes: two, currency: 'EUR' })
  await addInvoice(accountId, 'one', { state: 'blocked', codes: ['customer_not_linked'] })
  await addInvoice(accountId, 'failing', { state: 'waiting', error_code: 'of_old' })
  await addInvoice(accountId, 'fine')
  await addInvoice(other, 'theirs', { codes: two })
  const counts = (query: string) => get(`/accounts/${accountId}/invoices/counts?${query}`)

  const all = await counts('')
  expect(all.exact).toBe(true)
  expect(Object.fromEntries(all.items.map(Object.values))).toEqual({
    blocked: 2,
    waiting: 1,
    synced: 1,
  })
  expect(all.errorClasses).toEqual([
    expect.objectContaining({ code: 'customer_not_linked', who: 'finance', count: 2 }),
    { code: 'of_old', title: 'of old', who: '', count: 1 },
    expect.objectContaining({ code: 'product_not_mapped', count: 1 }),
  ])
  const inEuros = await counts('currency=EUR')
  expect(inEuros.items).toEqual([{ state: 'blocked', count: 1 }])
  expect(inEuros.errorClasses).toHaveLength(2)
  // A chosen tab still shows the figures of the others.
  expect((await counts('state=waiting')).items).toHaveLength(3)
  expect((await counts('state=waiting')).errorClasses).toHaveLength(1)
  expect((await counts('errorClass=product_not_mapped')).errorClasses).toHaveLength(3)

  const overview = await get(`/accounts/${accountId}/overview`)
  expect(overview.errorClasses).toEqual(all.errorClasses)
  expect(overview.connection).toMatchObject({ rillet: 'ready', sequence: 'ready' })
  expect(overview.oldestUnsyncedAt).toMatch(/^20/)
  expect(overview.deliveries).toMatchObject({ lastRilletAt: null, putAside: 0 })
})

test('a search finds parts of numbers and names in any alphabet, beginnings of words, and whole ids', async () => {
  const accountId = await addAccount(api.db)
  const id = '0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'
  const name = { number: 'INV-0042', customer_name: 'ŠKODA Émile & Söhne 50%_a' }
  await addInvoice(accountId, id, { ...name, rillet_id: id.replace('0199', '0200') })
  await addInvoice(accountId, 'other', { number: 'X-9', customer_name: 'Banana' })
  const found = async (search: string) => {
    const query = `search=${encodeURIComponent(search)}`
    const { items } = await get(`/accounts/${accountId}/invoices?${query}`)
    const { items: states } = await get(`/accounts/${accountId}/invoices/counts?${query}`)
    expect(states.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(
      items.length,
    )
    return items.map((one: { id: string }) => one.id)
  }
  for (const search of ['škoda', 'Škoda É', 'émile', 'SÖHNE', '-004', '0%_a', '%']) {
    expect([search, await found(search)]).toEqual([search, [id]])
  }
  // Of one or two letters: how a word begins.
  expect(await found('em')).toEqual([])
  expect(await found('i')).toEqual([id])
  expect(await found('00')).toEqual([id])
  expect(await found('an')).toEqual([])
  expect(await found('ana')).toEqual(['other'])
  expect(await found('x')).toEqual(['other'])
  expect(await found(id.toUpperCase())).toEqual([id])
  expect(await found(id.replace('0199', '0200'))).toEqual([id])
  expect(await found(id.replace('0199', '0201'))).toEqual([])
})

test('pages of a filtered list hold every invoice once, though all changed in one microsecond', async () => {
  const accountId = await addAccount(api.db)
  const at = new Date('2026-05-01T10:00:00Z')
  const change: Change = {
    changed_at: at,
    state: 'blocked',
    codes: ['period_closed'],
    currency: 'EUR',
  }
  for (let n = 10; n < 33; n += 1) await addInvoice(accountId, `si-${n}`, change)
  for (const query of ['', 'state=blocked', 'errorClass=period_closed', 'currency=EUR']) {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page = await get(`/accounts/${accountId}/invoices?limit=10&${query}${after}`)
      seen.push(...page.items.map(({ id }: { id: string }) => id))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(Array.from({ length: 23 }, (_, index) => `si-${32 - index}`))
  }
})
