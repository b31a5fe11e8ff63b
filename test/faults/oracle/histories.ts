import { setTimeout as pause } from 'node:timers/promises'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import { inParallel } from '../../../bench/parallel.ts'
import type { createLeakFinder } from './leaks.ts'
import type { Violation } from './ledger.ts'

/** `runId` is the latest one's when it is not given. */
type Run = { workflowId: string; runId?: string }

type Reader = {
  temporal: Client
  leaks: ReturnType<typeof createLeakFinder>
  /** Longer than Temporal takes to be back after it was killed or frozen. */
  withinMs?: number
}

const lanes = 8
const againMs = 500

/** Looks for what must not stand in Temporal. A history that cannot be read is a finding, not a good one. */
export function createHistoryReader({ temporal, leaks, withinMs = 120_000 }: Reader) {
  const violations: Violation[] = []
  let count = 0

  async function read({ workflowId, runId }: Run): Promise<void> {
    const deadline = Date.now() + withinMs
    for (;;) {
      try {
        const history = await temporal.workflow.getHandle(workflowId, runId).fetchHistory()
        leaks.lookInHistory(workflowId, history)
        count += 1
        return
      } catch (error) {
        if (error instanceof WorkflowNotFoundError || Date.now() > deadline) {
          const what = `the history of ${workflowId} could not be read: ${String(error)}`
          violations.push({ rule: 'the oracle sees all', what, seed: null })
          return
        }
        await pause(againMs)
      }
    }
  }

  return {
    violations,
    count: () => count,
    read: (runs: Run[]): Promise<void> => inParallel(runs, lanes, read),
    /** Every run that Temporal lists, of whatever kind: of invoices, creates, customers, sweeps, connections. */
    async readAll(): Promise<void> {
      const runs: Run[] = []
      for await (const { workflowId, runId } of temporal.workflow.list()) {
        runs.push({ workflowId, runId })
      }
      await inParallel(runs, lanes, read)
    },
  }
}
