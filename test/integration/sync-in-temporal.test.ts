import { WithStartWorkflowOperation } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TASK_QUEUE } from '../../workflows/messages.ts'
import { type Account, createAccount } from '../support/account.ts'
import { historyText } from '../support/history.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account
let blockedId: string

beforeAll(async () => {
  world = await createWorld()
  account = await createAccount(world, { linkCustomer: false })
  blockedId = await account.draft({
    memo: 'Secret memo',
    lines: [{ title: 'Secret title', description: 'Secret description' }],
  })
  await account.finalize(blockedId)
  await account.until(blockedId, 'blocked')
})
afterAll(() => world.close())

const handleOf = (invoiceId: string) =>
  world.temporal.workflow.getHandle(`invoice/${account.id}/${invoiceId}`)

describe('a blocked invoice in Temporal’s Web UI', () => {
  test('is found by its state, its reason and what it waits for', async () => {
    const queries = [
      `SyncState="blocked"`,
      `ErrorClass="customer_not_linked"`,
      `BlockedOn="customer:${account.customer.id}"`,
      `InvoiceNumber="${(await account.invoice(blockedId)).number}"`,
    ]
    for (const query of queries) {
      await expect
        .poll(async () => (await world.temporal.workflow.count(query)).count, { message: query })
        .toBe(1)
    }
  })

  test('says why, what unblocks it and what comes next in its current details', async () => {
    const metadata = await handleOf(blockedId).query('__temporal_workflow_metadata')
    const { currentDetails, definition } = metadata as Metadata
    expect(currentDetails).toContain('State: **blocked**')
    expect(currentDetails).toContain('Customer not linked')
    expect(currentDetails).toContain('Next by itself')
    const described = [
      ...definition.updateDefinitions,
      ...definition.signalDefinitions,
      ...definition.queryDefinitions,
    ].filter(({ name }) => !name.startsWith('__'))
    expect(described.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['retry', 'exclude', 'resolveInDoubt', 'status', 'causeCleared']),
    )
    expect(described.filter(({ description }) => !description)).toEqual([])
  })

  test('shows the invoice number as its summary', async () => {
    const { staticSummary } = await handleOf(blockedId)
      .describe()
      .then(async (one) => ({
        staticSummary: await one.staticSummary(),
      }))
    expect(staticSummary).toBe((await account.invoice(blockedId)).number)
  })

  test('answers the queries of an operator', async () => {
    expect(await handleOf(blockedId).query('status')).toMatchObject({ state: 'blocked' })
    expect(await handleOf(blockedId).query('recentEvents')).toMatchObject([
      { kind: 'state.blocked', detail: 'customer_not_linked' },
    ])
  })

  test('holds no name, e-mail, memo or text of a line in its history', async () => {
    const history = await historyText(world, `invoice/${account.id}/${blockedId}`)
    expect(history).toContain('customer_not_linked')
    const { legalName } = account.customer
    for (const secret of ['Secret', legalName, 'ann@example.com', 'Subscription']) {
      expect(history).not.toContain(secret)
    }
  })

  test('refuses an update that its state does not allow, with the reason', async () => {
    const refused = handleOf(blockedId).executeUpdate('pushOurs', {
      args: [{ actor: 'ann', reason: null }],
    })
    await expect(refused).rejects.toMatchObject({
      cause: { message: expect.stringContaining('not possible') },
    })
  })

  test('can be retried by the update of the Web UI, without any argument', async () => {
    const status = await handleOf(blockedId).executeUpdate('retry')
    expect(status).toMatchObject({ state: 'blocked' })
  })

  test('can be retried by a signal, for batches', async () => {
    const before = await handleOf(blockedId).query('recentEvents')
    await handleOf(blockedId).signal('retry')
    await expect
      .poll(async () => JSON.stringify(await handleOf(blockedId).query('recentEvents')))
      .not.toBe(JSON.stringify(before))
  })
})

describe('what is not of our form', () => {
  const nonsense = [null, [], 'text', 42, { version: {}, kinds: 'all' }, { cause: [] }, {}]

  test('as a signal stalls nothing', async () => {
    const other = await createAccount(world, { linkCustomer: false })
    const id = await other.draft()
    await other.finalize(id)
    await other.until(id, 'blocked')
    const handle = world.temporal.workflow.getHandle(`invoice/${other.id}/${id}`)
    for (const name of ['sourceChanged', 'remoteChanged', 'causeCleared', 'retry']) {
      await handle.signal(name)
      for (const payload of nonsense) await handle.signal(name, payload)
    }
    await other.linkCustomer(other.customer)
    await other.until(id, 'synced')
    expect(await other.booked(id)).toHaveLength(1)
  })

  test.each(['exclude', 'markAsSynced'])('as the update %s is refused with words', async (name) => {
    for (const payload of nonsense) {
      const refused = handleOf(blockedId).executeUpdate(name, { args: [payload] })
      await expect(refused).rejects.toMatchObject({
        cause: { message: expect.stringMatching(/actor is missing|There is no field/) },
      })
    }
    expect((await account.invoice(blockedId)).state).toBe('blocked')
  })
})

test('a run under another id than its invoice’s is refused: it would be a second writer', async () => {
  const args = [{ accountId: account.id, invoiceId: blockedId }]
  const workflowId = `invoice/${account.id}/another`
  const started = world.temporal.workflow.execute('invoice', {
    workflowId,
    taskQueue: TASK_QUEUE,
    args,
  })
  await expect(started).rejects.toMatchObject({ cause: { type: 'wrong_id' } })
})

test('a run that Temporal has forgotten starts again from Postgres and books nothing twice', async () => {
  const other = await createAccount(world)
  const id = await other.draft()
  await other.finalize(id)
  const { rilletId } = await other.until(id, 'synced')
  const handle = world.temporal.workflow.getHandle(`invoice/${other.id}/${id}`)
  await handle.terminate('forgotten')

  await other.pay(rilletId, '100.00')
  await other.until(id, 'paid')
  expect(await other.booked(id)).toHaveLength(1)
})

test('started by hand with nothing but its ids, it finds out the rest', async () => {
  const other = await createAccount(world)
  const id = await other.draft()
  await world.sequence.post('/_sandbox/faults', { kind: 'webhook_drop', probability: 1 })
  await other.finalize(id)
  await world.sequence.delete('/_sandbox/faults')
  const startWorkflowOperation = new WithStartWorkflowOperation('invoice', {
    workflowId: `invoice/${other.id}/${id}`,
    taskQueue: TASK_QUEUE,
    workflowIdConflictPolicy: 'USE_EXISTING',
    args: [{ accountId: other.id, invoiceId: id }],
  })
  await world.temporal.workflow.executeUpdateWithStart('retry', { startWorkflowOperation })
  await other.until(id, 'synced')
})

test('five hundred hints in the same moment as the start are all heard', async () => {
  const other = await createAccount(world, { linkCustomer: false })
  const id = await other.draft()
  const input = { accountId: other.id, invoiceId: id }
  const workflowId = `invoice/${other.id}/${id}`
  await Promise.all(
    Array.from({ length: 500 }, () =>
      world.temporal.workflow.signalWithStart('invoice', {
        workflowId,
        taskQueue: TASK_QUEUE,
        args: [input],
        signal: 'sourceChanged',
        signalArgs: [{ version: null, count: 1 }],
      }),
    ),
  )
  await other.finalize(id)
  await other.until(id, 'blocked')
  await other.linkCustomer(other.customer)
  await other.until(id, 'synced')
  expect(await other.booked(id)).toHaveLength(1)
})

type Definition = { name: string; description?: string }
type Metadata = {
  currentDetails: string
  definition: {
    updateDefinitions: Definition[]
    signalDefinitions: Definition[]
    queryDefinitions: Definition[]
  }
}

test('the operator API takes a post with a content type and no body, and shows its documents', async () => {
  const response = await fetch(`${world.apiUrl}${account.at}/invoices/${blockedId}/retry`, {
    method: 'POST',
    headers: { ...world.api.headers, 'content-type': 'application/json' },
  })
  expect(response.status).toBe(200)
  const documents = await fetch(`${world.apiUrl}/api/docs/`)
  expect(documents.status).toBe(200)
})
