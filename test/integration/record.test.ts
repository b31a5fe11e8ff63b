import { ApplicationFailure } from '@temporalio/activity'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nextTry, toFailure } from '../../activities/next-try.ts'
import { createRecordActivities, type Record } from '../../activities/record.ts'
import { createTiming } from '../../domain/timing.ts'
import { connect, type Db } from '../../store/connect.ts'
import { createDatabase } from '../support/database.ts'

let db: Db

beforeAll(async () => {
  db = connect({ url: await createDatabase() })
})
afterAll(() => db.destroy())

const record: Record = {
  accountId: 'account',
  invoiceId: 'invoice',
  state: 'blocked',
  step: null,
  problems: [],
  blockedSince: null,
  rilletId: null,
  note: null,
  causes: [],
  events: [],
  onceKey: 'run/0',
}

const failureOf = (doing: Promise<unknown>): Promise<unknown> =>
  doing.then(
    () => null,
    (error: unknown) => error,
  )

test('what Postgres refuses of a run’s record fails the run, and is not quoted', async () => {
  const failure = await failureOf(
    createRecordActivities({ db }).record({ ...record, note: 'Jane Doe\u0000' }),
  )
  expect(failure).toBeInstanceOf(ApplicationFailure)
  expect(failure).toMatchObject({ nonRetryable: true, type: 'bug' })
  expect(String(failure)).toMatch(/\(22\d{3}\)/)
  expect(JSON.stringify(failure)).not.toContain('Jane')
})

test('what Postgres answers to a step is told without what was stored', async () => {
  const refused = await failureOf(
    db.selectFrom('invoice').selectAll().where('currency', '=', 'Jane Doe\u0000').execute(),
  )
  const timing = createTiming(1, 60_000)
  const failure = await new MockActivityEnvironment().run(async () =>
    toFailure(refused, nextTry(refused, timing)),
  )
  expect(failure).toMatchObject({ message: expect.stringMatching(/\(22\d{3}\)/) })
  expect(failure).not.toHaveProperty('cause.message')
})

test('when Postgres is away, the record is tried again', async () => {
  const away = connect({ url: 'postgres://nobody@127.0.0.1:9/nothing' })
  const failure = await failureOf(createRecordActivities({ db: away }).record(record))
  expect(failure).not.toBeInstanceOf(ApplicationFailure)
  await away.destroy()
})
