import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  ageText,
  countText,
  dayText,
  moneyText,
  percentText,
  plural,
} from '../../../console/format.ts'

test.each([
  ['1234.5', 'USD', '1,234.50'],
  ['0.05', 'USD', '0.05'],
  ['-1234567.891', 'USD', '−1,234,567.891'],
  ['208019', 'JPY', '208,019'],
  ['12', 'KWD', '12.000'],
  ['90071992547409930.01', 'EUR', '90,071,992,547,409,930.01'],
  ['1234.5', null, '1,234.5'],
  ['not a number', 'USD', 'not a number'],
])('%s %s is shown as %s', (amount, currency, shown) => {
  expect(moneyText(amount, currency)).toBe(shown)
})

test('no digit of an amount is ever lost, added before the point or moved', () => {
  const amount = fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.stringMatching(/^\d{0,8}$/))
    .map(([whole, fraction]) => `${whole}${fraction === '' ? '' : `.${fraction}`}`)
  fc.assert(
    fc.property(amount, (text) => {
      const shown = moneyText(text, 'USD').replaceAll(',', '')
      expect(shown.startsWith(text)).toBe(true)
      expect(shown.slice(text.length)).toMatch(/^\.?0{0,2}$/)
    }),
  )
})

test.each([
  ['0.2', '20 %'],
  ['0', '0 %'],
  ['1', '100 %'],
  ['0.055', '5.5 %'],
  ['0.08875', '8.875 %'],
])('the tax rate %s is shown as %s', (fraction, shown) => {
  expect(percentText(fraction)).toBe(shown)
})

test('an age is said in the largest whole unit, also of what is to come', () => {
  const now = Date.parse('2026-11-26T12:00:00Z')
  const at = (seconds: number) => ageText(new Date(now + seconds * 1_000), now)
  expect(at(-3)).toBe('just now')
  expect(at(-119)).toBe('1 min. ago')
  expect(at(-3 * 3_600)).toBe('3 hr. ago')
  expect(at(-49 * 3_600)).toBe('2 days ago')
  expect(at(30)).toBe('in a moment')
  expect(at(600)).toBe('in 10 min.')
})

test('a day is the same day in every zone, and what is none is shown as it came', () => {
  expect(dayText('2026-11-01')).toBe('1 Nov 2026')
  expect(dayText('soon')).toBe('soon')
})

test('counts are grouped and named', () => {
  expect(countText(120_400)).toBe('120,400')
  expect(plural(1, 'invoice')).toBe('1 invoice')
  expect(plural(2, 'delivery', 'deliveries')).toBe('2 deliveries')
})
