import { expect, test } from 'vitest'
import { parseProblem } from '../../../clients/problem.ts'

const none = { type: null, title: null, detail: null, status: null, violations: [] }

test('Rillet’s problem with violations is read whole', () => {
  const body = {
    type: 'https://rillet.io/constraint-violation',
    title: 'Constraint Violation',
    status: 400,
    detail: 'one field',
    violations: [{ field: 'date', message: 'must not be null' }],
  }
  expect(parseProblem(JSON.stringify(body))).toEqual(body)
})

test('Sequence’s error envelope is read with its inner errors', () => {
  const errors = [{ code: 'invalid', message: 'no such currency', key: 'currency' }]
  const body = { error: { type: 'validationError', message: 'Invalid request', errors } }
  expect(parseProblem(JSON.stringify(body))).toEqual({
    ...none,
    type: 'validationError',
    detail: 'Invalid request',
    violations: [{ field: 'currency', message: 'no such currency' }],
  })
})

test('the errors of Sequence’s notification policies become violations', () => {
  const body = { errors: [{ key: 'recipients', error: 'must be a url' }] }
  expect(parseProblem(JSON.stringify(body))).toEqual({
    ...none,
    violations: [{ field: 'recipients', message: 'must be a url' }],
  })
})

test.each([
  ['{"message":"no"}', 'no'],
  ['{"error":"no"}', 'no'],
  ['<html>Bad gateway</html>', '<html>Bad gateway</html>'],
  ['[1,2]', '[1,2]'],
  ['"no"', '"no"'],
])('%s has the detail %s', (body, detail) => {
  expect(parseProblem(body)).toEqual({ ...none, detail })
})

test('an empty body is no problem at all', () => {
  expect(parseProblem(' \n')).toBeNull()
})

test('a text is cut at 2,000 characters', () => {
  expect(parseProblem('x'.repeat(9_000))?.detail).toHaveLength(2_000)
})
