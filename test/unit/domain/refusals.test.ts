import { expect, test } from 'vitest'
import { rilletRefusal, sentenceOf, sequenceRefusal } from '../../../domain/refusals.ts'

const about = { accountingDate: '2026-05-01', customerId: 'customer-1', currency: 'EUR' }
const refusal = (type: string | null, detail: string | null = null) => ({
  type,
  title: 'Bad Request',
  detail,
  violations: [],
})

test.each([
  [401, null, 'api_key_refused'],
  [403, 'https://rillet.io/forbidden', 'api_key_refused'],
  [400, 'https://rillet.io/exception/external_reference_type_not_found', 'missing_setup'],
  [400, 'https://rillet.io/exception/currency_mismatch', 'currency_mismatch'],
  [400, 'https://rillet.io/exception/period_closed', 'period_closed'],
  [400, 'https://rillet.io/constraint-violation', 'rillet_refused'],
  [400, 'about:blank', 'rillet_refused'],
  [404, null, 'rillet_refused'],
  [422, 'https://rillet.io/exception/anything_else', 'rillet_refused'],
])('status %i of type %s means %s', (status, type, code) => {
  expect(rilletRefusal(status, refusal(type), about).code).toBe(code)
})

test('what is not recognized keeps Rillet’s own sentence', () => {
  const problem = rilletRefusal(400, refusal(null, 'Account 4000 is not a revenue account.'), about)
  expect(problem.params).toEqual({ sentence: 'Account 4000 is not a revenue account.' })
})

test('violations are named by field', () => {
  const violations = [
    { field: 'date', message: 'must not be null' },
    { field: '', message: 'bad' },
  ]
  const words = { ...refusal(null), title: 'Constraint Violation', violations }
  expect(sentenceOf(400, words)).toBe('Constraint Violation; date must not be null; bad')
})

test('an e-mail address never gets into a problem', () => {
  const problem = rilletRefusal(400, refusal(null, 'jane.doe@acme.example is taken'), about)
  expect(problem.params['sentence']).toBe('(e-mail) is taken')
})

test('a refusal without a word says its status', () => {
  expect(sentenceOf(418, null)).toBe('status 418, without a reason.')
})

test('Sequence’s refusals are told apart by status', () => {
  expect(sequenceRefusal(401, null).code).toBe('sequence_key_refused')
  expect(sequenceRefusal(400, refusal(null, 'No.'))).toMatchObject({
    code: 'sequence_refused',
    params: { sentence: 'No.' },
  })
})
