import { describe, expect, test } from 'vitest'
import { mapInvoice } from '../../../domain/mapping.ts'
import {
  type Scope,
  type Settings,
  type SourceInvoice,
  scopes,
  taxStatuses,
} from '../../../domain/model.ts'
import { sum } from '../../../domain/money.ts'
import { totalOf, verifyInvoice } from '../../../domain/verify.ts'
import type { AnsweredInvoice, FullInvoiceRequest } from '../../../domain/wire.ts'
import { context, external, full, invoice, line, settings, taxCode } from './builders.ts'

const map = (changes: Partial<SourceInvoice>, own: Partial<Settings>) => {
  const source = invoice(changes)
  return mapInvoice({
    invoice: source,
    context: context({
      settings: settings({ subsidiaryCurrency: source.currency, ...own }),
      customerCurrency: source.currency,
    }),
  })
}

function request(changes: Partial<SourceInvoice>, own: Partial<Settings>) {
  const mapped = map(changes, own)
  if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems))
  return mapped.value
}

const codes = (changes: Partial<SourceInvoice>, own: Partial<Settings> = { scope: 'FULL' }) => {
  const mapped = map(changes, { scope: 'FULL', ...own })
  return mapped.ok ? [] : mapped.problems.map(({ code }) => code)
}

const warnings = (changes: Partial<SourceInvoice>, own: Partial<Settings>) =>
  map(changes, own).warnings.map(({ code }) => code)

test('a FULL invoice becomes exactly this request', () => {
  const servicePeriod = { start: '2026-05-01', end: '2026-05-31' }
  const sent = request(
    {
      lines: [line({ servicePeriod })],
      memo: 'Thank you',
      purchaseOrderNumber: 'PO-7',
    },
    { scope: 'FULL', bankAccountId: 'bank-1' },
  )
  expect(sent).toEqual({
    scope: 'FULL',
    customer_id: 'rillet-customer-1',
    subsidiary_id: 'subsidiary-1',
    invoice_date: '2026-05-01',
    due_date: '2026-06-01',
    purchase_order_number: 'PO-7',
    memo: 'SEQ-1\nThank you',
    bank_account_id: 'bank-1',
    items: [
      {
        description: 'Platform: Seats',
        price: {
          product_id: 'rillet-product-1',
          quantity: 2,
          amount_per_unit: { amount: '50.00', currency: 'USD' },
        },
        tax_rate: {
          percentage: 20,
          country: 'US',
          type: 'SALES_TAX',
          description: 'Sales tax',
          tax_amount: { amount: '20.00', currency: 'USD' },
        },
        revenue: { period: servicePeriod },
      },
    ],
    external_references: [
      { type: 'sequencehq', id: 'invoice-1', url: 'https://sync.example/invoices/invoice-1' },
      { type: 'CUSTOMER_CUSTOM', id: 'invoice-1', url: 'https://sync.example/invoices/invoice-1' },
    ],
  })
})

test('an AR_ONLY invoice is that of revenue recognition but for its scope', () => {
  const ar = request({}, { scope: 'AR_ONLY' })
  expect({ ...ar, scope: 'REVENUE_RECOGNITION_ONLY' }).toEqual(
    request({}, { scope: 'REVENUE_RECOGNITION_ONLY' }),
  )
})

// Net and tax rate of each line in minor units of the currency: a sale, a discount, nothing of something.
const minor = {
  JPY: ['100', '-20', '0'],
  USD: ['1.00', '-0.20', '0.00'],
  KWD: ['0.100', '-0.020', '0'],
}
const currencies = Object.entries(minor)
const combinations = scopes.flatMap((scope) =>
  taxStatuses.flatMap((status) =>
    currencies.map(([currency, nets]): [Scope, string, string, string[]] => [
      scope,
      status,
      currency,
      nets,
    ]),
  ),
)

test.each(combinations)('%s of a %s customer in %s: every line and unit', (...drawn) => {
  const [scope, customerTaxStatus, currency, nets] = drawn
  const taxed = customerTaxStatus === 'TAXED'
  const tenth = (net: string) =>
    ({
      '100': '10',
      '-20': '-2',
      '1.00': '0.10',
      '-0.20': '-0.02',
      '0.100': '0.010',
      '-0.020': '-0.002',
    })[net] ?? '0'
  const lines = nets.map((netTotal, index) =>
    line({
      id: `line-${index + 1}`,
      quantity: ['1', '-1', '0'][index] ?? '',
      rate: netTotal.replace('-', ''),
      taxRate: taxed ? '0.1' : '0',
      netTotal,
      totalTax: taxed ? tenth(netTotal) : '0',
    }),
  )
  const netTotal = sum(nets)
  const totalTax = sum(lines.map((one) => one.totalTax))
  const grossTotal = sum([netTotal, totalTax])
  const sent = request(
    { currency, customerTaxStatus, lines, netTotal, totalTax, grossTotal },
    { scope },
  )
  expect(totalOf(sent)).toEqual({ amount: grossTotal, currency })
  expect(sent.items).toHaveLength(3)
  if (sent.scope === 'FULL') {
    expect(sent.items.map(({ price }) => price.quantity)).toEqual([1, 1, 1])
    const rates = sent.items.map(({ tax_rate }) => tax_rate?.percentage ?? null)
    expect(rates).toEqual(
      { TAXED: [10, 10, 10], TAX_EXEMPT: [null, null, null] }[customerTaxStatus] ?? [0, 0, 0],
    )
  } else {
    expect(external(sent).tax_amount !== undefined).toBe(taxed)
  }
  expect(sent.items[1]?.description).toContain('(quantity -1)')
  expect(sent.items[2]?.description).toContain('(quantity 0)')
})

describe('prices in FULL', () => {
  const priceOf = (changes: Parameters<typeof line>[0]) => {
    const lines = [line({ totalTax: '20.00', ...changes })]
    const [item] = full(request({ lines }, { scope: 'FULL' })).items
    return [item?.price.quantity, item?.price.amount_per_unit.amount, item?.description]
  }

  test.each([
    ['2', '50.00', 2, '50.00', 'Platform: Seats'],
    ['0.5', '200', 0.5, '200', 'Platform: Seats'],
    ['400000', '0.00025', 400000, '0.00025', 'Platform: Seats'],
    // Rillet would round these: the net is sent as it is.
    ['3', '33.33', 1, '100.00', 'Platform: Seats (quantity 3)'],
    ['1', '99.99', 1, '100.00', 'Platform: Seats'],
    ['-2', '-50', 1, '100.00', 'Platform: Seats (quantity -2)'],
    ['0', '50', 1, '100.00', 'Platform: Seats (quantity 0)'],
  ])('%s × %s for a net of 100.00 is sent as %d × %s', (quantity, rate, ...sent) => {
    expect(priceOf({ quantity, rate })).toEqual(sent)
  })
})

describe('tax in FULL', () => {
  const taxCodes = [taxCode({ percentage: '20' })]
  const full20: Partial<Settings> = { scope: 'FULL', taxCodes }

  test.each([
    ['exactly', '20.00', []],
    ['a cent less than', '19.991', ['line_not_representable']],
    ['by rounding less than', '19.99', ['tax_rate_differs']],
    ['by a cent more than', '20.01', ['tax_rate_differs']],
  ])('%s its rate', (_, tax, expected) => {
    const lines = [line({ totalTax: tax })]
    const net = { totalTax: tax, grossTotal: sum(['100.00', tax]) }
    expect(codes({ lines, ...net }, full20)).toEqual(expect.arrayContaining(expected))
    if (expected.length === 0) expect(codes({ lines, ...net }, full20)).toEqual([])
  })

  test('rounded either way passes: less than a minor unit lies between', () => {
    for (const tax of ['2.00', '2.01']) {
      const lines = [line({ netTotal: '10.03', rate: '10.03', quantity: '1', totalTax: tax })]
      const totals = { netTotal: '10.03', totalTax: tax, grossTotal: sum(['10.03', tax]) }
      expect(codes({ lines, ...totals }, full20)).toEqual([])
    }
  })

  test('a code that is not described is named', () => {
    expect(codes({}, { scope: 'FULL', taxCodes: [] })).toEqual(['tax_code_not_described'])
  })

  test('a missing code blocks', () => {
    expect(codes({}, { scope: 'FULL', taxTable: [] })).toEqual(['tax_code_missing'])
  })

  test('lines whose tax is not the header’s block: the header carries none', () => {
    const lines = [line({ totalTax: '20.00' })]
    const off = { totalTax: '20.01', grossTotal: '120.01', lines }
    expect(codes(off)).toEqual(['totals_differ'])
    expect(codes(off, { scope: 'REVENUE_RECOGNITION_ONLY' })).toEqual(['totals_differ'])
  })

  test('header and lines a rounding apart pass where the header carries the tax, and only there', () => {
    const half = line({ netTotal: '50.00', rate: '50', quantity: '1', totalTax: '4.12' })
    const two = [half, { ...half, id: 'line-2' }]
    const off = { totalTax: '8.25', grossTotal: '108.25', lines: two }
    const own = { taxCodes: [taxCode({ percentage: '8.25' })] }
    expect(codes(off, { ...own, scope: 'FULL' })).toEqual(['totals_differ'])
    expect(codes(off, { ...own, scope: 'AR_ONLY' })).toEqual([])
  })

  test('a rate beyond what Rillet takes is named', () => {
    const lines = [line({ taxRate: '1.2', totalTax: '120.00' })]
    expect(codes({ lines, totalTax: '120.00', grossTotal: '220.00' })).toEqual([
      'tax_rate_unusable',
    ])
  })
})

test('what a scope cannot take, or will not let us change, is said', () => {
  const more = { memo: 'thanks', purchaseOrderNumber: 'PO-7' }
  expect(warnings(more, { scope: 'AR_ONLY' })).toEqual(['memo_not_sent', 'purchase_order_not_sent'])
  expect(warnings(more, { scope: 'FULL' })).toEqual(['bank_account_not_chosen'])
  expect(warnings(more, { scope: 'FULL', bankAccountId: 'bank-1' })).toEqual([])
  const foreign = { subsidiaryCurrency: 'EUR', multiCurrency: true } as const
  expect(warnings({}, { scope: 'AR_ONLY', ...foreign })).toEqual(['exchange_rate_ignored'])
  expect(warnings({}, { scope: 'REVENUE_RECOGNITION_ONLY', ...foreign })).toEqual([])
})

describe('Rillet’s answer to a FULL invoice', () => {
  const sent = full(request({ purchaseOrderNumber: 'PO-7', memo: 'Hi' }, { scope: 'FULL' }))
  const answer = answerToFull(sent)

  test('may have a number of Rillet’s own', () => {
    expect(verifyInvoice(sent, answer)).toEqual([])
    expect(verifyInvoice(sent, { ...answer, memo: 'SEQ-1\nHi and more' })).toEqual([])
  })

  test.each([
    ['number in the memo', { memo: 'SEQ-2' }],
    ['number in the memo', { memo: null }],
    ['purchase order number', { purchase_order_number: null }],
    ['tax', { taxed_amount: { amount: '19.99', currency: 'USD' } }],
    ['total', { total: { amount: '120.01', currency: 'USD' } }],
    ['total', { total: { amount: '120.00', currency: 'EUR' } }],
    ['number of lines', { items: [] }],
    ['customer', { customer_id: 'other' }],
  ] satisfies [string, Partial<AnsweredInvoice>][])('another %s is seen', (field, changes) => {
    expect(verifyInvoice(sent, { ...answer, ...changes })).toMatchObject([{ params: { field } }])
  })
})

function answerToFull(sent: FullInvoiceRequest): AnsweredInvoice {
  return {
    id: 'rillet-invoice-1',
    customer_id: sent.customer_id,
    invoice_number: 'INV-0001',
    invoice_date: sent.invoice_date,
    due_date: sent.due_date ?? sent.invoice_date,
    taxed_amount: { amount: '20.00', currency: 'USD' },
    total: { amount: '120.00', currency: 'USD' },
    items: sent.items.map(({ description, price, revenue }, index) => ({
      id: `rillet-line-${index + 1}`,
      product_id: price.product_id,
      description,
      total_amount: { amount: '100.00', currency: 'USD' },
      ...(revenue === undefined ? {} : { revenue }),
    })),
    memo: sent.memo,
    purchase_order_number: sent.purchase_order_number,
    external_references: sent.external_references,
  }
}
