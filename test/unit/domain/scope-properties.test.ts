import fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditOf } from '../../../domain/credit.ts'
import { mapCreditMemo } from '../../../domain/credit-memo.ts'
import { mapInvoice } from '../../../domain/mapping.ts'
import { type Settings, type SourceInvoice, scopes } from '../../../domain/model.ts'
import { totalOf } from '../../../domain/verify.ts'
import type { LineTaxRate, PricedItem } from '../../../domain/wire.ts'
import { context, full, settings } from './builders.ts'
import { anyRatedInvoice, decimalsOf, product, units } from './generated.ts'

const runs = { numRuns: 1_000 }

const settingsFor = ({ currency }: SourceInvoice, changes: Partial<Settings>) =>
  settings({ subsidiaryCurrency: currency, unmappedProduct: 'defaultProduct', ...changes })

const map = (invoice: SourceInvoice, changes: Partial<Settings>) =>
  mapInvoice({
    invoice,
    context: context({
      settings: settingsFor(invoice, changes),
      customerCurrency: invoice.currency,
      productRilletIds: { 'product-1': 'rillet-1', 'product-2': 'rillet-2' },
    }),
  })

/** Counts in whole minor units, with none of the code under test: nothing is left for Rillet to round. */
function expectPricedToTheCent(invoice: SourceInvoice, items: PricedItem[]) {
  const decimals = decimalsOf[invoice.currency] ?? 0
  const netOf = ({ price: { quantity, amount_per_unit } }: PricedItem) =>
    product(String(quantity), amount_per_unit.amount, decimals)
  const taxOf = (tax: LineTaxRate | undefined) => units(tax?.tax_amount.amount ?? '0', decimals)
  expect(items.map(netOf)).toEqual(invoice.lines.map(({ netTotal }) => units(netTotal, decimals)))
  expect(items.map(({ tax_rate }) => taxOf(tax_rate))).toEqual(
    invoice.lines.map(({ totalTax }) => units(totalTax, decimals)),
  )
}

test('a sound invoice is sent whole in every scope, and totals what it totals in Sequence', () => {
  fc.assert(
    fc.property(anyRatedInvoice, fc.constantFrom(...scopes), (invoice, scope) => {
      const mapped = map(invoice, { scope })
      expect(mapped.ok ? [] : mapped.problems).toEqual([])
      if (!mapped.ok) return
      const sent = mapped.value
      const decimals = decimalsOf[invoice.currency] ?? 0
      expect(sent.scope).toBe(scope)
      expect(sent.items).toHaveLength(invoice.lines.length)
      const total = totalOf(sent)
      expect(total.currency).toBe(invoice.currency)
      expect(units(total.amount, decimals)).toBe(units(invoice.grossTotal, decimals))
      expect(sent.items.map(({ revenue }) => revenue?.period ?? null)).toEqual(
        invoice.lines.map(({ servicePeriod }) => servicePeriod),
      )
    }),
    runs,
  )
})

test('in FULL every line has its net without rounding, and its own tax', () => {
  fc.assert(
    fc.property(anyRatedInvoice, (invoice) => {
      const mapped = map(invoice, { scope: 'FULL' })
      if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems))
      const { items, memo } = full(mapped.value)
      expectPricedToTheCent(invoice, items)
      expect(memo).toBe('SEQ-1')
      items.forEach(({ price, description, tax_rate }, index) => {
        const line = invoice.lines[index]
        if (Number(line?.quantity) !== price.quantity) {
          expect(description).toContain(`(quantity ${line?.quantity})`)
        }
        const expected = invoice.customerTaxStatus === 'TAXED' ? Number(line?.taxRate) * 100 : 0
        if (invoice.customerTaxStatus === 'TAX_EXEMPT') expect(tax_rate).toBeUndefined()
        else expect(tax_rate?.percentage).toBeCloseTo(expected)
      })
    }),
    runs,
  )
})

test('a credit memo undoes its invoice to the cent, line by line', () => {
  const outcomes = { sent: 0, nothing: 0 }
  fc.assert(
    fc.property(anyRatedInvoice, (invoice) => {
      const url = 'https://sync.example/invoices/invoice-1'
      const credit = creditOf(invoice, null, { id: 'invoice-1:void', date: '2026-06-30', url })
      if (credit === null) throw new Error('the same invoice is comparable')
      const mapped = mapCreditMemo({
        credit,
        context: {
          settings: settingsFor(invoice, {}),
          customer: { rilletId: 'rillet-customer-1', currency: null },
          products: {},
        },
        exchangeRate: null,
      })
      outcomes[mapped.ok ? 'sent' : 'nothing']++
      if (mapped.ok) return expectPricedToTheCent(invoice, mapped.value.items)
      expect(mapped.problems.map(({ code }) => code)).toEqual(['credit_not_positive'])
      expect(Number(invoice.grossTotal)).toBe(0)
    }),
    runs,
  )
  expect(outcomes.sent).toBeGreaterThan(500)
})

test('what an invoice lost and what is left of it are the invoice', () => {
  fc.assert(
    fc.property(anyRatedInvoice, fc.array(fc.boolean(), { minLength: 12 }), (invoice, kept) => {
      const lines = invoice.lines.filter((_, index) => kept[index])
      const decimals = decimalsOf[invoice.currency] ?? 0
      const sumOf = (
        field: 'netTotal' | 'totalTax',
        of: { netTotal: string; totalTax: string }[],
      ) => of.reduce((sum, one) => sum + (units(one[field], decimals) ?? 0n), 0n)
      const credit = creditOf(
        invoice,
        { ...invoice, lines },
        { id: 'x', date: '2026-06-30', url: '' },
      )
      const lost = credit?.lines ?? []
      for (const field of ['netTotal', 'totalTax'] as const) {
        expect(sumOf(field, lost) + sumOf(field, lines)).toBe(sumOf(field, invoice.lines))
      }
    }),
    { numRuns: 300 },
  )
})
