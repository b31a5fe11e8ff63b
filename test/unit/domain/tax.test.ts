import { describe, expect, test } from 'vitest'
import { factsOf } from '../../../domain/facts.ts'
import { type Scope, type SourceInvoice, scopes } from '../../../domain/model.ts'
import { chooseTax, chooseTaxes, taxProblems } from '../../../domain/tax.ts'
import { invoice, line, settings } from './builders.ts'

const taxTable = [
  { category: null, taxed: 'STD', exempt: 'EX', reverseCharged: 'RC' },
  { category: 'books', taxed: 'RED', exempt: 'EX-B', reverseCharged: 'RC-B' },
  { category: 'empty', taxed: null, exempt: null, reverseCharged: null },
]

test.each([
  ['TAXED', null, 'STD'],
  ['TAXED', 'books', 'RED'],
  ['TAXED', 'unknown', 'STD'],
  ['TAXED', 'empty', 'tax_code_missing'],
  ['TAX_EXEMPT', null, null],
  ['TAX_EXEMPT', 'books', null],
  ['TAX_EXEMPT', 'unknown', null],
  ['TAX_EXEMPT', 'empty', null],
  ['REVERSE_CHARGED', null, 'RC'],
  ['REVERSE_CHARGED', 'books', 'RC-B'],
  ['REVERSE_CHARGED', 'unknown', 'RC'],
  ['REVERSE_CHARGED', 'empty', 'tax_code_missing'],
  ['SOMETHING_NEW', null, 'unknown_tax_status'],
  ['SOMETHING_NEW', 'books', 'unknown_tax_status'],
  [null, null, 'unknown_tax_status'],
  [null, 'books', 'unknown_tax_status'],
])('%s with category %s gives %s', (customerTaxStatus, taxCategoryId, expected) => {
  const answer = chooseTax({ customerTaxStatus, taxCategoryId, taxTable })
  expect(answer.ok ? answer.code : answer.problem.code).toBe(expected)
})

test('without any row a taxed line has no code, an exempt one needs none', () => {
  const question = { taxCategoryId: null, taxTable: [] }
  expect(chooseTax({ ...question, customerTaxStatus: 'TAXED' }).ok).toBe(false)
  expect(chooseTax({ ...question, customerTaxStatus: 'REVERSE_CHARGED' }).ok).toBe(false)
  expect(chooseTax({ ...question, customerTaxStatus: 'TAX_EXEMPT' }).ok).toBe(true)
})

describe('of a whole invoice', () => {
  const choose = (changes: Partial<SourceInvoice>, scope: Scope = 'REVENUE_RECOGNITION_ONLY') =>
    chooseTaxes(factsOf(invoice(changes), 'hash'), settings({ taxTable, scope }))
  const untaxed = {
    totalTax: '0.00',
    grossTotal: '100.00',
    lines: [line({ totalTax: '0.00', grossTotal: '100.00' })],
  }

  test('every line gets its choice, in order', () => {
    const lines = [line({ taxCategoryId: 'books' }), line(), line({ taxCategoryId: 'unknown' })]
    expect(choose({ lines }).choices).toEqual([
      { taxCategoryId: 'books', code: 'RED', rate: null },
      { taxCategoryId: null, code: 'STD', rate: null },
      { taxCategoryId: 'unknown', code: 'STD', rate: null },
    ])
  })

  test.each(scopes)('a missing code in %s warns or blocks, once a category', (scope) => {
    const lines = [line({ taxCategoryId: 'empty' }), line({ taxCategoryId: 'empty' })]
    const { problems, warnings } = choose({ lines, totalTax: '40.00' }, scope)
    const blocks = scope === 'FULL'
    expect(problems.map(({ code }) => code)).toEqual(blocks ? ['tax_code_missing'] : [])
    expect(warnings.map(({ code }) => code)).toEqual(blocks ? [] : ['tax_code_missing'])
  })

  test.each(['TAX_EXEMPT', 'REVERSE_CHARGED'])('%s with tax in the header blocks', (status) => {
    expect(choose({ customerTaxStatus: status }).problems).toMatchObject([
      { code: 'tax_on_untaxed_customer', params: { tax: '20.00' } },
    ])
    expect(choose({ customerTaxStatus: status, ...untaxed }).problems).toEqual([])
  })

  test.each(['TAX_EXEMPT', 'REVERSE_CHARGED'])('%s with tax on a line only blocks', (status) => {
    const lines = [line({ totalTax: '0.01' })]
    const facts = factsOf(invoice({ ...untaxed, customerTaxStatus: status, lines }), 'hash')
    expect(taxProblems(facts, settings({ taxTable }))).toMatchObject([
      { code: 'tax_on_untaxed_customer' },
    ])
  })

  test('a taxed customer may owe no tax', () => {
    expect(choose(untaxed).problems).toEqual([])
  })

  test.each(scopes)('an unknown tax status blocks in %s', (scope) => {
    expect(choose({ customerTaxStatus: 'NEW' }, scope).problems).toMatchObject([
      { code: 'unknown_tax_status', params: { status: 'NEW' } },
    ])
  })
})
