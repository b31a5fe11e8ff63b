import { connectWorkflowId } from '../domain/ids.ts'
import { priorities, priorityOf } from '../domain/priorities.ts'
import {
  type ConnectInput,
  type ConnectResult,
  TASK_QUEUE,
  workflowTypes,
} from '../workflows/messages.ts'
import { webhookUrl } from './connection-views.ts'
import type { ApiDeps } from './deps.ts'
import { reachTemporal } from './temporal.ts'
import { within } from './within.ts'

const waitMs = 8_000

/**
 * Has our notification policy in Sequence made or repaired, and waits a little for it: what came of
 * it is then in the connection's row. Throws when Temporal is away.
 */
export async function startConnect(
  { temporal, publicUrl, door }: ApiDeps,
  accountId: string,
): Promise<void> {
  await reachTemporal(temporal)
  const input: ConnectInput = {
    accountId,
    webhookUrl: webhookUrl(publicUrl, 'sequence', accountId),
  }
  await temporal.connection.withDeadline(Date.now() + waitMs, async () => {
    const handle = await temporal.workflow.start<(input: ConnectInput) => Promise<ConnectResult>>(
      workflowTypes.connect,
      {
        workflowId: connectWorkflowId(accountId),
        taskQueue: TASK_QUEUE,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
        priority: priorityOf(accountId, priorities.person),
      },
    )
    return within(waitMs, handle.result())
  })
  door.forget(accountId)
}
