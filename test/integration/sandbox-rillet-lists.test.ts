import { expect, test } from 'vitest'
import {
  createInvoice,
  fieldsOf,
  type Json,
  problem,
  source,
  startVendor,
  type Vendor,
} from './sandbox-rillet-support.ts'

const names = (body: Json) => body.customers.map(({ name }: Json) => name)

async function five(vendor: Vendor) {
  for (const name of ['A', 'B', 'C', 'D', 'E']) await vendor.customer({ name })
}

test('pages run newest first to a last page without a cursor', async () => {
  const vendor = await startVendor()
  await five(vendor)
  const first = await vendor.ok('GET', '/customers?limit=2')
  expect(names(first)).toEqual(['E', 'D'])
  expect(first.pagination.next_cursor).toMatch(/^\S{16}$/)
  const second = await vendor.ok('GET', `/customers?limit=2&cursor=${first.pagination.next_cursor}`)
  expect(names(second)).toEqual(['C', 'B'])
  const third = await vendor.ok('GET', `/customers?limit=2&cursor=${second.pagination.next_cursor}`)
  expect(names(third)).toEqual(['A'])
  expect(third.pagination).toEqual({})
  await vendor.switches({ lastCursor: 'null' })
  expect((await vendor.ok('GET', '/customers')).pagination).toEqual({ next_cursor: null })
})

test('what is created while one pages neither shifts nor repeats a page', async () => {
  const vendor = await startVendor()
  await five(vendor)
  const first = await vendor.ok('GET', '/customers?limit=2')
  await vendor.customer({ name: 'F' })
  const second = await vendor.ok('GET', `/customers?limit=2&cursor=${first.pagination.next_cursor}`)
  expect(names(second)).toEqual(['C', 'B'])
})

test('an unknown, expired or foreign cursor starts silently at the first page', async () => {
  const vendor = await startVendor()
  await five(vendor)
  const { pagination } = await vendor.ok('GET', '/customers?limit=2')
  const next = `/customers?limit=2&cursor=${pagination.next_cursor}`
  await vendor.advance(2 * 3_600_000 - 60_000)
  expect(names(await vendor.ok('GET', next))).toEqual(['C', 'B'])
  await vendor.advance(120_000)
  expect(names(await vendor.ok('GET', next))).toEqual(['E', 'D'])
  expect(names(await vendor.ok('GET', '/customers?limit=2&cursor=abcdefgh12345678'))).toEqual([
    'E',
    'D',
  ])
  const again = await vendor.ok('GET', '/customers?limit=2')
  const foreign = `/products?cursor=${again.pagination.next_cursor}`
  expect((await vendor.ok('GET', foreign)).products).toEqual([])
})

test('filters left out beside a cursor are those of the first page', async () => {
  const vendor = await startVendor()
  for (const name of ['Ann 1', 'Bob', 'Ann 2', 'Ann 3']) await vendor.customer({ name })
  const first = await vendor.ok('GET', '/customers?limit=1&search=ann')
  const next = `/customers?limit=9&cursor=${first.pagination.next_cursor}`
  expect(names(await vendor.ok('GET', next))).toEqual(['Ann 2', 'Ann 1'])
  await vendor.switches({ cursorFilters: 'query' })
  expect(names(await vendor.ok('GET', next))).toEqual(['Ann 2', 'Bob', 'Ann 1'])
})

test.each(['0', '101', '1.5', 'many'])('limit %s is a violation', async (limit) => {
  const vendor = await startVendor()
  const refused = await vendor.api('GET', `/customers?limit=${limit}`)
  expect(problem(refused)).toBe('400 constraint-violation')
  expect(fieldsOf(refused)).toEqual(['limit'])
})

test('customers are found by name and by reference, which needs both parameters', async () => {
  const vendor = await startVendor()
  const references = [{ type: 'sequencehq', id: 'c-1' }]
  const id = await vendor.customer({ name: 'Globex GmbH', external_references: references })
  await vendor.customer({ name: 'Initech' })
  expect(names(await vendor.ok('GET', '/customers?search=globex'))).toEqual(['Globex GmbH'])
  const both = 'external_reference_type=sequencehq&external_reference_id=c-1'
  expect((await vendor.ok('GET', `/customers?${both}`)).customers[0].id).toBe(id)
  expect(names(await vendor.ok('GET', `/customers?${both}2`))).toEqual([])
  for (const half of both.split('&')) {
    expect(problem(await vendor.api('GET', `/customers?${half}`))).toBe('400 constraint-violation')
  }
})

test('updated.gt is strictly after, and sort_by=updated puts the latest change first', async () => {
  const vendor = await startVendor()
  const id = await vendor.customer({ name: 'A' })
  await vendor.customer({ name: 'B' })
  const before = (await vendor.ok('GET', '/customers')).customers[0].updated_at
  await vendor.ok('PUT', `/customers/${id}`, { name: 'A2' })
  expect(names(await vendor.ok('GET', '/customers'))).toEqual(['B', 'A2'])
  expect(names(await vendor.ok('GET', '/customers?sort_by=updated'))).toEqual(['A2', 'B'])
  expect(names(await vendor.ok('GET', `/customers?updated.gt=${before}`))).toEqual(['A2'])
  expect((await vendor.api('GET', '/customers?updated.gt=yesterday')).status).toBe(400)
})

test('invoices are filtered by customer, status and overdue', async () => {
  const vendor = await startVendor()
  const paid = await createInvoice(vendor, { due_date: '2020-01-01' })
  const open = await createInvoice(vendor, { due_date: '2099-01-01' })
  const late = await createInvoice(vendor, { due_date: '2020-01-01' })
  const body = { amount: paid.total, date: '2026-09-15', account_code: '1000' }
  await vendor.ok('POST', `/invoices/${paid.id}/payments`, body)
  const ids = async (query: string) =>
    (await vendor.ok('GET', `/invoices?${query}`)).invoices.map(({ id }: Json) => id)
  expect(await ids('status=PAID')).toEqual([paid.id])
  expect(await ids('status=UNPAID')).toEqual([late.id, open.id])
  expect(await ids('overdue=true')).toEqual([late.id])
  expect(await ids('overdue=false&status=UNPAID')).toEqual([open.id])
  expect(await ids(`customer_id=${open.customer_id}`)).toEqual([open.id])
  expect(await ids(`subsidiary_id=${open.customer_id}`)).toEqual([])
  expect((await vendor.api('GET', '/invoices?status=VOID')).status).toBe(400)
})

test('products are filtered by status and currency', async () => {
  const vendor = await startVendor()
  await vendor.product({ name: 'Old', status: 'INACTIVE' })
  const price = { type: 'ONE_TIME', amount: { amount: '5', currency: 'EUR' } }
  await vendor.product({ name: 'Euro', price })
  const found = async (query: string) =>
    (await vendor.ok('GET', `/products?${query}`)).products.map(({ name }: Json) => name)
  expect(await found('status=INACTIVE')).toEqual(['Old'])
  expect(await found('currency=EUR')).toEqual(['Euro'])
})

test('a lagging list hides what is new, a direct read finds it', async () => {
  const vendor = await startVendor()
  await vendor.switches({ listingLagMs: 5_000 })
  const id = await vendor.customer({ external_references: [source('x')] })
  expect((await vendor.ok('GET', '/customers')).customers).toEqual([])
  expect((await vendor.ok('GET', `/customers/${id}`)).id).toBe(id)
  await vendor.advance(5_001)
  expect((await vendor.ok('GET', '/customers')).customers).toHaveLength(1)
})
