import { expect, test } from 'vitest'
import { toCsv } from '../../../domain/csv.ts'

test.each([
  ['=1+1', "'=1+1"],
  ['+44', "'+44"],
  ['-cmd', "'-cmd"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' =1', "' =1"],
  ['\t=1', "'\t=1"],
  ['\r=1', `"'\r=1"`],
  ['＝1', "'＝1"],
  ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
])('%j is not taken for a formula', (text, cell) => {
  expect(toCsv([[text]])).toBe(`${cell}\r\n`)
})

test('numbers stay numbers, quotes and commas stay in their cells', () => {
  expect(toCsv([[-10.5, '-10.50', '3', null, 'a,b', 'say "x"', 'two\nlines']])).toBe(
    '-10.5,-10.50,3,,"a,b","say ""x""","two\nlines"\r\n',
  )
})
