import { expect, test } from 'vitest'
import { wordsOfField } from '../../../console/words/fields.ts'

test.each([
  ['body.bankAccountId', 'Bank account'],
  ['body.apiKey', 'API key'],
  ['body.taxTable.0.taxed', 'Tax table, row 1, taxed'],
  ['body.taxCodes.1.country', 'Tax codes, row 2, country'],
  ['body.fullSweepMinutes', 'All of Rillet (minutes)'],
  ['query.limit', 'Limit'],
  ['params.accountId', 'Account'],
  ['body', 'Body'],
  ['id', 'Id'],
  ['body.id', 'Id'],
  ['grant.accountId', 'Grant, account'],
])('the field %s is “%s” for a person', (field, words) => {
  expect(wordsOfField(field)).toBe(words)
})
