import { changedAmounts, unmovableDates, voidProblems } from '../../domain/dates.ts'
import { differencesOf } from '../../domain/drift.ts'
import type { InvoiceFacts, Problem, SyncContext } from '../../domain/model.ts'
import {
  asTarget,
  followsSequence,
  settle,
  stateBySequence,
  statusToWrite,
} from '../../domain/settlement.ts'
import { vendors } from '../activities.ts'
import { block, close, stand } from '../rests.ts'
import { act, type Rest, type Run } from '../run.ts'
import type { Wakes } from '../wakes.ts'
import { carryDates } from './carry-dates.ts'
import { readRemote } from './read-remote.ts'
import { verify } from './verify.ts'

/**
 * The invoice is in Rillet: what Sequence changes is carried there, what is paid there is told to
 * Sequence. With a payment link its provider decides, and Rillet's payments are only recorded.
 */
export async function awaitPayment(run: Run, asked: Wakes): Promise<Rest> {
  const { facts, context } = run
  if (facts === null || context === null) return { kind: 'again' }
  run.status.step = 'awaitPayment'

  const unverified = await verify(run, facts)
  if (unverified !== null) return unverified
  const dates = await carryDates(run, facts, asked)
  if (dates !== null) return dates
  const remote = await readRemote(run, { facts, muted: followsSequence(facts, context.settings) })
  if (remote !== null) return remote

  const told = await tellSequence(run, facts, context)
  if (told !== null) return told
  return rest(run, facts, context)
}

/** Sequence's payment status follows Rillet's rows, unless a payment link's provider decides. */
async function tellSequence(
  run: Run,
  facts: InvoiceFacts,
  { settings }: SyncContext,
): Promise<Rest | null> {
  if (followsSequence(facts, settings)) return null
  const { target } = run.settlement ?? unpaid(facts)
  const written = asTarget(run.remembered?.writtenPaymentStatus ?? null)
  if (statusToWrite({ target, current: facts.paymentStatus, written }) === null) return null

  const set = await act(run, 'awaitPayment', () =>
    vendors.setPaymentStatus({ ...run.ref, target, knownVersion: facts.updatedAt }),
  )
  switch (set.kind) {
    case 'done':
      facts.paymentStatus = set.paymentStatus
      if (set.written && run.remembered !== null) {
        run.remembered = { ...run.remembered, writtenPaymentStatus: set.paymentStatus }
      }
      if (set.version === null) {
        // More has changed in Sequence than what we wrote.
        run.owed.source = true
        return { kind: 'again' }
      }
      facts.updatedAt = set.version
      run.known.source = set.version
      return null
    case 'muted':
      facts.paymentLink = set.paymentLink
      facts.paymentStatus = set.paymentStatus
      return null
    case 'blocked':
      return block(run, [set.problem])
  }
}

async function rest(run: Run, facts: InvoiceFacts, { settings }: SyncContext): Promise<Rest> {
  const settlement = run.settlement ?? unpaid(facts)
  const muted = followsSequence(facts, settings)
  const state = muted ? stateBySequence(facts.paymentStatus) : settlement.state
  const drift = driftOf(run, facts)
  run.drift = differencesOf(drift)
  if (drift.length > 0) {
    await stand(run, {
      state: 'drift',
      problems: drift,
      next: 'it is compared again when either side changes',
    })
    return { kind: 'open', forMs: null }
  }
  if (muted && facts.paymentStatus === 'PAID' && settlement.state !== 'paid') {
    run.note = `Paid by ${facts.paymentLink} in Sequence; ${settlement.open} ${facts.currency} is open in Rillet: reconcile it there.`
  }
  if (state === 'paid' && facts.paymentStatus === 'PAID') return close(run, 'paid')
  const next = muted ? 'it follows Sequence' : 'it follows the payments in Rillet'
  await stand(run, { state: state === 'paid' ? 'partially_paid' : state, next })
  return { kind: 'open', forMs: null }
}

/** What only a person can decide: the two sides say different things. */
const driftOf = ({ edits, remembered }: Run, facts: InvoiceFacts): Problem[] => [
  ...voidProblems(facts),
  ...(remembered?.remote ? changedAmounts(facts, remembered.remote) : []),
  ...unmoved(remembered, facts),
  ...edits,
]

/** In AR_ONLY dates that moved in Sequence cannot follow. */
const unmoved = (remembered: Run['remembered'], facts: InvoiceFacts): Problem[] =>
  remembered?.scope === 'AR_ONLY' && remembered.remote !== null
    ? unmovableDates(facts, { remote: remembered.remote, accepted: remembered.accepted })
    : []

const unpaid = ({ grossTotal }: InvoiceFacts) =>
  settle({ total: grossTotal, payments: [], credits: [] })
