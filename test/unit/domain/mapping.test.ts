import { describe, expect, test } from 'vitest'
import { explain } from '../../../domain/catalogue.ts'
import { type MappingContext, mapInvoice, toBeCreated } from '../../../domain/mapping.ts'
import type { SourceInvoice, SourceLine } from '../../../domain/model.ts'
import { warningText } from '../../../domain/warnings.ts'
import { context, external, invoice, line, settings } from './builders.ts'

function draft(changes: Partial<SourceInvoice> = {}, more: Partial<MappingContext> = {}) {
  const mapped = mapInvoice({ invoice: invoice(changes), context: context(more) })
  if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems))
  return { ...external(mapped.value), warnings: mapped.warnings.map(({ code }) => code) }
}

function codes(changes: Partial<SourceInvoice> = {}, more: Partial<MappingContext> = {}) {
  const mapped = mapInvoice({ invoice: invoice(changes), context: context(more) })
  return mapped.ok ? [] : mapped.problems.map(({ code }) => code)
}

const itemOf = (changes: Partial<SourceLine>) => {
  const { items, warnings } = draft({ lines: [line(changes)] })
  return { item: items[0], warnings }
}

test('an invoice becomes exactly this request', () => {
  const servicePeriod = { start: '2026-05-01', end: '2026-05-31' }
  const mapped = mapInvoice({
    invoice: invoice({ lines: [line({ servicePeriod })] }),
    context: context(),
  })
  expect(mapped).toEqual({
    ok: true,
    warnings: [],
    value: {
      scope: 'REVENUE_RECOGNITION_ONLY',
      customer_id: 'rillet-customer-1',
      subsidiary_id: 'subsidiary-1',
      invoice_number: 'SEQ-1',
      invoice_date: '2026-05-01',
      due_date: '2026-06-01',
      tax_amount: { amount: '20.00', currency: 'USD' },
      items: [
        {
          product_id: 'rillet-product-1',
          description: 'Platform: Seats',
          quantity: 2,
          total_amount: { amount: '100.00', currency: 'USD' },
          revenue: { period: servicePeriod },
          external_references: [
            {
              type: 'CUSTOMER_CUSTOM',
              id: 'line-1',
              url: 'https://sync.example/invoices/invoice-1',
            },
          ],
        },
      ],
      external_references: [
        { type: 'sequencehq', id: 'invoice-1', url: 'https://sync.example/invoices/invoice-1' },
        {
          type: 'CUSTOMER_CUSTOM',
          id: 'invoice-1',
          url: 'https://sync.example/invoices/invoice-1',
        },
      ],
    },
  })
})

describe('dates and texts', () => {
  test('a missing due date is left out and said', () => {
    const { due_date, warnings } = draft({ dueDate: null })
    expect(due_date).toBeUndefined()
    expect(warnings).toEqual(['due_date_missing'])
  })

  test('memo and purchase order number stay in Sequence, and that is said', () => {
    expect(draft({ memo: 'thanks', purchaseOrderNumber: 'PO-7' }).warnings).toEqual([
      'memo_not_sent',
      'purchase_order_not_sent',
    ])
  })

  test.each([
    [{ groupTitle: 'Platform', title: 'Seats' }, 'Platform: Seats'],
    [{ groupTitle: null, title: 'Seats' }, 'Seats'],
    [{ groupTitle: ' ', title: 'Seats' }, 'Seats'],
    [{ groupTitle: 'Seats', title: 'Seats' }, 'Seats'],
    [{ groupTitle: 'Platform', title: 'Seats', description: 'May' }, 'Platform: Seats – May'],
    [{ groupTitle: null, title: 'Seats', description: 'Seats' }, 'Seats'],
    [{ groupTitle: null, title: '', description: null }, 'Line 1'],
  ])('%j reads %j', (changes, description) => {
    expect(itemOf(changes).item?.description).toBe(description)
  })

  test('a service period that ends before it starts is named', () => {
    const servicePeriod = { start: '2026-05-31', end: '2026-05-01' }
    expect(codes({ lines: [line({ servicePeriod })] })).toEqual(['service_period_reversed'])
  })
})

describe('quantities', () => {
  test.each([
    ['2', 2],
    ['2.5000', 2.5],
    ['0.00001', 0.00001],
    ['1000000', 1000000],
    ['1000000000000000', 1e15],
  ])('%s is sent as %d', (quantity, sent) => {
    const { item, warnings } = itemOf({ quantity })
    expect(item?.quantity).toBe(sent)
    expect(item?.description).toBe('Platform: Seats')
    expect(warnings).toEqual([])
  })

  const huge = ['1000000000000001', '1000000000000000000000', '12345678901234567.25']
  test.each(['0', '0.00', '-3', '0.000009', ...huge])(
    '%s is sent as 1 and kept in the description',
    (quantity) => {
      const { item, warnings } = itemOf({ quantity })
      expect(item?.quantity).toBe(1)
      expect(item?.description).toBe(`Platform: Seats (quantity ${quantity})`)
      expect(item?.total_amount.amount).toBe('100.00')
      expect(warnings).toEqual(['quantity_in_description'])
    },
  )
})

describe('amounts', () => {
  test('a discount stays a negative line', () => {
    const lines = [
      line({ netTotal: '130.00', totalTax: '26.00' }),
      line({ id: 'line-2', title: 'Discount', netTotal: '-30', totalTax: '-6.00', quantity: '1' }),
    ]
    expect(draft({ lines }).items.map(({ total_amount }) => total_amount.amount)).toEqual([
      '130.00',
      '-30.00',
    ])
  })

  test.each([
    ['JPY', '1000', '100', '1100', '1000'],
    ['CLP', '1000.00', '100.0', '1100', '1000'],
    ['KWD', '1.5', '0.125', '1.625', '1.500'],
  ])('%s is written with its own decimals', (currency, netTotal, totalTax, grossTotal, written) => {
    const own = settings({ subsidiaryCurrency: currency })
    const { items, tax_amount } = draft(
      { currency, netTotal, totalTax, grossTotal, lines: [line({ netTotal, totalTax })] },
      { settings: own, customerCurrency: currency },
    )
    expect(items[0]?.total_amount).toEqual({ amount: written, currency })
    expect(tax_amount?.currency).toBe(currency)
  })

  const untaxed = {
    totalTax: '0.00',
    grossTotal: '100.00',
    lines: [line({ totalTax: '0', grossTotal: '100.00' })],
  }
  test.each([
    ['TAXED', { amount: '0.00', currency: 'USD' }],
    ['TAX_EXEMPT', undefined],
    ['REVERSE_CHARGED', undefined],
  ])('a tax of zero of a %s customer is sent as %j', (customerTaxStatus, sent) => {
    expect(draft({ ...untaxed, customerTaxStatus }).tax_amount).toEqual(sent)
  })

  test('tax is sent in the header only', () => {
    expect(draft().items[0]).not.toHaveProperty('tax_amount')
  })
})

describe('links', () => {
  test('the template of the settings is filled', () => {
    const own = settings({ invoiceUrlTemplate: 'https://books.example/i/{id}?from=rillet' })
    const { external_references } = draft({ id: 'a b' }, { settings: own })
    expect(external_references[0]?.url).toBe('https://books.example/i/a%20b?from=rillet')
  })

  test.each([
    'https://books.example/',
    'books/{id}',
    'javascript:{id}',
    'https://{id',
    'http://{id}:x',
  ])('%s is refused', (invoiceUrlTemplate) => {
    expect(codes({}, { settings: settings({ invoiceUrlTemplate }) })).toEqual([
      'link_template_invalid',
    ])
  })

  test('only the header carries our own reference', () => {
    const { items, external_references } = draft()
    expect(external_references.map(({ type }) => type)).toEqual(['sequencehq', 'CUSTOMER_CUSTOM'])
    expect(items[0]?.external_references.map(({ type }) => type)).toEqual(['CUSTOMER_CUSTOM'])
  })
})

describe('what holds an invoice back', () => {
  test('is all named at once', () => {
    const wrong = {
      invoiceNumber: null,
      customerTaxStatus: 'REVERSE_CHARGED',
      grossTotal: '119.00',
      lines: [
        line({ productId: 'new', servicePeriod: { start: '2026-02-01', end: '2026-01-01' } }),
        line({ productId: null, netTotal: '0.001' }),
      ],
    }
    const bare = settings({
      subsidiaryCurrency: 'EUR',
      defaultProductId: null,
      unmappedProduct: 'block',
      invoiceUrlTemplate: 'nowhere',
    })
    expect(new Set(codes(wrong, { settings: bare, customerRilletId: null }))).toEqual(
      new Set([
        'currency_not_enabled',
        'customer_not_linked',
        'product_not_mapped',
        'default_product_missing',
        'tax_on_untaxed_customer',
        'invoice_number_missing',
        'line_not_representable',
        'totals_differ',
        'service_period_reversed',
        'link_template_invalid',
      ]),
    )
  })

  test('is named once, however many checks see it', () => {
    const lines = [line({ netTotal: '100.001' })]
    expect(codes({ lines, netTotal: '100.001', grossTotal: '120.001' })).toEqual([
      'line_not_representable',
    ])
  })

  test('is a product that the create step has not created', () => {
    expect(codes({}, { productRilletIds: {} })).toEqual(['product_not_mapped'])
  })

  test.each(['__proto__', 'constructor', 'toString'])('is the unmapped product %s', (productId) => {
    expect(codes({ lines: [line({ productId })] })).toEqual(['product_not_mapped'])
    const productRilletIds = Object.fromEntries([[productId, 'rillet-7']])
    const { items } = draft({ lines: [line({ productId })] }, { productRilletIds })
    expect(items[0]?.product_id).toBe('rillet-7')
  })

  test('can always be put into words', () => {
    const mapped = mapInvoice({ invoice: invoice({ lines: [] }), context: context() })
    const words = mapped.ok ? [] : mapped.problems.map((problem) => explain(problem).whatHappened)
    expect(words).toEqual([expect.stringContaining('at least one line')])
  })
})

test('a preview shows products that the sync will create', () => {
  expect(draft({}, { productRilletIds: { 'product-1': toBeCreated } }).items[0]?.product_id).toBe(
    toBeCreated,
  )
})

test('an empty link currency is only a warning', () => {
  const mapped = mapInvoice({ invoice: invoice(), context: context({ customerCurrency: null }) })
  expect(mapped.warnings.map(warningText)).toEqual([
    'No currency is set on the customer’s link: Rillet decides whether it takes USD.',
  ])
})
