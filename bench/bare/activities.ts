import { activityInfo } from '@temporalio/activity'

export const bareTaskQueue = 'bench-bare'

/** What the bare worker tells its starter, over the channel between the two processes. */
export type Told = { workflowId: string; mark: Mark; atMs: number }
/** The last call of the sync, and the last of the settlement. */
export type Mark = 'synced' | 'paid'

export type BareActivities = ReturnType<typeof createBareActivities>

export const createBareActivities = (tell: (told: Told) => void) => ({
  /** Stands for one call to a vendor and does nothing; a marked one is told of. */
  call: async ({ mark }: { mark: Mark | null }): Promise<void> => {
    const { workflowId } = activityInfo().workflowExecution ?? {}
    if (mark !== null && workflowId) tell({ workflowId, mark, atMs: Date.now() })
  },
})
