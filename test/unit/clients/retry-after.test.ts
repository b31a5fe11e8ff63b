import { expect, test } from 'vitest'
import { parseRetryAfter } from '../../../clients/retry-after.ts'

const now = Date.parse('2026-09-01T10:00:00Z')

test.each([
  ['7', 7_000],
  [' 0 ', 0],
  ['86400', 3_600_000],
  ['Tue, 01 Sep 2026 10:00:12 GMT', 12_000],
  ['Tue, 01 Sep 2026 09:00:00 GMT', 0],
  ['soon', null],
  ['-3', null],
  ['1.5', null],
  ['2026', 2_026_000],
  ['', null],
  [undefined, null],
])('%s is %s ms', (header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected)
})
