import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { minorUnits } from '../../../domain/currencies.ts'
import {
  add,
  asNumber,
  compare,
  equal,
  fits,
  format,
  minorUnit,
  multiply,
  subtract,
  sum,
} from '../../../domain/money.ts'

describe('currencies', () => {
  test.each([
    ['JPY', 0],
    ['CLP', 0],
    ['ISK', 0],
    ['USD', 2],
    ['EUR', 2],
    ['HUF', 2],
    ['KWD', 3],
    ['CLF', 4],
  ])('%s has %i decimals', (currency, decimals) => {
    expect(minorUnits(currency)).toBe(decimals)
  })

  test.each(['XXX', 'XAU', 'usd', '', 'DEM', 'EURO'])(
    '%j is no currency we can bill in',
    (code) => {
      expect(minorUnits(code)).toBeNull()
      expect(format('1', code)).toBeNull()
      expect(minorUnit(code)).toBeNull()
    },
  )

  test('all of Sequence’s 32 currencies are known', () => {
    const sequence =
      'AED ARS AUD BRL BGN CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD ILS INR ISK JPY KRW MXN NOK NZD PLN SAR SEK SGD THB USD UYU ZAR'
    expect(sequence.split(' ').filter((code) => minorUnits(code) === null)).toEqual([])
  })
})

describe('exact decimals', () => {
  test('0.1 + 0.2 is 0.3', () => {
    expect(add('0.1', '0.2')).toBe('0.3')
  })

  test('the smallest units', () => {
    expect(['JPY', 'USD', 'KWD'].map(minorUnit)).toEqual(['1', '0.01', '0.001'])
  })

  test.each([
    ['1', 'USD', '1.00'],
    ['1.5', 'USD', '1.50'],
    ['1.500', 'USD', '1.50'],
    ['-0.10', 'USD', '-0.10'],
    ['-0', 'USD', '0.00'],
    ['100.00', 'JPY', '100'],
    ['1.2', 'KWD', '1.200'],
    ['123456789012345678901234567890.12', 'EUR', '123456789012345678901234567890.12'],
  ])('%s %s is written %s', (amount, currency, written) => {
    expect(format(amount, currency)).toBe(written)
  })

  test.each([
    ['1.005', 'USD'],
    ['100.5', 'JPY'],
    ['-0.0001', 'KWD'],
  ])('%s %s does not fit and is not rounded', (amount, currency) => {
    expect(format(amount, currency)).toBeNull()
    expect(fits(amount, currency)).toBe(false)
  })

  test('text that is no decimal is refused', () => {
    expect(() => add('1', 'a')).toThrow()
    expect(() => add('1', '')).toThrow()
  })

  test('a decimal is a JSON number only if every digit survives', () => {
    expect(asNumber('0.1')).toBe(0.1)
    expect(asNumber('3.000')).toBe(3)
    expect(asNumber('12345678901234567.1')).toBeNull()
  })
})

describe('for any amounts', () => {
  const cents = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
  const text = (value: bigint) => {
    const digits = (value < 0n ? -value : value).toString().padStart(3, '0')
    return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
  }

  test('sums are those of whole cents', () => {
    fc.assert(
      fc.property(fc.array(cents), (all) => {
        const expected = text(all.reduce((a, b) => a + b, 0n))
        expect(equal(sum(all.map(text)), expected)).toBe(true)
        expect(format(sum(all.map(text)), 'USD')).toBe(expected.replace(/^-(0\.00)$/, '$1'))
      }),
    )
  })

  test('subtracting undoes adding', () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(equal(subtract(add(text(a), text(b)), text(b)), text(a))).toBe(true)
        expect(compare(text(a), text(b))).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
    )
  })

  test('no result is in exponent form', () => {
    expect(multiply('0.0000001', '0.0000001')).toBe('0.00000000000001')
    expect(multiply('1000000000000', '1000000000000')).toBe('1000000000000000000000000')
  })
})
