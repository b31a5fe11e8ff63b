import { expect, test } from 'vitest'
import { parseSearch, stringifySearch } from '../../../console/search.ts'

test('filters stand in the address as a person would write them, and come back as they were', () => {
  const filters = { search: 'Müller & Söhne 100%', state: 'blocked', number: '0012', cursor: 'a~b' }
  const text = stringifySearch(filters)
  expect(text).toContain('state=blocked')
  expect(text).toContain('number=0012')
  expect(parseSearch(text)).toEqual(filters)
})

test('what is not set leaves nothing in the address', () => {
  expect(stringifySearch({ state: undefined, search: '' })).toBe('')
})
