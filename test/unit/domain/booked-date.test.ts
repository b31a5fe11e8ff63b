import { expect, test } from 'vitest'
import type { RemoteDates } from '../../../domain/dates.ts'
import { bookedDates, sourceDates } from '../../../domain/decision/booked-date.ts'
import { differences } from '../../../domain/decision/differences.ts'
import { inRillet } from '../../../domain/decision/in-rillet.ts'
import type { Accepted, Situation } from '../../../domain/decision/situation.ts'
import { factsOf } from '../../../domain/facts.ts'
import type { Scope } from '../../../domain/model.ts'
import { settle } from '../../../domain/settlement.ts'
import { nothingRecorded } from '../../../workflows/recorded.ts'
import { context, newModel, nobodyAsks } from './decision-model.ts'

const facts = {
  ...factsOf({ ...newModel().source, status: 'SENT' }, 'hash'),
  accountingDate: '2026-11-01',
  dueDate: '2026-12-01',
  invoiceNumber: 'SEQ-1',
}
const theirs: RemoteDates = {
  invoiceDate: '2026-11-15',
  dueDate: '2026-12-01',
  invoiceNumber: 'SEQ-1',
}
/** A person accepted Rillet's invoice date. */
const accepted: Accepted = { ...sourceDates(facts, { bookedOn: null }), theirs }

const recorded = (given: { remote?: RemoteDates; accepted?: Accepted; scope?: Scope } = {}) => ({
  ...nothingRecorded,
  rilletId: 'r1',
  verified: true,
  accepted: given.accepted ?? accepted,
  scope: given.scope ?? null,
  remote: { ...(given.remote ?? theirs), total: '100', currency: 'USD' },
})

const situation = (given: Parameters<typeof recorded>[0] = {}): Situation => ({
  state: 'synced',
  source: null,
  recorded: recorded(given),
  rillet: {
    unread: false,
    hinted: false,
    settlement: settle({ total: '100', payments: [], credits: [] }),
    edits: [],
  },
  asked: nobodyAsks,
  tried: {},
})

test('what a person accepted is right as Rillet has it', () => {
  expect(bookedDates(facts, recorded()).accountingDate).toBe('2026-11-15')
  expect(inRillet(situation(), { facts, context })).toMatchObject({ do: 'stand', state: 'synced' })
})

test('another date that moves in Sequence is written, and the accepted one stays Rillet’s', () => {
  const moved = { ...facts, dueDate: '2027-01-15' }
  expect(inRillet(situation(), { facts: moved, context })).toEqual({
    do: 'update',
    force: false,
    why: 'due date changed in Sequence',
  })
  expect(bookedDates(moved, recorded())).toEqual({
    accountingDate: '2026-11-15',
    dueDate: '2027-01-15',
    invoiceNumber: 'SEQ-1',
  })
})

test('an accepted date that moves in Sequence itself is written', () => {
  const moved = { ...facts, accountingDate: '2026-11-20' }
  expect(bookedDates(moved, recorded()).accountingDate).toBe('2026-11-20')
  expect(inRillet(situation(), { facts: moved, context })).toMatchObject({
    why: 'invoice date changed in Sequence',
  })
})

test('what was written over an accepted date ends its acceptance, also when Sequence goes back', () => {
  const remote = { ...theirs, invoiceDate: '2026-11-20' }
  expect(bookedDates(facts, recorded({ remote })).accountingDate).toBe('2026-11-01')
})

test('accepted before Rillet’s side was kept with it, it holds while Sequence says the same', () => {
  const { theirs: _, ...before } = accepted
  expect(bookedDates(facts, recorded({ accepted: before })).accountingDate).toBe('2026-11-15')
  const moved = { ...facts, dueDate: '2027-01-15' }
  expect(bookedDates(moved, recorded({ accepted: before })).accountingDate).toBe('2026-11-15')
})

test('where no update is possible only the date that moved is a difference', () => {
  const moved = { ...facts, dueDate: '2027-01-15' }
  const found = differences(situation({ scope: 'AR_ONLY' }), { facts: moved, context })
  expect(found.map(({ params }) => params['field'])).toEqual(['due date'])
})
