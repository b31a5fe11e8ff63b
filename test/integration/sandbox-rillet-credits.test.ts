import { expect, test } from 'vitest'
import {
  createInvoice,
  fieldsOf,
  type Json,
  payment,
  problem,
  startVendor,
  usd,
  type Vendor,
} from './sandbox-rillet-support.ts'

async function memoBody(vendor: Vendor, customer_id: string, fields: object = {}) {
  const product_id = await vendor.product()
  return {
    credit_memo_date: '2026-09-10',
    customer_id,
    items: [
      {
        description: 'Credit',
        price: { product_id, quantity: 2, amount_per_unit: usd('30') },
        tax_rate: { percentage: 10, country: 'US', type: 'SALES_TAX', description: 'Tax' },
      },
    ],
    ...fields,
  }
}

async function crediting() {
  const vendor = await startVendor()
  const invoice = await createInvoice(vendor)
  const memo = await vendor.ok('POST', '/credit-memos', await memoBody(vendor, invoice.customer_id))
  const path = `/credit-memos/${memo.id}`
  return {
    vendor,
    invoice,
    memo,
    path,
    apply: (amount: string, fields: object = {}) =>
      vendor.api('POST', `${path}/applications`, {
        applications: [
          {
            invoice_id: invoice.id,
            amount: usd(amount),
            application_date: '2026-09-11',
            ...fields,
          },
        ],
      }),
    state: async () => {
      const { status, amount_due } = await vendor.ok('GET', `/invoices/${invoice.id}`)
      return `${status} ${amount_due.amount}`
    },
  }
}

test('a credit memo has number, net, tax and nothing applied', async () => {
  const { memo, vendor, path } = await crediting()
  expect(memo).toMatchObject({
    credit_memo_number: 'CM-0001',
    status: 'UNAPPLIED',
    net_amount: usd('60.00'),
    taxed_amount: usd('6.00'),
    total: usd('66.00'),
    remaining_amount: usd('66.00'),
    applications: [],
  })
  expect(await vendor.ok('GET', path)).toEqual(memo)
  expect((await vendor.ok('GET', '/credit-memos')).credit_memos).toEqual([memo])
})

test('applications lower the invoice; a new set replaces the old', async () => {
  const { vendor, path, apply, state } = await crediting()
  expect((await apply('66.00')).body).toMatchObject({
    status: 'APPLIED',
    remaining_amount: usd('0.00'),
  })
  expect(await state()).toBe('PARTIALLY_CREDITED 34.00')
  expect((await apply('10.00')).body.status).toBe('PARTIALLY_APPLIED')
  expect(await state()).toBe('PARTIALLY_CREDITED 90.00')
  expect((await vendor.api('DELETE', `${path}/applications`)).status).toBe(204)
  expect(await state()).toBe('UNPAID 100.00')
})

test('payments and credits together: partly paid, then paid; credits alone: credited', async () => {
  const { vendor, invoice, apply, state } = await crediting()
  const path = `/invoices/${invoice.id}/payments`
  await apply('50.00')
  const { id } = await vendor.ok('POST', path, payment('20.00'))
  expect(await state()).toBe('PARTIALLY_PAID 30.00')
  await vendor.ok('PUT', `${path}/${id}`, payment('50.00'))
  expect(await state()).toBe('PAID 0.00')
  expect(problem(await vendor.api('DELETE', `/invoices/${invoice.id}`))).toBe(
    '400 invoice_has_payments',
  )

  const body = await memoBody(vendor, invoice.customer_id)
  for (const { price } of body.items)
    Object.assign(price, { quantity: 1, amount_per_unit: usd('100') })
  const whole = await vendor.ok('POST', '/credit-memos', body)
  const other = await createInvoice(vendor, { customer_id: invoice.customer_id })
  await vendor.ok('POST', `/credit-memos/${whole.id}/applications`, {
    applications: [{ invoice_id: other.id, amount: usd('100.00'), application_date: '2026-09-11' }],
  })
  expect((await vendor.ok('GET', `/invoices/${other.id}`)).status).toBe('CREDITED')
  expect(problem(await vendor.api('DELETE', `/invoices/${other.id}`))).toBe(
    '400 invoice_has_credits',
  )
})

test('what does not fit is refused and changes nothing', async () => {
  const { vendor, path, apply, state } = await crediting()
  await apply('10.00')
  expect(problem(await apply('66.01'))).toBe('400 application_exceeds_credit')
  expect(problem(await apply('100.01'))).toBe('400 application_exceeds_amount_due')
  const stranger = await createInvoice(vendor)
  expect(problem(await apply('1.00', { invoice_id: stranger.id }))).toBe('400 customer_mismatch')
  expect((await apply('0.00')).status).toBe(400)
  expect(fieldsOf(await apply('1.001'))).toEqual(['applications[0].amount.amount'])
  expect(await state()).toBe('PARTIALLY_CREDITED 90.00')
  expect(problem(await vendor.api('DELETE', path))).toBe('400 credit_memo_applied')
})

test('an unapplied memo is updated, taxed and deleted', async () => {
  const { vendor, invoice, memo, path } = await crediting()
  const { customer_id: _customer, ...update } = await memoBody(vendor, invoice.customer_id)
  const changed = await vendor.ok('PUT', path, { ...update, credit_memo_date: '2026-09-12' })
  expect(changed).toMatchObject({ credit_memo_date: '2026-09-12', credit_memo_number: 'CM-0001' })
  const rate = { percentage: 5, country: 'US', type: 'SALES_TAX', description: 'Tax' }
  const taxed = await vendor.ok('POST', `${path}/taxes`, {
    taxes_calculated_at: '2026-09-12T00:00:00Z',
    items: [{ id: changed.items[0].id, tax_rates: [{ ...rate, tax_amount: usd('3.00') }] }],
  })
  expect(taxed.total).toEqual(usd('63.00'))
  expect((await vendor.api('DELETE', path)).status).toBe(204)
  expect((await vendor.api('GET', `/credit-memos/${memo.id}`)).status).toBe(404)
})

test('closed books bind credit memos as well', async () => {
  const { vendor, path, apply } = await crediting()
  await vendor.own('POST', '/books/close', { end: '2026-09-30' })
  expect(problem(await apply('1.00'))).toBe('400 period_closed')
  expect(problem(await vendor.api('DELETE', path))).toBe('400 period_closed')
})

test('what remains can be refunded by a person, once', async () => {
  const { vendor, memo, apply } = await crediting()
  const refund = () => vendor.call('POST', `/_sandbox/credit-memos/${memo.id}/refund`, {})
  expect((await refund()).body.status).toBe('REFUNDED')
  expect((await refund()).status).toBe(400)
  expect(problem(await apply('1.00'))).toBe('400 credit_memo_refunded')
  const list: Json = await vendor.ok('GET', '/credit-memos')
  expect(list.credit_memos[0].status).toBe('REFUNDED')
})
