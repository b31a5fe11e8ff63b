import { describe, expect, test } from 'vitest'
import {
  connectionProblems,
  customerProblems,
  documentProblems,
  oldScopeProblems,
  settingsProblems,
  startDateProblem,
} from '../../../domain/checks.ts'
import { factsOf } from '../../../domain/facts.ts'
import { type SyncContext, scopes } from '../../../domain/model.ts'
import { invoice, settings } from './builders.ts'

const facts = factsOf(invoice(), 'hash')

test.each([
  ['ready', null, null],
  ['rillet_missing', 'rillet_not_connected', 'connection:key'],
  ['rillet_key_refused', 'api_key_refused', 'connection:key'],
  ['sequence_missing', 'sequence_not_connected', 'connection:sequence'],
  ['sequence_key_refused', 'sequence_key_refused', 'connection:sequence'],
  ['setup_missing', 'missing_setup', 'connection:setup'],
  ['disconnected', 'disconnected', 'connection:disconnected'],
] as const)('a connection that is %s gives %s', (connection, code, blockedOn) => {
  const [problem] = connectionProblems({ connection })
  expect(problem?.code ?? null).toBe(code)
  expect(problem?.blockedOn ?? null).toBe(blockedOn)
})

describe('the customer', () => {
  const check = (customer: SyncContext['customer']) => customerProblems(facts, { customer })

  test('must be linked', () => {
    expect(check(null)).toMatchObject([
      { code: 'customer_not_linked', blockedOn: 'customer:customer-1' },
    ])
  })

  test('must be of the invoice’s currency, if its own is known', () => {
    expect(check({ rilletId: 'r', currency: 'EUR' })).toMatchObject([
      {
        code: 'currency_mismatch',
        blockedOn: 'customer:customer-1',
        params: { invoiceCurrency: 'USD', customerCurrency: 'EUR' },
      },
    ])
    expect(check({ rilletId: 'r', currency: 'USD' })).toEqual([])
    expect(check({ rilletId: 'r', currency: null })).toEqual([])
  })
})

describe('the settings', () => {
  const codes = (changes: Parameters<typeof settings>[0]) =>
    settingsProblems(facts, settings(changes)).map(({ code }) => code)

  test('let only the subsidiary’s currency pass while multi-currency is off', () => {
    expect(codes({ subsidiaryCurrency: 'USD' })).toEqual([])
    expect(codes({ subsidiaryCurrency: 'EUR' })).toEqual(['currency_not_enabled'])
    expect(codes({ subsidiaryCurrency: 'EUR', multiCurrency: true })).toEqual([])
  })

  test('must name the subsidiary, and its currency where that decides', () => {
    expect(codes({ subsidiaryId: null })).toEqual(['subsidiary_missing'])
    expect(codes({ subsidiaryId: null, multiCurrency: true })).toEqual(['subsidiary_missing'])
    expect(codes({ subsidiaryCurrency: null })).toEqual(['subsidiary_missing'])
    expect(codes({ subsidiaryCurrency: null, multiCurrency: true })).toEqual([])
  })

  test.each(scopes)('may ask for the scope %s', (scope) => {
    expect(codes({ scope })).toEqual([])
  })

  test('may ask for a scope that runs of before the other scopes cannot send', () => {
    const held = scopes.map((scope) => oldScopeProblems({ scope }).map(({ code }) => code))
    expect(held).toEqual([[], ['scope_not_supported'], ['scope_not_supported']])
  })
})

test('an invoice before the start date is named, one on it is not', () => {
  expect(startDateProblem(facts, { startDate: '2026-05-02' })).toMatchObject({
    code: 'before_start_date',
  })
  expect(startDateProblem(facts, { startDate: '2026-05-01' })).toBeNull()
  expect(startDateProblem(facts, { startDate: null })).toBeNull()
})

test.each([null, ''])('an invoice with number %j is held', (invoiceNumber) => {
  expect(documentProblems({ ...facts, invoiceNumber })).toMatchObject([
    { code: 'invoice_number_missing', blockedOn: 'source' },
  ])
})
