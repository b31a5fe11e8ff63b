import type { Client } from '@temporalio/client'
import { connectWorkflowId } from '../domain/ids.ts'
import { type ConnectInput, TASK_QUEUE, workflowTypes } from '../workflows/messages.ts'
import { webhookUrl } from './connection-views.ts'
import { priorities } from './invoice-run.ts'
import { reachTemporal } from './temporal.ts'
import { within } from './within.ts'

const waitMs = 8_000

/**
 * Has our notification policy in Sequence made or repaired, and waits a little for it: what came of
 * it is then in the connection's row. Throws when Temporal is away.
 */
export async function startConnect(
  temporal: Client,
  accountId: string,
  publicUrl: string,
): Promise<void> {
  await reachTemporal(temporal)
  const input: ConnectInput = {
    accountId,
    webhookUrl: webhookUrl(publicUrl, 'sequence', accountId),
  }
  await temporal.connection.withDeadline(Date.now() + waitMs, async () => {
    const handle = await temporal.workflow.start(workflowTypes.connect, {
      workflowId: connectWorkflowId(accountId),
      taskQueue: TASK_QUEUE,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      priority: { priorityKey: priorities.person, fairnessKey: accountId },
    })
    await within(waitMs, handle.result())
  })
}
