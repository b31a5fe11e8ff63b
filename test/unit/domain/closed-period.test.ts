import { describe, expect, test } from 'vitest'
import { askedDay, closedPeriodStep, unanswered } from '../../../domain/decision/closed-period.ts'
import { customerNotLinked, periodClosed } from '../../../domain/problems.ts'

const day = '2026-11-01'
const rule = (closedPeriodPolicy: 'wait' | 'dateOnOpenDay' | 'ask') => ({ closedPeriodPolicy })
const closed = { problems: [periodClosed(day)], date: day, choice: null, tried: undefined }
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
