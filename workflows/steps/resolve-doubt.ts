import { condition, patched } from '@temporalio/workflow'
import type { Adopted, CreateInvoice, LookedUp } from '../../activities/invoice-outcomes.ts'
import type { Problem } from '../../domain/model.ts'
import { inDoubt } from '../../domain/problems.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import type { ResolveInDoubt } from '../messages.ts'
import { stand } from '../rests.ts'
import { isLong, type Rest, type Run } from '../run.ts'
import { follow } from './create-invoice.ts'

/**
 * A create may or may not have reached Rillet. Waits the settling time, looks, adopts what it finds;
 * absent twice means that it may be sent again. A person may decide it meanwhile.
 */
export async function resolveDoubt(run: Run): Promise<Rest | null> {
  const { facts, ref } = run
  if (facts === null) return { kind: 'again' }
  const input = { ...ref, snapshotHash: facts.snapshotHash }
  let waitMs = run.timing.settlingMs
  let reasons: Problem[] = []
  for (;;) {
    const problems = [inDoubt('no answer that can be trusted'), ...reasons]
    const next = `it is looked for in Rillet after ${Math.ceil(waitMs / 1000)} s`
    await stand(run, { state: 'in_doubt', problems, next })
    await wakeOrWait(run, waitMs)
    if (isLong() && !isAsked(run)) return { kind: 'renew' }

    let { resolve } = run.wakes
    run.wakes = { ...run.wakes, resolve: null, cleared: [], retry: null }
    const looked = await act(run, 'createInvoice', () => {
      // Whoever decides it while it is looked for in vain does not wait for that to end.
      if (run.wakes.resolve !== null && patched('resolved-meanwhile')) {
        resolve = run.wakes.resolve
        run.wakes = { ...run.wakes, resolve: null }
      }
      return lookOf(input, resolve)
    })
    switch (looked.kind) {
      case 'done':
        return follow(run, looked)
      case 'absent':
        // Much can have happened while it was looked for: all is read again before it is sent.
        run.recorded = { ...run.recorded, inDoubt: false }
        run.owed.source ??= { version: null, count: 0 }
        return { kind: 'again' }
      case 'later':
        reasons = []
        waitMs = looked.afterMs
        break
      case 'in_doubt':
      case 'removed':
        break
      case 'blocked':
        reasons = looked.problems
        // Its causes wake it; what nobody announces is looked for again now and then.
        waitMs = run.timing.pauseMs * 10
    }
  }
}

/** What a person says decides how it is looked for; nobody is asked before it is looked for by itself. */
function lookOf(input: CreateInvoice, resolve: ResolveInDoubt | null): Promise<Adopted | LookedUp> {
  if (resolve === null) return vendors.lookUpInvoice(input)
  if (!resolve.found) return vendors.forgetAttempt(input)
  return vendors.adoptInvoice({ ...input, rilletId: resolve.rilletId, byPerson: true })
}

/** People and mended causes end the wait; other hints keep until the doubt is resolved. */
export async function wakeOrWait(run: Run, ms: number): Promise<void> {
  run.resting = true
  await condition(() => isAsked(run) || isLong(), ms)
  run.resting = false
}

export const isAsked = ({ wakes }: Run): boolean =>
  wakes.resolve !== null || wakes.cleared.length > 0
