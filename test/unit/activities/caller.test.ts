import { MockActivityEnvironment } from '@temporalio/testing'
import { expect, test } from 'vitest'
import { activityCaller } from '../../../activities/caller.ts'
import { priorities, priorityOf } from '../../../domain/priorities.ts'

const callerIn = (priority: object) =>
  new MockActivityEnvironment({ priority }).run(async () => activityCaller())

test('an activity of a sweep or a backfill calls in the background', async () => {
  const caller = await callerIn(priorityOf('account', priorities.background))
  expect(caller).toMatchObject({ background: true })
})

test.each([priorityOf('account', priorities.live), priorityOf('account', priorities.person), {}])(
  'an activity of priority %j is live work',
  async (priority) => {
    expect(await callerIn(priority)).toMatchObject({ background: false })
  },
)

test('who calls outside of an activity is live', () => {
  expect(activityCaller()).toMatchObject({ background: false })
})
