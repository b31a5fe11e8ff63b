import { expect, test } from 'vitest'
import {
  absentId,
  createInvoice,
  fieldsOf,
  type Json,
  payment,
  problem,
  startVendor,
  usd,
} from './sandbox-rillet-support.ts'

async function paying() {
  const vendor = await startVendor()
  const invoice = await createInvoice(vendor)
  const path = `/invoices/${invoice.id}`
  return {
    vendor,
    invoice,
    path,
    pay: (amount: string, fields: object = {}) =>
      vendor.api('POST', `${path}/payments`, payment(amount, fields)),
    state: async () => {
      const { status, amount_due } = await vendor.ok('GET', path)
      return `${status} ${amount_due.amount}`
    },
  }
}

test('uncleared money lowers the balance at once, and its deletion restores it', async () => {
  const { vendor, path, pay, state } = await paying()
  expect(await state()).toBe('UNPAID 100.00')
  const { body: first } = await pay('40')
  expect(first).toMatchObject({ status: 'UNCLEARED', amount: usd('40.00'), account_code: '1000' })
  expect(await state()).toBe('PARTIALLY_PAID 60.00')
  await pay('60.00')
  expect(await state()).toBe('PAID 0.00')
  expect((await vendor.api('DELETE', `${path}/payments/${first.id}`)).status).toBe(204)
  expect(await state()).toBe('PARTIALLY_PAID 40.00')
  expect((await vendor.ok('GET', `${path}/payments`)).payments).toHaveLength(1)
})

test('a cleared payment can no longer be changed; a failed one stays listed and settles nothing', async () => {
  const { vendor, path, pay, state } = await paying()
  const { body: cleared } = await pay('40.00')
  await vendor.control('POST', `/payments/${cleared.id}/clear`)
  const { body: failed } = await pay('60.00')
  await vendor.control('POST', `/payments/${failed.id}/fail`)
  expect(await state()).toBe('PARTIALLY_PAID 60.00')
  for (const { id } of [cleared, failed]) {
    const one = `${path}/payments/${id}`
    expect(problem(await vendor.api('DELETE', one))).toBe('400 payment_not_uncleared')
    expect(problem(await vendor.api('PUT', one, payment('1.00')))).toBe('400 payment_not_uncleared')
  }
  const { payments } = await vendor.ok('GET', `${path}/payments`)
  expect(payments.map(({ status }: Json) => status)).toEqual(['SUCCESSFUL', 'FAILED'])
})

test('a payment is replaced in whole, up to what it frees', async () => {
  const { vendor, path, pay, state } = await paying()
  const { body: first } = await pay('40.00')
  await pay('10.00')
  const one = `${path}/payments/${first.id}`
  const changed = payment('90.00', { date: '2026-09-20', account_code: '1010' })
  expect(await vendor.ok('PUT', one, changed)).toMatchObject({
    date: '2026-09-20',
    account_code: '1010',
  })
  expect(await state()).toBe('PAID 0.00')
  expect(problem(await vendor.api('PUT', one, payment('90.01')))).toBe(
    '400 payment_exceeds_amount_due',
  )
})

test.each<[string, object, string]>([
  ['no date', { date: undefined }, 'date'],
  ['a revenue account', { account_code: '4000' }, 'account_code'],
  ['an unknown account', { account_code: '0' }, 'account_code'],
  ['too many decimals', { amount: usd('1.001') }, 'amount.amount'],
  ['zero', { amount: usd('0') }, 'amount.amount'],
  ['less than nothing', { amount: usd('-1') }, 'amount.amount'],
  ['references', { external_references: [] }, 'external_references'],
])('a payment with %s is a violation', async (_what, fields, field) => {
  const { pay } = await paying()
  const refused = await pay('1.00', fields)
  expect(problem(refused)).toBe('400 constraint-violation')
  expect(fieldsOf(refused)).toEqual([field])
})

test('more than is due and another currency are refused; overpayment has a switch', async () => {
  const { vendor, pay, state } = await paying()
  expect(problem(await pay('100.01'))).toBe('400 payment_exceeds_amount_due')
  const euros = { amount: { amount: '1.00', currency: 'EUR' } }
  expect(problem(await pay('1.00', euros))).toBe('400 payment_currency_mismatch')
  expect(await state()).toBe('UNPAID 100.00')
  await vendor.switches({ overpayment: 'accepted' })
  expect((await pay('100.01')).status).toBe(200)
  expect(await state()).toBe('PAID -0.01')
})

test('a payment answers only under its own invoice', async () => {
  const { vendor, pay } = await paying()
  const { body } = await pay('1.00')
  const other = await createInvoice(vendor)
  const elsewhere = `/invoices/${other.id}/payments/${body.id}`
  expect((await vendor.api('DELETE', elsewhere)).status).toBe(404)
  expect((await vendor.api('GET', `/invoices/${absentId}/payments`)).status).toBe(404)
})

test('all payments of the organization are paged, by change where asked', async () => {
  const { vendor, pay } = await paying()
  const { body: first } = await pay('1.00')
  await pay('2.00')
  await vendor.control('POST', `/payments/${first.id}/clear`)
  const amounts = async (query: string) =>
    (await vendor.ok('GET', `/invoice-payments${query}`)).payments.map(
      ({ amount }: Json) => amount.amount,
    )
  expect(await amounts('')).toEqual(['2.00', '1.00'])
  expect(await amounts('?sort_by=updated')).toEqual(['1.00', '2.00'])
  expect(await amounts('?limit=1')).toEqual(['2.00'])
})

test('a payment changes the invoice’s updated_at, unless switched', async () => {
  const { vendor, invoice, path, pay } = await paying()
  await vendor.switches({ paymentBumpsInvoice: 'off' })
  await pay('1.00')
  expect((await vendor.ok('GET', path)).updated_at).toBe(invoice.updated_at)
  await vendor.switches({ paymentBumpsInvoice: 'on' })
  await pay('1.00')
  expect((await vendor.ok('GET', path)).updated_at > invoice.updated_at).toBe(true)
})

test('an invoice with live payments is not deleted; with failed ones only it is', async () => {
  const { vendor, path, pay } = await paying()
  const { body } = await pay('1.00')
  expect(problem(await vendor.api('DELETE', path))).toBe('400 invoice_has_payments')
  await vendor.control('POST', `/payments/${body.id}/fail`)
  const deleted = await vendor.api('DELETE', path)
  expect([deleted.status, deleted.body]).toEqual([204, ''])
  expect((await vendor.api('GET', path)).status).toBe(404)
  expect((await vendor.api('DELETE', path)).status).toBe(404)
  expect((await vendor.ok('GET', '/invoice-payments')).payments).toEqual([])
})
