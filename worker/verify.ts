import type { Client } from '@temporalio/client'
import { Worker } from '@temporalio/worker'
import { TASK_QUEUE } from '../workflows/messages.ts'
import type { CreateWorker } from './worker.ts'

export type Verified = {
  replayed: number
  /** One sentence for each run that today's code would not go on with. */
  mismatches: string[]
}

/**
 * Replays the latest real histories, `most` of them, on this code, before it gets any task: a mismatch
 * would stop those runs until the former code is back. Reads only.
 */
export async function verify(
  client: Client,
  { bundle, most }: Pick<CreateWorker, 'bundle'> & { most: number },
): Promise<Verified> {
  const verified: Verified = { replayed: 0, mismatches: [] }
  const results = Worker.runReplayHistories({ workflowBundle: bundle }, latest(client, most))
  for await (const { workflowId, error } of results) {
    verified.replayed += 1
    if (error !== undefined) verified.mismatches.push(`${workflowId}: ${firstLine(error)}`)
  }
  return verified
}

async function* latest({ workflow }: Client, most: number) {
  let count = 0
  for await (const { workflowId, runId } of workflow.list({
    query: `TaskQueue = '${TASK_QUEUE}'`,
    pageSize: most,
  })) {
    if (count++ === most) return
    yield { workflowId, history: await workflow.getHandle(workflowId, runId).fetchHistory() }
  }
}

const firstLine = ({ message }: Error): string => message.split('\n')[0] ?? ''
