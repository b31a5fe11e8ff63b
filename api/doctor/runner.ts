import type { Client } from '@temporalio/client'
import { TASK_QUEUE } from '../../workflows/messages.ts'

/** `unsure`: it answers, but does not say whether a worker asks for tasks. */
export type RunnerHealth = 'working' | 'idle' | 'away' | 'unsure'

const waitMs = 2_000
/** A worker asks at least once a minute; one that has not for so long is gone. */
const pollerGoneMs = 120_000

/** Whether Temporal answers, and a worker of ours asks it for tasks. Never throws. */
export async function runnerHealth(temporal: Client): Promise<RunnerHealth> {
  try {
    const { pollers } = await temporal.connection.withDeadline(Date.now() + waitMs, () =>
      temporal.workflowService.describeTaskQueue({
        namespace: temporal.options.namespace,
        taskQueue: { name: TASK_QUEUE },
      }),
    )
    if (pollers === null || pollers === undefined) return 'unsure'
    const isAlive = pollers.some(({ lastAccessTime }) => {
      const seconds = Number(lastAccessTime?.seconds ?? 0)
      return Date.now() - seconds * 1_000 < pollerGoneMs
    })
    return isAlive ? 'working' : 'idle'
  } catch {
    return 'away'
  }
}
