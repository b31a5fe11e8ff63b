import { describe, expect, test } from 'vitest'
import { factsOf } from '../../../domain/facts.ts'
import type { ProductLink, Settings, SourceLine } from '../../../domain/model.ts'
import { productCreateFailed } from '../../../domain/problems.ts'
import { missingProducts, productFor } from '../../../domain/products.ts'
import { invoice, line, settings } from './builders.ts'

const known: ProductLink = { rilletId: 'rillet-product-1', problem: null }
const none = { productId: null, rilletProductId: null }

describe('the product of a line', () => {
  const choose = (
    product: Pick<SourceLine, 'productId' | 'rilletProductId'>,
    changes: Partial<Settings> = {},
  ) => productFor(1, product, { settings: settings(changes), products: { 'product-1': known } })

  test('is the one set by hand, above the map', () => {
    const byHand = { productId: 'product-1', rilletProductId: 'by-hand' }
    expect(choose(byHand)).toEqual({ kind: 'known', rilletId: 'by-hand' })
  })

  test('is the linked one', () => {
    expect(choose({ ...none, productId: 'product-1' })).toEqual({
      kind: 'known',
      rilletId: 'rillet-product-1',
    })
  })

  test('is not set by hand where that is an empty text', () => {
    expect(choose({ productId: 'product-1', rilletProductId: '' })).toEqual({
      kind: 'known',
      rilletId: 'rillet-product-1',
    })
  })

  test.each(['__proto__', 'constructor'])('is unmapped although it is called %s', (productId) => {
    expect(choose({ ...none, productId })).toEqual({ kind: 'create', productId })
  })

  test('is the default product where there is none', () => {
    expect(choose(none)).toEqual({ kind: 'known', rilletId: 'rillet-default' })
    expect(choose(none, { defaultProductId: null })).toMatchObject({
      problem: { code: 'default_product_missing', blockedOn: 'settings' },
    })
  })

  test.each([
    ['create', {}, { kind: 'create', productId: 'new' }],
    ['create', { defaultAccountCode: null }, { problem: { code: 'default_account_missing' } }],
    ['defaultProduct', {}, { kind: 'known', rilletId: 'rillet-default' }],
    [
      'defaultProduct',
      { defaultProductId: null },
      { problem: { code: 'default_product_missing' } },
    ],
    ['block', {}, { problem: { code: 'product_not_mapped', blockedOn: 'product:new' } }],
  ] as const)('unmapped and told to %s with %j: %j', (unmappedProduct, changes, expected) => {
    const product = { ...none, productId: 'new' }
    expect(choose(product, { unmappedProduct, ...changes })).toMatchObject(expected)
  })
})

describe('the missing products of an invoice', () => {
  const facts = (...products: (string | null)[]) =>
    factsOf(invoice({ lines: products.map((productId) => line({ productId })) }), 'hash')

  test('are each created once', () => {
    const context = { settings: settings(), products: { 'product-1': known } }
    expect(missingProducts(facts('new', 'new', 'product-1', 'other', null), context)).toEqual({
      create: ['new', 'other'],
      refused: [],
      problems: [],
    })
  })

  test('are asked for again while they are being created', () => {
    const products = { new: { rilletId: null, problem: null } }
    expect(missingProducts(facts('new'), { settings: settings(), products }).create).toEqual([
      'new',
    ])
  })

  test('hold the invoice once their creation was refused', () => {
    const problem = productCreateFailed('new', 'no such account')
    const products = { new: { rilletId: null, problem } }
    expect(missingProducts(facts('new', 'new'), { settings: settings(), products })).toEqual({
      create: [],
      refused: ['new'],
      problems: [problem],
    })
  })

  test('take the default product although their creation was refused, once the rule says so', () => {
    const products = { new: { rilletId: null, problem: productCreateFailed('new', 'no') } }
    const rule = settings({ unmappedProduct: 'defaultProduct' })
    expect(missingProducts(facts('new'), { settings: rule, products }).problems).toEqual([])
  })

  test('are named each once under the rule block', () => {
    const rule = settings({ unmappedProduct: 'block' })
    const { problems } = missingProducts(facts('new', 'other', 'new'), {
      settings: rule,
      products: {},
    })
    expect(problems.map(({ blockedOn }) => blockedOn)).toEqual(['product:new', 'product:other'])
  })
})
