import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import type { World } from './world.ts'

/** A run's whole history as text, its payloads decoded: what anybody can read in Temporal. */
export async function historyText({ temporal }: World, workflowId: string): Promise<string> {
  const history = historyToJSON(await temporal.workflow.getHandle(workflowId).fetchHistory())
  const decoded = history.replaceAll(/"data": ?"([^"]+)"/g, (_, data: string) =>
    Buffer.from(data, 'base64').toString('utf8'),
  )
  return history + decoded
}
