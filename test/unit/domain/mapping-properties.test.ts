import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explain } from '../../../domain/catalogue.ts'
import { mapInvoice } from '../../../domain/mapping.ts'
import type { Settings, SourceInvoice } from '../../../domain/model.ts'
import { warningText } from '../../../domain/warnings.ts'
import type { ExternalInvoiceRequest } from '../../../domain/wire.ts'
import { context, external, settings } from './builders.ts'
import { anyInvoice, anySoundInvoice, decimalsOf, units } from './generated.ts'

const rule = fc.constantFrom('defaultProduct', 'defaultProduct', 'create', 'block')
const runs = { numRuns: 1_000 }

const map = (invoice: SourceInvoice, changes: Partial<Settings> = {}) =>
  mapInvoice({
    invoice,
    context: context({
      settings: settings({ subsidiaryCurrency: invoice.currency, ...changes }),
      customerCurrency: invoice.currency,
      productRilletIds: { 'product-1': 'rillet-1', 'product-2': 'rillet-2' },
    }),
  })

/** Counts in whole minor units, with none of the code under test. */
function expectEveryCent(invoice: SourceInvoice, draft: ExternalInvoiceRequest) {
  const decimals = decimalsOf[invoice.currency] ?? 0
  const count = (text: string) => units(text, decimals)
  const amounts = draft.items.map(({ total_amount }) => total_amount.amount)
  expect(amounts.map(count)).toEqual(invoice.lines.map(({ netTotal }) => count(netTotal)))
  const net = amounts.reduce((sum, amount) => sum + (count(amount) ?? 0n), 0n)
  const tax = count(draft.tax_amount?.amount ?? '0') ?? 0n
  expect(net).toBe(count(invoice.netTotal))
  expect(tax).toBe(count(invoice.totalTax))
  expect(net + tax).toBe(count(invoice.grossTotal))
}

function expectEveryLine(invoice: SourceInvoice, { items }: ExternalInvoiceRequest) {
  const ids = items.map(({ external_references }) => external_references[0]?.id)
  expect(ids).toEqual(invoice.lines.map(({ id }) => id))
  items.forEach((item, index) => {
    const line = invoice.lines[index]
    expect(item.quantity).toBeGreaterThanOrEqual(0.00001)
    expect(item.description).not.toBe('')
    expect(item.description).toContain(line?.title.trim())
    expect(item.revenue?.period ?? null).toEqual(line?.servicePeriod ?? null)
    if (String(item.quantity) !== line?.quantity && Number(line?.quantity) !== item.quantity) {
      expect(item.description).toContain(`(quantity ${line?.quantity})`)
    }
    expect(item.total_amount.currency).toBe(invoice.currency)
    const decimals = item.total_amount.amount.split('.')[1]?.length ?? 0
    expect(decimals).toBe(decimalsOf[invoice.currency])
  })
}

test('a sound invoice is always sent, with every line and every cent', () => {
  fc.assert(
    fc.property(anySoundInvoice, (invoice) => {
      const mapped = map(invoice, { unmappedProduct: 'defaultProduct' })
      expect(mapped.ok ? [] : mapped.problems).toEqual([])
      if (!mapped.ok) return
      expectEveryLine(invoice, external(mapped.value))
      expectEveryCent(invoice, external(mapped.value))
    }),
    runs,
  )
})

test('any invoice is sent with every line and every cent, or held with a reason in words', () => {
  const outcomes = { sent: 0, held: 0 }
  fc.assert(
    fc.property(anyInvoice, rule, fc.boolean(), (invoice, unmappedProduct, hasDefault) => {
      const defaultProductId = hasDefault ? 'rillet-default' : null
      const mapped = map(invoice, { unmappedProduct, defaultProductId })
      outcomes[mapped.ok ? 'sent' : 'held']++
      for (const text of mapped.warnings.map(warningText)) expect(text).not.toMatch(/\{\w+\}/)
      if (mapped.ok) {
        expectEveryLine(invoice, external(mapped.value))
        expectEveryCent(invoice, external(mapped.value))
        return
      }
      expect(mapped.problems.length).toBeGreaterThan(0)
      for (const problem of mapped.problems) {
        expect(problem.blockedOn).not.toBe('')
        expect(explain(problem).whatHappened).not.toMatch(/\{\w+\}/)
      }
    }),
    runs,
  )
  expect(outcomes.sent).toBeGreaterThan(50)
  expect(outcomes.held).toBeGreaterThan(50)
})

test('the same invoice always becomes the same request', () => {
  fc.assert(
    fc.property(anyInvoice, (invoice) => {
      expect(map(structuredClone(invoice))).toEqual(map(invoice))
    }),
    { numRuns: 100 },
  )
})
