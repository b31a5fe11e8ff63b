import { expect, test } from 'vitest'
import type { Settings, SourceProduct } from '../../../domain/model.ts'
import { mapProduct } from '../../../domain/product.ts'
import { settings } from './builders.ts'

const map = (changes: Partial<SourceProduct> = {}, own: Partial<Settings> = {}, currency = 'USD') =>
  mapProduct({
    product: { id: 'product-1', name: 'Seats', label: null, ...changes },
    currency,
    settings: settings(own),
    publicUrl: 'https://sync.example',
  })

test('a product becomes exactly this request', () => {
  expect(map()).toEqual({
    ok: true,
    warnings: [],
    value: {
      name: 'Seats',
      description: 'Seats',
      price: { type: 'ONE_TIME', amount: { amount: '0.00', currency: 'USD' } },
      include_in_arr_mrr: false,
      revenue_pattern: 'DAILY',
      account_code: '4000',
      external_references: [
        { type: 'sequencehq', id: 'product-1', url: 'https://sync.example/products/product-1' },
        {
          type: 'CUSTOMER_CUSTOM',
          id: 'product-1',
          url: 'https://sync.example/products/product-1',
        },
      ],
    },
  })
})

test('the settings choose a recurring price and the pattern', () => {
  const mapped = map(
    {},
    { productPriceType: 'FIXED_RECURRING', revenuePattern: 'EVEN_PERIOD' },
    'JPY',
  )
  expect(mapped).toMatchObject({
    value: {
      price: {
        type: 'FIXED_RECURRING',
        amount: { amount: '0', currency: 'JPY' },
        interval_months: 1,
      },
      revenue_pattern: 'EVEN_PERIOD',
    },
  })
})

test('a name of more than 250 characters is cut, and kept in full in the description', () => {
  const name = `${'x'.repeat(249)}😀 and more`
  const mapped = map({ name, label: 'label' })
  expect(mapped.warnings.map(({ code }) => code)).toEqual(['product_name_shortened'])
  expect(mapped).toMatchObject({ value: { name: 'x'.repeat(249), description: name } })
})

test('what is missing is all named', () => {
  const mapped = map({ name: ' ' }, { defaultAccountCode: null }, 'QQQ')
  expect(mapped.ok ? [] : mapped.problems.map(({ code }) => code)).toEqual([
    'product_create_failed',
    'unknown_currency',
    'default_account_missing',
  ])
})
