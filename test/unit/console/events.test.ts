import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { eventText, hasWords, timelineText, whoText } from '../../../console/words/events.ts'
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

test('what a person asks for is not called done', () => {
  for (const action of ['retry', 'markAsSynced', 'acceptTheirs', 'pushOurs', 'recreate', 'leave']) {
    expect(eventText(`person.${action}`, {})).toMatch(/asked for$/)
  }
})

const told = (kind: string, at: string, data = {}) => ({ kind, at, data })
const [early, late] = ['2026-11-27T09:00:00.000Z', '2026-11-27T09:05:00.000Z']
const blocked = told('state.blocked', early, { codes: ['customer_not_linked'] })
const retried = told('person.retry', late)

test('a retry after which nothing has changed says so', () => {
  const events = [retried, told('source.read', late), blocked]
  expect(timelineText(events, 0)).toBe(
    'Retry asked for: it stays as it was (blocked: customer not linked)',
  )
})

test('a retry that moves the invoice, or whose state before is not known, says no more', () => {
  expect(timelineText([told('state.synced', late), retried, blocked], 1)).toBe('Retry asked for')
  expect(timelineText([retried], 0)).toBe('Retry asked for')
  // What fails and is tried again stays as it was, and is no result.
  expect(timelineText([retried, told('state.waiting', early)], 0)).toBe('Retry asked for')
})

test('what is left out as booked elsewhere says so', () => {
  const left = told('state.excluded', late)
  expect(timelineText([left, told('person.markAsSynced', late)], 0)).toBe(
    'Left out of the sync, as booked elsewhere',
  )
  expect(timelineText([left, told('person.exclude', late)], 0)).toBe('Left out of the sync')
})

test('amounts that differ are written as amounts', () => {
  const facts = { field: 'total', ours: '1234.5 USD', theirs: '999 USD' }
  expect(eventText('drift.seen', facts)).toBe(
    'Total differs: 1,234.50 USD in Sequence, 999.00 USD in Rillet',
  )
})

test('what cannot be pushed says so, and a sweep is nobody’s name', () => {
  expect(eventText('state.drift', { codes: ['not_updatable', 'source_changed_after_sync'] })).toBe(
    'The two systems differ; Rillet lets nothing of this invoice be changed',
  )
  expect(eventText('sweep.found', { what: 'source' })).toBe('A sweep found news in Sequence')
  expect(eventText('sweep.found', { what: 'payment' })).toBe('A sweep found news in Rillet')
  expect(whoText('sweep')).toBeNull()
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
