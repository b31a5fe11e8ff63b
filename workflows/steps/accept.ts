import { editedDates } from '../../domain/dates.ts'
import { sourceDates } from '../../domain/decision/booked-date.ts'
import type { Accepted, StepOf } from '../../domain/decision/situation.ts'
import type { InvoiceFacts } from '../../domain/model.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import { block } from '../rests.ts'
import type { Rest, Run } from '../run.ts'
import { gone } from './gone.ts'

/** A person takes Rillet as it is: it counts as right for as long as Sequence says what it says now. */
export async function accept(run: Run, { why }: StepOf<'accept'>): Promise<Rest | null> {
  const { facts, ref, recorded } = run
  if (facts === null) return { kind: 'again' }
  const dates = acceptedBy(run, facts)
  const { snapshotHash } = facts
  const accepted = await act(run, 'awaitPayment', () =>
    vendors.acceptTheirs({ ...ref, dates, snapshotHash, why }),
  )
  if (accepted?.kind === 'removed') return gone(run)
  if (accepted?.kind === 'blocked') return block(run, [accepted.problem])
  run.followLedger = run.choice === 'acceptTheirs'
  run.choice = null
  run.edits = []
  const { remote = recorded.remote } = accepted ?? {}
  run.recorded = {
    ...recorded,
    accepted: remote === null ? dates : { ...dates, theirs: editedDates(remote, []) },
    remote,
    bookedHash: snapshotHash,
    changes: [],
  }
  return null
}

/** Sequence's dates and number as they are, with Rillet's as last read; and what else is left as it is. */
function acceptedBy({ recorded, edits, choice }: Run, facts: InvoiceFacts): Accepted {
  const { remote } = recorded
  return {
    ...sourceDates(facts, recorded),
    ...(remote === null ? {} : { theirs: editedDates(remote, edits) }),
    ...(facts.status === 'VOIDED' ? { voided: true } : {}),
    ...(choice === 'leave' ? { paymentStatus: facts.paymentStatus } : {}),
  }
}
