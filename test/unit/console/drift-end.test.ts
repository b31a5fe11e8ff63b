import { describe, expect, test } from 'vitest'
import { timelineText } from '../../../console/words/events.ts'

type Told = { kind: string; data: Record<string, unknown> }
const told = (kind: string, data: Told['data'] = {}): Told => ({ kind, data })
const about = (kind: string, field = 'due_date') => told(`drift.${kind}`, { field })

/** What the timeline says of the difference's end; the events are given in the order that they happened in. */
const endOf = (...events: Told[]): string => {
  const newestFirst = events.toReversed()
  return timelineText(
    newestFirst,
    newestFirst.findIndex(({ kind }) => kind === 'drift.gone'),
  )
}
const seen = [about('seen'), told('state.drift')]
const rest = [about('gone'), told('state.synced')]

describe('a difference that ended', () => {
  test('because the edit was taken back, or ours was pushed, is the same again', () => {
    expect(endOf(...seen, ...rest)).toBe('Due date is the same again')
    expect(endOf(...seen, told('invoice.updated'), about('gone'), told('person.pushOurs'))).toBe(
      'Due date is the same again',
    )
  })

  test('because a person accepted it is not called the same', () => {
    const accepted = told('person.acceptTheirs')
    const done = [told('difference.accepted'), about('gone'), accepted, told('state.synced')]
    expect(endOf(...seen, ...done)).toBe('Due date: the difference is accepted')
    // What is chosen later is about another one.
    expect(endOf(...seen, ...done, about('seen'), told('person.leave'))).toBe(
      'Due date: the difference is accepted',
    )
  })

  test('because a person left it is not called the same', () => {
    const left = 'Due date: the difference is left as it is'
    const accepted = told('difference.accepted')
    expect(endOf(...seen, accepted, about('gone'), told('person.leave'), told('state.paid'))).toBe(
      left,
    )
    // The look that began with the choice was held up, and wrote it down before.
    const heldUp = [told('person.leave'), told('state.blocked')]
    expect(endOf(...seen, ...heldUp, accepted, ...rest)).toBe(left)
  })

  test('because it was credited, or the invoice deleted, is told so', () => {
    expect(endOf(...seen, told('invoice.credited'), ...rest)).toBe(
      'Due date: the difference is credited',
    )
    const deleted = 'Due date is compared no more: the invoice was deleted in Rillet'
    expect(endOf(...seen, told('invoice.deleted'), ...rest)).toBe(deleted)
    expect(endOf(...seen, told('invoice.removed'), ...rest)).toBe(deleted)
  })

  test('of the payment status is accepted only where it is left: else Sequence follows Rillet', () => {
    const end = (data: Told['data']) =>
      endOf(
        about('seen', 'payment status'),
        told('difference.accepted', data),
        about('gone', 'payment status'),
        told('person.leave'),
      )
    expect(end({})).toBe('Payment status is the same again')
    expect(end({ paymentStatus: 'PAID' })).toBe('Payment status: the difference is left as it is')
  })

  test('is told to be none where the events do not say why', () => {
    const none = 'Due date: no difference any more'
    expect(endOf(...rest)).toBe(none)
    expect(endOf(...seen, told('invoice.credited'), told('state.drift'), ...rest)).toBe(none)
  })

  test('is told by its own field', () => {
    const other = [about('seen', 'number'), told('difference.accepted')]
    expect(endOf(...seen, ...other, ...rest)).toBe('Due date: the difference is accepted')
    expect(endOf(...other, ...seen, ...rest)).toBe('Due date is the same again')
  })
})
