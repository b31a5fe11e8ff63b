import { sweepWorkflowId } from '../domain/ids.ts'
import { priorities, priorityOf } from '../domain/priorities.ts'
import type { SweepKind } from '../domain/sweep.ts'
import { runningSweep } from '../store/sweep-run.ts'
import { type SweepInput, TASK_QUEUE, workflowTypes } from '../workflows/messages.ts'
import { searchAttributeKeys } from '../workflows/search-attributes.ts'
import type { ApiDeps } from './deps.ts'
import { reachTemporal } from './temporal.ts'

const startMs = 5_000

export type SweepWish = { accountId: string; kind: SweepKind; actor: string }

/** Starts a sweep now, unless one of its kind is under way. Throws when Temporal is away. */
export async function startSweepNow(
  { db, temporal }: ApiDeps,
  { accountId, kind, actor }: SweepWish,
): Promise<{ runId: string; workflowId: string; alreadyRunning: boolean }> {
  const workflowId = sweepWorkflowId(accountId, kind)
  const running = await runningSweep(db, accountId, kind)
  if (running !== undefined) return { runId: running.run_id, workflowId, alreadyRunning: true }
  await reachTemporal(temporal)
  const input: SweepInput = { accountId, kind, actor }
  const handle = await temporal.connection.withDeadline(Date.now() + startMs, () =>
    temporal.workflow.start(workflowTypes.sweep, {
      ...sweepRun(accountId, kind),
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  )
  return { runId: handle.firstExecutionRunId, workflowId, alreadyRunning: false }
}

/** How a sweep is started, by its schedule or by a person. */
export const sweepRun = (accountId: string, kind: SweepKind) => ({
  workflowId: sweepWorkflowId(accountId, kind),
  taskQueue: TASK_QUEUE,
  staticSummary: `sweep: ${kind}`,
  typedSearchAttributes: [{ key: searchAttributeKeys.accountId, value: accountId }],
  priority: priorityOf(accountId, priorities.background),
})
