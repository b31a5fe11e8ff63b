import { describe, expect, test } from 'vitest'
import { isAboutStatus, isOvertaken, pointsShown } from '../../../domain/decision/agreed.ts'
import type { Situation } from '../../../domain/decision/situation.ts'
import { factsOf } from '../../../domain/facts.ts'
import type { InvoiceFacts, Problem } from '../../../domain/model.ts'
import {
  paymentStatusDiffers,
  periodClosed,
  rilletEdited,
  sourceChangedAfterSync,
  sourceVoidedAfterSync,
  voidRefused,
} from '../../../domain/problems.ts'
import { settle } from '../../../domain/settlement.ts'
import { type Choice, choices } from '../../../domain/states.ts'
import { nothingRecorded } from '../../../workflows/recorded.ts'
import { context, newModel, nobodyAsks } from './decision-model.ts'

const facts = factsOf({ ...newModel().source, status: 'SENT' }, 'hash')
const less = sourceChangedAfterSync('total', '75', '100')
const later = rilletEdited('due date', '2026-06-01', '2027-01-01')

type Given = { facts?: Partial<InvoiceFacts>; changes?: Problem[]; edits?: Problem[] }

const overtaken = (choice: Choice, shown: Problem[], now: Given) => {
  const source = { facts: { ...facts, ...now.facts }, context }
  const situation: Situation = {
    state: 'drift',
    source,
    recorded: {
      ...nothingRecorded,
      rilletId: 'r1',
      verified: true,
      changes: now.changes ?? [],
    },
    rillet: {
      unread: false,
      hinted: false,
      settlement: settle({ total: '100', payments: [], credits: [] }),
      edits: now.edits ?? [],
    },
    asked: { ...nobodyAsks, choice },
    tried: {},
  }
  return isOvertaken(choice, pointsShown(shown, facts), { situation, source })
}

test.each(choices)('%s holds while all is as it was shown, or less of it is left', (choice) => {
  expect(overtaken(choice, [less, later], { changes: [less], edits: [later] })).toBe(false)
  expect(overtaken(choice, [less, later], { changes: [less] })).toBe(false)
  expect(overtaken(choice, [less, later], {})).toBe(false)
})

describe('a choice is overtaken', () => {
  const lower = sourceChangedAfterSync('total', '25', '100')

  test.each(['creditDifference', 'recreate', 'acceptTheirs', 'leave', 'pushOurs'] as const)(
    '%s by another amount in Sequence',
    (choice) => expect(overtaken(choice, [less], { changes: [lower] })).toBe(true),
  )

  test.each(['recreate', 'acceptTheirs', 'leave', 'pushOurs'] as const)(
    '%s by another edit in Rillet',
    (choice) => expect(overtaken(choice, [less], { changes: [less], edits: [later] })).toBe(true),
  )

  test('crediting is not by an edit in Rillet', () => {
    expect(overtaken('creditDifference', [less], { changes: [less], edits: [later] })).toBe(false)
  })

  test('dating on an open day by another day', () => {
    const moved = { accountingDate: '2026-09-09' }
    expect(overtaken('dateOnOpenDay', [periodClosed('2026-05-01')], { facts: moved })).toBe(true)
  })

  test.each(['acceptTheirs', 'leave'] as const)('%s by another date in Sequence', (choice) => {
    expect(overtaken(choice, [later], { facts: { dueDate: '2026-09-09' } })).toBe(true)
  })

  test('by a void, unless it is about that', () => {
    const voided = { facts: { status: 'VOIDED' as const } }
    expect(overtaken('creditDifference', [less], voided)).toBe(true)
    expect(overtaken('creditDifference', [voidRefused()], voided)).toBe(false)
    expect(overtaken('leave', [sourceVoidedAfterSync()], voided)).toBe(false)
  })

  test('not by our own writing of a payment status, and by that of somebody else', () => {
    const paid = { facts: { paymentStatus: 'PAID' as const }, edits: [later] }
    expect(overtaken('creditDifference', [later], paid)).toBe(false)
    expect(overtaken('acceptTheirs', [later], paid)).toBe(true)
    const shown = [later, paymentStatusDiffers('PAID', 'UNPAID')]
    expect(overtaken('acceptTheirs', shown, paid)).toBe(false)
  })
})

test('whether a payment status was among what was shown is known', () => {
  expect(isAboutStatus(pointsShown([paymentStatusDiffers('PAID', 'UNPAID')], facts))).toBe(true)
  expect(isAboutStatus(pointsShown([later], facts))).toBe(false)
})
