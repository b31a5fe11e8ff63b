import { afterAll, beforeAll, expect, test } from 'vitest'
import { invoiceWorkflowId } from '../../domain/ids.ts'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { untilAsleep } from '../support/sweeps.ts'
import { createWorld, type World } from '../support/world.ts'

// What a run wrote in a task that was lost with its worker stands in Postgres, and people see it, while the run
// itself knows nothing of it until the task is played again.

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

/** An invoice that a person is asked about, whose run has lost the task that asked. */
async function askedByLostTask(): Promise<{ account: Account; id: string }> {
  const account = await createAccount(world, { settings: { voidPolicy: 'ask' } })
  const { id } = await account.synced()
  await account.sequence.post(`/invoices/${id}/void`)
  await account.until(id, 'blocked')
  await untilAsleep(world, account, id)
  await world.stopWorker()
  await loseLastTask(world, invoiceWorkflowId({ accountId: account.id, invoiceId: id }))
  return { account, id }
}

/** Takes the run back to before its last decision, as if that had never been told to Temporal. */
async function loseLastTask({ temporal }: World, workflowId: string): Promise<void> {
  const { events } = await temporal.workflow.getHandle(workflowId).fetchHistory()
  const decisions = (events ?? []).filter((one) => one.workflowTaskCompletedEventAttributes)
  await temporal.workflow.workflowService.resetWorkflowExecution({
    namespace: temporal.options.namespace,
    workflowExecution: { workflowId },
    reason: 'its worker was lost',
    requestId: workflowId,
    workflowTaskFinishEventId: decisions.at(-1)?.eventId ?? null,
  })
}

const ask = ({ account, id }: { account: Account; id: string }, what: string) =>
  world.api.ask('POST', `${account.at}/invoices/${id}/${what}`, { reason: 'as agreed' })

test('what a person asks for is judged by where the task that is played again comes to rest', async () => {
  const given = await askedByLostTask()
  const answer = ask(given, 'leave')
  await world.startWorker()
  expect((await answer).status).toBe(200)
  await given.account.until(given.id, 'voided')
  expect(await given.account.booked(given.id)).toHaveLength(1)
})

test('and refused by it', async () => {
  const given = await askedByLostTask()
  const answer = ask(given, 'push-ours')
  await world.startWorker()
  const { status, body } = await answer
  expect([status, body.detail]).toEqual([
    409,
    expect.stringContaining('while the invoice is blocked'),
  ])
})

test('what is asked for without saying what was shown is not done over it', async () => {
  const { account, id } = await askedByLostTask()
  const run = world.temporal.workflow.getHandle(
    invoiceWorkflowId({ accountId: account.id, invoiceId: id }),
  )
  const answer = run.executeUpdate<Json, [Json]>('leave', { args: [{ actor: 'somebody' }] })
  await world.startWorker()
  expect((await answer)['state']).toBe('blocked')
  const items = await account.timeline(id)
  expect(items.map(({ kind }: Json) => kind)).toContain('choice.dropped')
})
