import { expect, test } from 'vitest'
import { decide } from '../../../domain/decision/decide.ts'
import type { Situation } from '../../../domain/decision/situation.ts'
import { factsOf } from '../../../domain/facts.ts'
import { sourceChangedAfterSync } from '../../../domain/problems.ts'
import { settle } from '../../../domain/settlement.ts'
import { nothingRecorded } from '../../../workflows/recorded.ts'
import { context, newModel, nobodyAsks } from './decision-model.ts'

const facts = factsOf({ ...newModel().source, status: 'SENT' }, 'hash')
const lessIsBooked = [sourceChangedAfterSync('total', '100', '75')]

/** Booked, and a person asked for Delete and recreate. */
const situation = (changes = lessIsBooked, rest: Partial<Situation> = {}): Situation => ({
  state: 'drift',
  source: { facts, context },
  recorded: { ...nothingRecorded, rilletId: 'r1', verified: true, changes },
  rillet: {
    unread: false,
    hinted: false,
    settlement: settle({ total: '100', payments: [], credits: [] }),
    edits: [],
  },
  asked: { ...nobodyAsks, choice: 'recreate' },
  tried: {},
  ...rest,
})

test('what differs is deleted to be made again', () => {
  expect(decide(situation())).toMatchObject({ do: 'delete', reason: 'recreate' })
})

test('what could not be booked again stays, and says by what', () => {
  const source = { facts, context: { ...context, customer: null } }
  const held = decide(situation(lessIsBooked, { source }))
  expect(held).toMatchObject({
    do: 'hold',
    problems: [
      { code: 'recreate_refused' },
      { code: 'customer_not_linked' },
      { code: 'source_changed_after_sync' },
    ],
  })
})

test('what differs no more is not deleted, whatever was asked for before', () => {
  expect(decide(situation([]))).toMatchObject({ do: 'stand', state: 'synced', problems: [] })
})

test('whether it differs is read before it is deleted', () => {
  const { rillet } = situation()
  expect(decide(situation([], { rillet: { ...rillet, unread: true } }))).toEqual({
    do: 'readRemote',
  })
})
