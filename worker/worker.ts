import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker'
import { TASK_QUEUE } from '../workflows/messages.ts'
import { createActivities, type WorkerDeps } from './activities.ts'
import { pulse, pulseMs } from './pulse.ts'

export type CreateWorker = {
  connection: NativeConnection
  namespace: string
  bundle: { code: string } | { codePath: string }
  deps: WorkerDeps
  /** Runs kept in memory; 0 replays each one whenever it is woken. */
  maxCachedWorkflows: number
  slots?: WorkerSlots
  /** Worker Versioning: on when a deployment has a name. */
  deployment?: { name: string; buildId: string } | null
  taskQueue?: string
}

/** A worker of the sync. Its slots are explicit. */
export function createWorker(options: CreateWorker): Promise<Worker> {
  const { connection, namespace, bundle, deps, maxCachedWorkflows, deployment } = options
  return Worker.create({
    connection,
    namespace,
    taskQueue: options.taskQueue ?? TASK_QUEUE,
    workflowBundle: bundle,
    activities: createActivities(deps),
    maxCachedWorkflows,
    ...workerSlots(options.slots),
    // Without a cache the SDK forgets, for each decision that ends, the oldest one that still waits for its write
    // (1.24): its task is lost, and comes again after ten seconds.
    ...(maxCachedWorkflows === 0 ? { maxConcurrentWorkflowTaskExecutions: 1 } : {}),
    interceptors: { activity: [pulse] },
    maxHeartbeatThrottleInterval: pulseMs,
    shutdownGraceTime: '25 s',
    shutdownForceTime: '55 s',
    ...versioning(deployment ?? null),
  })
}

/** How much a worker does at once: calls to the vendors, decisions of runs. */
export type WorkerSlots = { activities: number; decisions: number }

export const workerSlots = (
  { activities, decisions }: WorkerSlots = { activities: 100, decisions: 8 },
) => ({
  maxConcurrentActivityTaskExecutions: activities,
  maxConcurrentWorkflowTaskExecutions: decisions,
  // A decision waits for its own write to Postgres: as many as there are decisions.
  maxConcurrentLocalActivityExecutions: decisions,
})

const versioning = (deployment: CreateWorker['deployment']): Partial<WorkerOptions> =>
  deployment === null || deployment === undefined
    ? {}
    : {
        workerDeploymentOptions: {
          version: { deploymentName: deployment.name, buildId: deployment.buildId },
          useWorkerVersioning: true,
          defaultVersioningBehavior: 'AUTO_UPGRADE',
        },
      }
