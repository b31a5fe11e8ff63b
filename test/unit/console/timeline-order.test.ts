import { expect, test } from 'vitest'
import { causalOrder } from '../../../console/words/timeline-order.ts'

const event = (kind: string, second: number) => ({
  kind,
  at: new Date(Date.UTC(2026, 10, 27, 9, 0, second)).toISOString(),
})
const order = (...events: ReturnType<typeof event>[]) => causalOrder(events).map(({ kind }) => kind)

test('what a person asked for stands under what it led to, though it is written down after it', () => {
  const listed = [
    event('state.synced', 25),
    event('person.pushOurs', 25),
    event('drift.gone', 25),
    event('hint.echo', 24),
    event('invoice.updated', 24),
    event('source.read', 23),
    event('state.drift', 22),
    event('drift.seen', 22),
  ]
  expect(order(...listed)).toEqual([
    'state.synced',
    'drift.gone',
    'hint.echo',
    'invoice.updated',
    'source.read',
    'person.pushOurs',
    'state.drift',
    'drift.seen',
  ])
})

test('news, states, other requests and what was long before stay under it', () => {
  for (const before of ['hint.received', 'sweep.found', 'state.blocked', 'state.synced']) {
    const listed = [event('person.retry', 5), event(before, 5), event('source.read', 4)]
    expect(order(...listed)).toEqual(['person.retry', before, 'source.read'])
  }
  expect(order(event('person.retry', 50), event('source.read', 5))).toEqual([
    'person.retry',
    'source.read',
  ])
  const twice = [event('person.leave', 5), event('person.retry', 5), event('source.read', 5)]
  expect(order(...twice)).toEqual(['source.read', 'person.leave', 'person.retry'])
})
