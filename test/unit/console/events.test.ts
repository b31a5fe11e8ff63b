import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { eventText, hasWords, whoText } from '../../../console/words/events.ts'
import { changeKinds } from '../../../domain/ledger.ts'
import { invoiceStates } from '../../../domain/model.ts'
import { actions } from '../../../domain/states.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const folders = ['activities', 'api', 'store', 'workflows']
const sources = folders
  .flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map(
      (file) => `${root}${folder}/${file}`,
    ),
  )
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .filter((text) => text.includes('addEvent(') || text.includes('note('))

/** Kinds that stand whole in the sources: `kind: 'invoice.created'`. */
const written = sources.flatMap((text) =>
  [
    ...text.matchAll(
      /\bkind(?:: | = )[^\n]*?'([a-z_]+\.[a-z_]+)'(?:[^\n]*?'([a-z_]+\.[a-z_]+)')?/g,
    ),
  ].flatMap(([, one, other]) => [one, other]),
)
const kinds = new Set([
  ...written.filter((kind) => kind !== undefined),
  ...invoiceStates.map((state) => `state.${state}`),
  ...actions.map((action) => `person.${action}`),
  ...changeKinds.flatMap((kind) => [`payment.${kind}`, `credit.${kind}`]),
])

test('the sources name many kinds of events', () => {
  expect(kinds.size).toBeGreaterThan(35)
})

test.each([...kinds])('the event %s has words of its own', (kind) => {
  expect(hasWords(kind)).toBe(true)
  expect(eventText(kind, {})).not.toMatch(/undefined|null|\{|\}/)
})

test('an event is told with its figures, and who did it', () => {
  const facts = { number: 'SEQ-1', total: '1200.5', currency: 'USD' }
  expect(eventText('invoice.created', facts)).toBe('Created in Rillet as SEQ-1: 1,200.50 USD')
  expect(eventText('state.blocked', { codes: ['customer_not_linked'] })).toBe(
    'Blocked: customer not linked',
  )
  expect(whoText('sync')).toBeNull()
  expect(whoText('rillet')).toBe('from Rillet')
  expect(whoText('Ann')).toBe('by Ann')
})

test('changed settings go by their labels', () => {
  const patch = { bankAccountId: null, fullSweepMinutes: 7 }
  expect(eventText('settings.changed', { patch })).toBe(
    'Settings changed: Bank account, All of Rillet (minutes)',
  )
})

test('an event of a kind that nobody knew is spelt out', () => {
  expect(eventText('thing.made_up', {})).toBe('Thing made up')
})
