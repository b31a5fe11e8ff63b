import { bookedDates } from '../../domain/decision/booked-date.ts'
import type { Accepted, StepOf } from '../../domain/decision/situation.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import { block } from '../rests.ts'
import type { Rest, Run } from '../run.ts'
import { gone } from './gone.ts'

/** A person takes Rillet as it is: it counts as right for as long as Sequence says what it says now. */
export async function accept(run: Run, { why }: StepOf<'accept'>): Promise<Rest | null> {
  const { facts, ref, recorded, choice } = run
  if (facts === null) return { kind: 'again' }
  const dates: Accepted = {
    ...bookedDates(facts, recorded),
    ...(facts.status === 'VOIDED' ? { voided: true } : {}),
    ...(choice === 'leave' ? { paymentStatus: facts.paymentStatus } : {}),
  }
  const { snapshotHash } = facts
  const accepted = await act(run, 'awaitPayment', () =>
    vendors.acceptTheirs({ ...ref, dates, snapshotHash, why }),
  )
  if (accepted?.kind === 'removed') return gone(run)
  if (accepted?.kind === 'blocked') return block(run, [accepted.problem])
  run.followLedger = choice === 'acceptTheirs'
  run.choice = null
  run.edits = []
  run.recorded = {
    ...recorded,
    accepted: dates,
    remote: accepted?.remote ?? recorded.remote,
    bookedHash: snapshotHash,
    changes: [],
  }
  return null
}
