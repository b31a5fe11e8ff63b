import { describe, expect, test } from 'vitest'
import {
  isSameSetOff,
  remarkOn,
  type SourceCreditNote,
  wantedApplications,
} from '../../../domain/credit-note.ts'

const note: SourceCreditNote = {
  id: 'note',
  status: 'FINAL',
  number: 'SCN-1',
  invoiceId: 'a',
  currency: 'USD',
  date: '2026-11-10',
  customerId: 'customer',
  customerName: 'Customer',
  customerTaxStatus: 'TAXED',
  netTotal: '100',
  totalTax: '0',
  grossTotal: '100',
  applications: [],
  lines: [],
}
const of = (invoiceId: string, amount: string, rilletId?: string | null) =>
  rilletId === undefined ? { invoiceId, amount } : { invoiceId, amount, rilletId }

describe('what is set off', () => {
  test('before Sequence has: all of it against its invoice', () => {
    expect(wantedApplications(note)).toEqual([of('a', '100')])
    expect(wantedApplications({ ...note, invoiceId: null })).toEqual([])
  })

  test('is one amount an invoice, however many steps Sequence lists', () => {
    const applications = [of('a', '30'), of('b', '10.00'), of('a', '30'), of('b', '-10')]
    expect(wantedApplications({ ...note, applications })).toEqual([of('a', '60')])
  })

  test('is nothing where every step was taken back', () => {
    const applications = [of('a', '60'), of('a', '-60')]
    expect(wantedApplications({ ...note, applications })).toEqual([])
  })
})

describe('is the same', () => {
  test.each([
    ['in other parts and order', [of('a', '60'), of('b', '40')], [of('b', '40.00'), of('a', '60')]],
    ['in two steps', [of('a', '60')], [of('a', '20'), of('a', '40')]],
    ['where an invoice is not there now', [of('a', '60', 'ra')], [of('a', '60', null)]],
    ['where none is', [], []],
  ])('%s', (_, before, wanted) => {
    expect(isSameSetOff(before, wanted)).toBe(true)
  })

  test.each([
    ['less', [of('a', '100')], [of('a', '60')]],
    ['none any more', [of('a', '100')], []],
    ['another invoice', [of('a', '100')], [of('b', '100')]],
    ['one more', [of('a', '60')], [of('a', '60'), of('b', '40')]],
    ['made anew in Rillet', [of('a', '60', 'ra')], [of('a', '60', 'new')]],
    ['in Rillet by now', [of('a', '60', null)], [of('a', '60', 'ra')]],
    [
      'perhaps set off by a try that died',
      [of('a', '60', 'ra'), of('b', '0', 'rb')],
      [of('a', '60', 'ra')],
    ],
  ])('not: %s', (_, before, wanted) => {
    expect(isSameSetOff(before, wanted)).toBe(false)
  })
})

describe('less than asked', () => {
  const asked = { currency: 'USD', wanted: [of('a', '60', 'ra'), of('b', '40', 'rb')] }

  test('says nothing where it is all', () => {
    expect(remarkOn({ ...asked, total: '100.00', left: '0' })).toBeNull()
  })

  test('says how much, and that the rest stays', () => {
    expect(remarkOn({ ...asked, total: '70', left: '30.00' })).toBe(
      '70 USD of 100 is set off: no more was open in Rillet. 30 USD stays as the customer’s credit.',
    )
  })

  test('does not promise what is used otherwise', () => {
    expect(remarkOn({ ...asked, total: '70', left: '0' })).toContain(
      'The rest of the credit memo is used otherwise there.',
    )
  })

  test('names what is for an invoice that is not in Rillet', () => {
    const wanted = [of('a', '60', 'ra'), of('b', '40', null)]
    expect(remarkOn({ currency: 'USD', wanted, total: '60', left: '40' })).toBe(
      '60 USD of 100 is set off: 40 USD is for an invoice that is not in Rillet. 40 USD stays as the customer’s credit.',
    )
  })
})
