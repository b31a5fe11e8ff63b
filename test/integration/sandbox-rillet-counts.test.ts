import { expect, test } from 'vitest'
import { createInvoice, type Json, startVendor, type Vendor } from './sandbox-rillet-support.ts'

const lagged = async (vendor: Vendor): Promise<Json> =>
  (await vendor.control('GET', '/ledger')).organizations[0].lagged

test('whoever lets the keys be forgotten is told how many there were', async () => {
  const vendor = await startVendor()
  expect(await vendor.own('DELETE', '/idempotency-keys')).toEqual({ forgotten: 0 })
  for (const key of ['k-1', 'k-2']) {
    await vendor.api('POST', '/customers', { name: 'A' }, { 'idempotency-key': key })
  }
  expect(await vendor.own('DELETE', '/idempotency-keys')).toEqual({ forgotten: 2 })
  await vendor.api('POST', '/customers', { name: 'A' }, { 'idempotency-key': 'k-1' })
  expect(await vendor.control('DELETE', '/idempotency-keys')).toEqual({ forgotten: 1 })
})

test('a reading counts as lagged only if the lag hid what was asked for', async () => {
  const vendor = await startVendor()
  await vendor.switches({ listingLagMs: 5_000 })
  await vendor.ok('GET', '/invoices')
  const { customer_id } = await createInvoice(vendor)
  const other = await vendor.customer()
  await vendor.ok('GET', `/invoices?customer_id=${other}`)
  expect(await lagged(vendor)).toEqual({})

  await vendor.ok('GET', `/invoices?customer_id=${customer_id}`)
  await vendor.ok('GET', '/invoices')
  await vendor.ok('GET', '/products')
  const once = { 'invoices of a customer': 1, invoices: 1, products: 1 }
  expect(await lagged(vendor)).toEqual(once)

  await vendor.advance(5_001)
  await vendor.ok('GET', '/invoices')
  expect(await lagged(vendor)).toEqual(once)
})
