import type { LookUpMemo } from '../../activities/look-up-memo.ts'
import type { Problem } from '../../domain/model.ts'
import { inDoubt } from '../../domain/problems.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import type { ResolveInDoubt } from '../messages.ts'
import { stand } from '../rests.ts'
import { isLong, oweWhole, type Rest, type Run } from '../run.ts'
import { isAsked, wakeOrWait } from './resolve-doubt.ts'

/**
 * A credit memo may or may not have reached Rillet. Waits the settling time, looks, links what it finds; absent twice
 * means that all is read and decided again. A person may say meanwhile what became of it.
 */
export async function lookForMemo(run: Run, memo: LookUpMemo): Promise<Rest | null> {
  let waitMs = run.timing.settlingMs
  let reasons: Problem[] = []
  let said: ResolveInDoubt | null = null
  const take = () => {
    said = run.wakes.resolve ?? said
    if (run.wakes.resolve !== null) run.wakes = { ...run.wakes, resolve: null }
    return said
  }
  for (;;) {
    const problems = [inDoubt('the credit memo got no answer that can be trusted'), ...reasons]
    const next = `the credit memo is looked for in Rillet after ${Math.ceil(waitMs / 1000)} s`
    await stand(run, { state: 'in_doubt', problems, next })
    await wakeOrWait(run, waitMs)
    if (isLong() && !isAsked(run)) return { kind: 'renew' }
    run.wakes = { ...run.wakes, cleared: [], retry: null }
    const looked = await act(
      run,
      'awaitPayment',
      () => {
        const resolve = take()
        return vendors.lookUpMemo({ ...memo, ...(resolve === null ? {} : { resolve }) })
      },
      // What became of it is learnt before anybody's exclusion is heard.
      async () => true,
    )
    switch (looked.kind) {
      case 'found': {
        const of = memo.from === null ? 'void' : 'difference'
        run.recorded = { ...run.recorded, openMemo: { of, rilletId: looked.rilletId } }
        return null
      }
      case 'absent':
        // Much can have happened while it was looked for: all is read again before anything is sent.
        run.recorded = { ...run.recorded, openMemo: null }
        run.owed.source ??= { version: null, count: 0 }
        oweWhole(run)
        return null
      case 'later':
        reasons = looked.problems
        waitMs = looked.afterMs
        // One that cannot be it is not looked for again; a denial holds until it is known.
        if (reasons.length > 0) said = null
        break
      case 'blocked':
        reasons = looked.problems
        // Its causes wake it; what nobody announces is looked for again now and then.
        waitMs = run.timing.pauseMs * 10
    }
  }
}
