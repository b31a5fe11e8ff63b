import { describe, expect, test } from 'vitest'
import { beforeRillet } from '../../../domain/decision/before-rillet.ts'
import {
  askedDay,
  closedPeriodStep,
  leftOut,
  unanswered,
} from '../../../domain/decision/closed-period.ts'
import type { Situation } from '../../../domain/decision/situation.ts'
import { factsOf } from '../../../domain/facts.ts'
import type { Settings } from '../../../domain/model.ts'
import { customerNotLinked, periodClosed } from '../../../domain/problems.ts'
import { nothingRecorded } from '../../../workflows/recorded.ts'
import { invoice, settings } from './builders.ts'
import { context, nobodyAsks } from './decision-model.ts'

const day = '2026-11-01'
const rule = (closedPeriodPolicy: Settings['closedPeriodPolicy']) => ({ closedPeriodPolicy })
const closed = { problems: [periodClosed(day)], date: day, choice: null, tried: undefined }
const both = [periodClosed(day), customerNotLinked('c')]
const nobody = { retry: false, choice: null }

describe('a day in a closed period', () => {
  test('is waited for by default, moved by the rule dateOnOpenDay', () => {
    expect(closedPeriodStep(rule('wait'), closed)).toMatchObject({
      do: 'hold',
      problems: [{ blockedOn: 'period:2026-11' }],
    })
    expect(closedPeriodStep(rule('dateOnOpenDay'), closed)?.do).toBe('openDay')
  })

  test('is a person’s to decide by the rule ask: nothing but their answer or another rule wakes it', () => {
    expect(closedPeriodStep(rule('ask'), closed)).toMatchObject({
      do: 'hold',
      problems: [{ code: 'period_closed', blockedOn: 'person' }],
      causes: ['settings'],
    })
  })
})

describe('a question about a closed day', () => {
  const held = closedPeriodStep(rule('ask'), closed)
  const problems = held?.do === 'hold' ? held.problems : []
  const asked = askedDay(problems)
  const answer = (by: object, about = day) =>
    unanswered(rule('ask'), { dates: [about], askedDay: asked, asked: { ...nobody, ...by } })

  test('is known by what holds the invoice', () => {
    expect(asked).toBe(day)
    expect(askedDay([periodClosed(day)])).toBeNull()
    expect(askedDay([customerNotLinked('c')])).toBeNull()
  })

  test('holds it as before, whether the books are open by now or not', () => {
    expect(answer({})).toEqual(problems[0])
  })

  test('is answered by Retry, and by dating it on the first open day', () => {
    expect(answer({ retry: true })).toBeNull()
    expect(answer({ choice: 'dateOnOpenDay' })).toBeNull()
    expect(answer({ choice: 'leave' })).toEqual(problems[0])
  })

  test('is gone with its day, and with the rule that asked', () => {
    expect(answer({}, '2026-12-01')).toBeNull()
    const question = { dates: [day], askedDay: asked, asked: nobody }
    expect(unanswered(rule('wait'), question)).toBeNull()
    expect(unanswered(rule('dateOnOpenDay'), question)).toBeNull()
  })
})

describe('an invoice that the rule leaves out', () => {
  const facts = factsOf(invoice({ accountingDate: day }), 'hash')
  const decided = (closedPeriodPolicy: Settings['closedPeriodPolicy'], changes: Changes = {}) =>
    beforeRillet(
      {
        state: 'waiting',
        source: null,
        recorded: { ...nothingRecorded, ...changes.recorded },
        rillet: { unread: false, hinted: false, settlement: null, edits: [] },
        asked: { ...nobodyAsks, ...changes.asked },
        tried: { create: [periodClosed(day)], ...changes.tried },
      },
      { facts, context: { ...context, settings: settings(rule(closedPeriodPolicy)) } },
    )

  test.each(['markAsSynced', 'exclude'] as const)('by %s is closed, with the rule as why', (by) => {
    const step = decided(by)
    expect(step).toMatchObject({ do: 'close', state: 'excluded', problems: [], rule: by })
    expect(step).toHaveProperty('note', expect.stringMatching(/account’s rule.*2026-11-01/))
  })

  test.each<[string, Changes]>([
    ['somebody asked for it', { asked: { wanted: true } }],
    ['it was sent before', { tried: { sentBefore: true } }],
    ['something else is in the way too', { tried: { create: both } }],
    ['a day was chosen for it', { recorded: { bookedOn: { for: day, on: '2026-11-30' } } }],
    ['an open day was looked for', { tried: { openDay: [] } }],
  ])('waits instead when %s', (_, changes) => {
    for (const by of ['markAsSynced', 'exclude'] as const) {
      expect(decided(by, changes)).toMatchObject({ do: 'hold' })
    }
  })

  test('is looked for while it is in doubt', () => {
    expect(decided('exclude', { recorded: { inDoubt: true } })).toEqual({ do: 'resolveDoubt' })
  })

  test('is dated on the first open day when a person chose that', () => {
    expect(decided('exclude', { asked: { choice: 'dateOnOpenDay' } }).do).toBe('openDay')
  })

  test('is nobody’s to leave out by another rule, or once it is in Rillet', () => {
    const given = { problems: closed.problems, date: day, own: day, tried: {} }
    for (const by of ['wait', 'dateOnOpenDay', 'ask'] as const) {
      expect(leftOut(rule(by), { ...given, asked: { wanted: false, choice: null } })).toBeNull()
    }
    expect(closedPeriodStep(rule('exclude'), closed)?.do).toBe('hold')
  })
})

type Changes = { [K in 'recorded' | 'asked' | 'tried']?: Partial<Situation[K]> }
