import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { inParallel, until } from '../parallel.ts'
import { bareTaskQueue, type Mark, type Told } from './activities.ts'
import type { BareInput } from './workflow.ts'

export type BareRuns = ReturnType<typeof createBareRuns>
/** Epoch milliseconds: the start was asked for; the first signal was sent; each mark was reached. */
export type BareTimes = { startedAt: number; paidAt: number; synced: number; settled: number }

/** Starts bare workflows and follows them. Give `told` to the worker. */
export function createBareRuns(temporal: Client, input: BareInput) {
  const waiting = new Map<string, (atMs: number) => void>()
  const keyOf = (workflowId: string, mark: Mark) => `${mark}/${workflowId}`
  const reached = (workflowId: string, mark: Mark) =>
    new Promise<number>((resolve) => waiting.set(keyOf(workflowId, mark), resolve))

  /** One whole life: started, signalled as soon as its first part is over, followed to its end. */
  async function runOne(onStarted: () => void = () => {}): Promise<BareTimes> {
    const workflowId = `bare/${randomUUID()}`
    const [synced, settled] = [reached(workflowId, 'synced'), reached(workflowId, 'paid')]
    const startedAt = Date.now()
    const handle = await temporal.workflow.start('bare', {
      workflowId,
      taskQueue: bareTaskQueue,
      args: [input],
    })
    onStarted()
    const syncedAt = await until(synced, `${workflowId} to make its calls`)
    const paidAt = Date.now()
    await handle.signal('paid')
    return {
      startedAt,
      paidAt,
      synced: syncedAt,
      settled: await until(settled, `${workflowId} to settle`),
    }
  }

  return {
    told: ({ workflowId, mark, atMs }: Told): void => {
      const key = keyOf(workflowId, mark)
      waiting.get(key)?.(atMs)
      waiting.delete(key)
    },
    runOne: () => runOne(),
    /** As many as asked for, `startsAtOnce` of them being started at a time. */
    runMany: async (count: number, startsAtOnce: number): Promise<BareTimes[]> => {
      const lives: Promise<BareTimes>[] = []
      await inParallel(Array.from({ length: count }), startsAtOnce, async () => {
        const started = Promise.withResolvers<void>()
        const life = runOne(started.resolve)
        life.catch(started.reject)
        lives.push(life)
        await started.promise
      })
      return Promise.all(lives)
    },
  }
}
