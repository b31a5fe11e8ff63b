import { patched } from '@temporalio/workflow'
import { editedDates, type RemoteInvoice } from '../../domain/dates.ts'
import { isAboutStatus } from '../../domain/decision/agreed.ts'
import { sourceDates } from '../../domain/decision/booked-date.ts'
import type { Accepted, StepOf } from '../../domain/decision/situation.ts'
import type { InvoiceFacts } from '../../domain/model.ts'
import { equal } from '../../domain/money.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import { block } from '../rests.ts'
import { oweWhole, type Rest, type Run } from '../run.ts'
import { gone } from './gone.ts'

/** A person takes Rillet as it is: it counts as right for as long as Sequence says what it says now. */
export async function accept(run: Run, { why }: StepOf<'accept'>): Promise<Rest | null> {
  const { facts, ref, recorded } = run
  if (facts === null) return { kind: 'again' }
  const followLedger = isFollowing(run)
  const dates = acceptedBy(run, facts, followLedger)
  const { snapshotHash } = facts
  const accepted = await act(run, 'awaitPayment', () =>
    vendors.acceptTheirs({ ...ref, dates, snapshotHash, why }),
  )
  if (accepted?.kind === 'removed') return gone(run)
  if (accepted?.kind === 'blocked') return block(run, [accepted.problem])
  run.followLedger = followLedger
  run.choice = null
  run.edits = []
  const there = accepted?.remote ?? null
  if (isAnotherTotal(there, recorded.remote) && patched('accepted-total-settled')) oweWhole(run)
  const { remote = recorded.remote, bookedHash = recorded.bookedHash } = accepted ?? {}
  run.recorded = {
    ...recorded,
    accepted: remote === null ? dates : { ...dates, theirs: editedDates(remote, []) },
    remote,
    bookedHash,
    changes: [],
  }
  return null
}

/** What was read as paid of one total does not settle another. */
const isAnotherTotal = (there: RemoteInvoice | null, before: RemoteInvoice | null): boolean =>
  there !== null && before !== null && !equal(there.total, before.total)

/** Sequence's dates and number as they are, with Rillet's as last read; and what else is, or was, left as it is. */
function acceptedBy(run: Run, facts: InvoiceFacts, isFollowed: boolean): Accepted {
  const { recorded, edits } = run
  const { remote, accepted } = recorded
  const left = isStatusLeft(run) ? facts.paymentStatus : accepted?.paymentStatus
  return {
    ...sourceDates(facts, recorded),
    ...(remote === null ? {} : { theirs: editedDates(remote, edits) }),
    ...(facts.status === 'VOIDED' ? { voided: true } : {}),
    ...(left === undefined || isFollowed ? {} : { paymentStatus: left }),
  }
}

/** Only one that was shown as a difference is left: that of a payment deleted later is a new one. */
const isStatusLeft = ({ choice, agreed }: Run): boolean =>
  choice === 'leave' && (isAboutStatus(agreed ?? []) || !patched('status-left-if-shown'))

/** Only a payment status that was shown as a difference follows Rillet; one that somebody sets later is a new one. */
const isFollowing = ({ choice, agreed }: Run): boolean =>
  choice === 'acceptTheirs' && (isAboutStatus(agreed ?? []) || !patched('ledger-followed-once'))
