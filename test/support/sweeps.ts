import { setTimeout as pause } from 'node:timers/promises'
import { invoiceWorkflowId } from '../../domain/ids.ts'
import type { Account } from './account.ts'
import type { Json } from './http.ts'
import { patient } from './patience.ts'
import type { World } from './world.ts'

/** Runs a sweep and waits until it is over and no wake-up of the account waits any more. */
export async function runSweep(world: World, account: Account, kind: string): Promise<Json> {
  const { runId } = await world.api.post(`${account.at}/sweeps/${kind}/run`)
  const deadline = Date.now() + patient(30_000)
  for (;;) {
    const { items } = await world.api.get(`${account.at}/sweeps?kind=${kind}`)
    const run = items.find((one: Json) => one.runId === runId)
    const isOver = run !== undefined && run.outcome !== 'running'
    if (isOver && (await isClosed()) && (await nothingWaits())) return run
    if (Date.now() > deadline) throw new Error(`the sweep is not over: ${JSON.stringify(run)}`)
    await pause(20)
  }

  /** What is asked for while the run closes would join it. */
  async function isClosed(): Promise<boolean> {
    const handle = world.temporal.workflow.getHandle(`sweep/${account.id}/${kind}`)
    return (await handle.describe()).status.name !== 'RUNNING'
  }

  async function nothingWaits(): Promise<boolean> {
    const rows = await world.db
      .selectFrom('outbox')
      .select('id')
      .where('account_id', '=', account.id)
      .execute()
    return rows.length === 0
  }
}

/** From now on neither vendor delivers a webhook. */
export async function silenceWebhooks(world: Pick<World, 'rillet' | 'sequence'>): Promise<void> {
  for (const vendor of [world.rillet, world.sequence]) {
    await vendor.post('/_sandbox/faults', { kind: 'webhook_drop', match: {}, probability: 1 })
  }
}

/** Waits until the invoice's run has nothing left to do: from here on only news moves it. */
export const untilAsleep = (world: World, { id: accountId }: Account, invoiceId: string) =>
  untilAtRest(world, invoiceWorkflowId({ accountId, invoiceId }))

/** Waits until this workflow has nothing left to do by itself. */
export async function untilAtRest({ temporal }: World, workflowId: string): Promise<void> {
  const handle = temporal.workflow.getHandle(workflowId)
  const deadline = Date.now() + patient(30_000)
  for (;;) {
    const { raw } = await handle.describe()
    if (!raw.pendingActivities?.length && !raw.pendingWorkflowTask) return
    if (Date.now() > deadline) throw new Error(`${workflowId} goes on and on`)
    await pause(20)
  }
}
