import { expect, test } from 'vitest'
import { figureWords, moneyWords } from '../../../domain/money-words.ts'

test.each([
  ['1234.5', 'USD', '1,234.50'],
  ['-1234567', 'EUR', '-1,234,567.00'],
  ['208019', 'JPY', '208,019'],
  ['999', 'USD', '999.00'],
  ['1.234', 'USD', '1.234'],
])('%s %s reads as %s', (amount, currency, words) => {
  expect(moneyWords(amount, currency)).toBe(words)
})

test('only an amount with its currency is one', () => {
  expect(figureWords('1234.5 USD')).toBe('1,234.50 USD')
  for (const text of ['2026-11-27', 'SEQ-1234 USD', '1234.5', 'PAID', '']) {
    expect(figureWords(text)).toBe(text)
  }
})
