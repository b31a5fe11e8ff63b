import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  patched,
} from '@temporalio/workflow'
import { records } from './activities.ts'
import { isLong, type Run } from './run.ts'

/**
 * One step's call, tried until it ends. A person's retry or exclusion ends a back-off; when Temporal has tried for
 * as long as it may, the run pauses and tries again: nothing a vendor does fails it.
 */
export async function act<T>(
  run: Run,
  step: string,
  call: () => Promise<T>,
  wasSent: () => Promise<boolean> = () => wasCreated(run, step),
): Promise<T> {
  run.status.step = step
  for (;;) {
    try {
      return await skippable(run, call)
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error
      if (isCancellation(error)) {
        if (CancellationScope.current().consideredCancelled) throw error
        await heedExclusion(run, wasSent)
        continue
      }
      if (isLong()) throw broken('renewed')
      // A try that is under way may fail before it learns that it is cancelled.
      const hears = patched('exclusion-heard')
      if (hears) await heedExclusion(run, wasSent)
      const { exclude } = run.wakes
      const isAsked = () => run.wakes.retry !== null || (hears && run.wakes.exclude !== exclude)
      await condition(isAsked, run.timing.pauseMs)
      if (hears) await heedExclusion(run, wasSent)
    }
  }
}

/** Breaks the look off for a person who excludes, unless a create may have been sent: what it did is learnt first. */
async function heedExclusion(run: Run, wasSent: () => Promise<boolean>): Promise<void> {
  if (run.wakes.exclude !== null && !(await wasSent())) throw broken('interrupted')
}

const wasCreated = async (run: Run, step: string): Promise<boolean> =>
  step === 'createInvoice' && (await records.wasSent(run.ref))

async function skippable<T>(run: Run, call: () => Promise<T>): Promise<T> {
  const scope = new CancellationScope()
  run.skip = () => scope.cancel()
  try {
    return await scope.run(call)
  } finally {
    run.skip = null
  }
}

/** Why a look is broken off: a person wants something else, or the history has grown long. */
type Break = 'interrupted' | 'renewed'

const broken = (why: Break) => ApplicationFailure.nonRetryable('the look is broken off', why)

/** Null for what is no break but a failure. */
export function breakOf(error: unknown): Break | null {
  if (!(error instanceof ApplicationFailure)) return null
  return error.type === 'interrupted' || error.type === 'renewed' ? error.type : null
}
