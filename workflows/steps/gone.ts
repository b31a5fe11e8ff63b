import { patched } from '@temporalio/workflow'
import { connectionProblems } from '../../domain/checks.ts'
import type { OpenMemo } from '../../domain/decision/situation.ts'
import type { Problem } from '../../domain/model.ts'
import { statusOnceGone } from '../../domain/settlement.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import { close, stand, standAndReread } from '../rests.ts'
import type { Rest, Run } from '../run.ts'

/** It is not in Rillet any more: what the run knew of it there is forgotten. */
export function forget(run: Run): void {
  run.owed.remote = null
  run.status.rilletId = null
  run.settlement = null
  run.createdHere = false
  run.edits = []
  run.drift = []
  run.choice = null
  run.recorded = {
    ...run.recorded,
    rilletId: null,
    inDoubt: false,
    verified: false,
    remote: null,
    accepted: null,
    bookedHash: null,
    changes: [],
    openMemo: null,
  }
}

/**
 * Deleted in Rillet by its users: a person must want it anew, unless it is void in Sequence as well. A payment
 * status that we told Sequence is taken back, whether or not its payments were seen to go first.
 */
export async function gone(run: Run): Promise<Rest> {
  const { facts, context, recorded } = run
  if (recorded.openMemo !== null) run.note = leftOver(recorded.openMemo)
  forget(run)
  run.wanted = false
  if (facts?.status === 'VOIDED') return close(run, 'voided')
  const isToldPaid =
    facts !== null && context !== null && statusOnceGone(facts, context.settings, recorded) !== null
  run.untold = isToldPaid && patched('removal-told')
  return run.untold ? tellRemoval(run) : close(run, 'removed')
}

/** What nothing but a person can clear away: the sync deletes no memo that it did not see set off. */
const leftOver = ({ rilletId }: OpenMemo): string =>
  rilletId === null
    ? 'A credit memo for it may be in Rillet, set off against nothing: look for one that refers to it.'
    : `Credit memo ${rilletId} was made for it and is set off against nothing in Rillet.`

/** The removal shows at once; the run ends when Sequence was told, and what keeps it from that shows beside it. */
export async function tellRemoval(run: Run): Promise<Rest> {
  const { ref, facts, known } = run
  const next = 'Sequence is told that it is not paid'
  if (run.status.state !== 'removed') await stand(run, { state: 'removed', next })
  const knownVersion = facts?.updatedAt ?? known.source ?? ''
  const why = 'it is not in Rillet any more, nor are its payments'
  const set = await act(run, 'awaitPayment', () =>
    vendors.setPaymentStatus({ ...ref, target: 'UNPAID', knownVersion, force: false, why }),
  )
  switch (set.kind) {
    case 'blocked':
      return untold(run, set.problem)
    case 'done':
      if (set.version !== null) known.source = set.version
      run.untold = false
      return close(run, 'removed')
    case 'muted':
      run.untold = false
      return close(run, 'removed')
  }
}

/** What a connection keeps from being told is told when that is mended; what Sequence refuses is a person's. */
async function untold(run: Run, problem: Problem): Promise<Rest> {
  if (!problem.blockedOn.startsWith('connection:')) {
    run.untold = false
    return close(run, 'removed', [problem])
  }
  const next = 'Sequence is told again after six hours, or as soon as the cause is gone'
  const context = await standAndReread(run, { state: 'removed', problems: [problem], next })
  const isHeld = connectionProblems(context).some(({ code }) => code === problem.code)
  return isHeld ? { kind: 'open', forMs: run.timing.recheckMs } : { kind: 'again' }
}
