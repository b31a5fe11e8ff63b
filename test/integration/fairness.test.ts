import { afterAll, beforeAll, expect, test } from 'vitest'
import { priorities, priorityOf } from '../../domain/priorities.ts'
import { TASK_QUEUE } from '../../workflows/messages.ts'
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
})

test('a run of a backfill calls in the background, until a person or a hint asks for its invoice', async () => {
  const account = await createAccount(world, { linkCustomer: false })
  const id = await account.draft()
  await world.sequence.post('/_sandbox/faults', { kind: 'webhook_drop', probability: 1 })
  await account.finalize(id)
  await world.sequence.delete('/_sandbox/faults')
  const workflowId = `invoice/${account.id}/${id}`
  const handle = await world.temporal.workflow.start('invoice', {
    workflowId,
    taskQueue: TASK_QUEUE,
    args: [{ accountId: account.id, invoiceId: id }],
    priority: priorityOf(account.id, priorities.background),
  })
  await account.until(id, 'blocked')
  await world.api.post(`${account.at}/invoices/${id}/retry`, { reason: 'now, please' })
  await account.until(id, 'blocked')
  await account.linkCustomer(account.customer)
  await account.until(id, 'synced')

  const { events } = await handle.fetchHistory()
  const scheduled = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: one }) =>
    one ? [[one.activityType?.name, one.priority?.priorityKey || 'as started']] : [],
  )
  const [first, second, ...others] = scheduled
  expect(first).toEqual(['readSource', 'as started'])
  expect(second).toEqual(['readSource', priorities.person])
  expect(others).toContainEqual(['createInvoice', priorities.live])
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
