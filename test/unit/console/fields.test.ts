import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SettingsPatch } from '../../../api/schemas/settings.ts'
import { wordsOfField } from '../../../console/words/fields.ts'

test.each([
  ['body.bankAccountId', 'Bank account'],
  ['body.apiKey', 'API key'],
  ['body.taxTable.0.taxed', 'Tax table, row 1, taxed'],
  ['body.taxTable.1.category', 'Tax table, row 2, tax category'],
  ['body.taxCodes.1.country', 'Tax codes, row 2, country'],
  ['body.taxCodes.0.percentage', 'Tax codes, row 1, per cent, if fixed'],
  ['body.rilletUrlTemplates.customer', 'Links to both systems, Rillet, customer'],
  ['body.secret', 'Webhook secret'],
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

const pages = new URL('../../../console/pages/settings/', import.meta.url)
const labels = readdirSync(pages)
  .map((file) => readFileSync(new URL(file, pages), 'utf8'))
  .flatMap((text) => [...text.matchAll(/(?:label|title)(?:=|: )["'](.+?)["']|<h3>(.+?)</g)])
  .map(([, label, heading]) => label ?? heading)
const settings = Object.keys(SettingsPatch.shape).filter((name) => !name.endsWith('Templates'))

test.each(settings)('the setting %s is called what its field in the page is', (name) => {
  expect(labels).toContain(wordsOfField(`body.${name}`))
})
