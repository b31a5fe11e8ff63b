import { expect, test } from 'vitest'
import { nextOf } from '../../../api/invoice-steps.ts'
import { causes } from '../../../domain/ids.ts'
import * as problems from '../../../domain/problems.ts'

const blocked = { state: 'blocked', next_try_at: null, payment_link: null } as const
const closed = problems.periodClosed('2026-05-17')
const asked = { ...closed, blockedOn: causes.person }

test('what a fact holds goes on with it', () => {
  expect(nextOf({ ...blocked, problems: [closed] })).toMatch(/as soon as the cause is gone/)
})

test('what a person is asked goes on when they answer, and not by itself', () => {
  const next = nextOf({ ...blocked, problems: [asked, problems.customerNotLinked('c-1')] })
  expect(next).toBe('Nothing happens by itself: it goes on when somebody chooses.')
})
