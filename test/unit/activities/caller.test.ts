import { MockActivityEnvironment } from '@temporalio/testing'
import { expect, test } from 'vitest'
import { activityCaller } from '../../../activities/caller.ts'
import { priorities, priorityOf } from '../../../domain/priorities.ts'
import type { Caller } from '../../../vendors.ts'

const callerIn = (info: object): Promise<Caller> =>
  new MockActivityEnvironment(info).run(async (): Promise<Caller> => activityCaller())

test.each([
  ['of a sweep or a backfill', priorityOf('account', priorities.background), 5],
  ['of an invoice that a hint woke', priorityOf('account', priorities.live), 3],
  ['of something a person asked for', priorityOf('account', priorities.person), 1],
  ['without a priority', {}, 3],
])('an activity %s has that priority', async (_, priority, expected) => {
  expect(await callerIn({ priority })).toMatchObject({ priority: expected })
})

test('an activity has the same name at each try, and is one caller for all its clients', async () => {
  const info = { workflowExecution: { workflowId: 'invoice/a/1', runId: 'r' }, activityType: 'do' }
  const one = await callerIn({ ...info, attempt: 1 })
  const other = await callerIn({ ...info, attempt: 2 })
  expect(one.name).toBe('invoice/a/1/do')
  expect(other.name).toBe(one.name)
  await new MockActivityEnvironment(info).run(async () => {
    expect(activityCaller()).toBe(activityCaller())
  })
})

test('who calls outside of an activity is a person who waits', () => {
  expect(activityCaller()).toMatchObject({ name: null, priority: priorities.person })
})
