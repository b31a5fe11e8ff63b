import { fileURLToPath } from 'node:url'
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
} from '@temporalio/worker'
import { readConfig, runMain } from '../../config.ts'
import { workerSlots } from '../../worker/worker.ts'
import { bareTaskQueue, createBareActivities } from './activities.ts'

// The worker that ours is compared with: the same options, a process of its own, nothing to do.
runMain(async () => {
  const logger = new DefaultLogger('WARN')
  Runtime.install({ logger })
  const config = readConfig()
  const connection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS })
  const workflowsPath = fileURLToPath(new URL('./workflow.ts', import.meta.url))
  const worker = await Worker.create({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: bareTaskQueue,
    workflowBundle: await bundleWorkflowCode({ workflowsPath, logger }),
    activities: createBareActivities((told) => process.send?.(told)),
    maxCachedWorkflows: config.MAX_CACHED_WORKFLOWS,
    ...workerSlots(),
  })
  process.once('disconnect', () => worker.shutdown())
  process.send?.('ready')
  await worker.run()
  await connection.close()
  if (process.connected) process.disconnect()
})
