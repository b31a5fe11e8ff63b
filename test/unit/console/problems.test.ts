import { expect, test } from 'vitest'
import { wordsOfProblem } from '../../../console/words/problems.ts'

const problem = (violations: { field: string; message: string }[]) => ({
  type: 'about:blank',
  title: 'The request is not of the form that is documented',
  status: 400,
  code: 'invalid_request',
  detail: 'The request is not of the form that is documented.',
  violations,
})

test('a form that was filled in wrongly is not spoken of as a request', () => {
  const { title, what } = wordsOfProblem(problem([{ field: 'body.startDate', message: 'No.' }]))
  expect(title).toBe('Not taken: something is missing or filled in wrongly')
  expect(what).toBe(`${title}.`)
})

test('a request that names no field keeps the API’s words', () => {
  expect(wordsOfProblem(problem([])).title).toContain('not of the form')
})
