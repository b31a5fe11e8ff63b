import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld({ slots: { activities: 1, decisions: 2 } })
})
afterAll(() => world.close())

/** The invoices in the order in which they were first read in Sequence. */
async function firstReads(): Promise<string[]> {
  const path = '/api/invoices/'
  const { requests } = await world.sequence.get(
    `/_sandbox/requests?method=GET&limit=50000&path=${path}`,
  )
  const ours = requests.filter(({ headers }: Json) => headers['user-agent'] === 'sequence-rillet')
  return [...new Set<string>(ours.map((one: Json) => one.path.split('/')[3]))]
}

test('with one place to work at, an account’s one invoice does not wait behind another’s thirty', async () => {
  const big = await createAccount(world)
  const small = await createAccount(world)
  const many = await Promise.all(Array.from({ length: 30 }, () => big.draft()))
  const one = await small.draft()
  await world.stopWorker()
  await Promise.all(many.map((id) => big.finalize(id)))
  await runsOpen(many.length)
  await small.finalize(one)
  await runsOpen(many.length + 1)

  await world.startWorker()
  await small.until(one, 'synced')
  const order = await firstReads()
  expect(order.indexOf(one)).toBeLessThan(10)
  await Promise.all(many.map((id) => big.until(id, 'synced')))
})

/** Visibility lags: the backlog is there when Temporal counts it. */
const runsOpen = (count: number) =>
  expect
    .poll(async () => {
      const running = await world.temporal.workflow.count(
        `WorkflowType = "invoice" and ExecutionStatus = "Running"`,
      )
      return running.count
    })
    .toBe(count)
