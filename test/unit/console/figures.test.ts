import { expect, test } from 'vitest'
import { figureText } from '../../../console/words/figures.ts'

test.each([
  ['total', '1234.5 USD', 'USD', '1,234.50 USD'],
  ['tax', '1234.5', 'USD', '1,234.50 USD'],
  ['amount of line 2', '208019', 'JPY', '208,019 JPY'],
  ['total', '180.00', null, '180.00'],
  ['number of lines', '1200', 'USD', '1200'],
  ['due_date', '2026-11-27', 'USD', '2026-11-27'],
  ['number', '1234', 'USD', '1234'],
])('the %s %s of %s reads as %s', (field, value, currency, words) => {
  expect(figureText(field, value, currency)).toBe(words)
})
