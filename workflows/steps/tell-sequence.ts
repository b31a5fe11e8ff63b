import { patched } from '@temporalio/workflow'
import type { StepOf } from '../../domain/decision/situation.ts'
import { followsSequence } from '../../domain/settlement.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import type { Rest, Run } from '../run.ts'

/** Sequence's payment status follows Rillet's rows; asked again right before, and written once. */
export async function tellSequence(
  run: Run,
  { target, force, why }: StepOf<'setPaymentStatus'>,
): Promise<Rest | null> {
  const { facts, ref } = run
  if (facts === null) return { kind: 'again' }
  const set = await act(run, 'awaitPayment', () =>
    vendors.setPaymentStatus({ ...ref, target, knownVersion: facts.updatedAt, force, why }),
  )
  switch (set.kind) {
    case 'done':
      facts.paymentStatus = set.paymentStatus
      run.tried.status = []
      // What somebody sets from now on is a new difference.
      if (force && patched('ledger-followed-once')) run.followLedger = false
      if (set.written) {
        const written = { writtenPaymentStatus: set.paymentStatus, intendedPaymentStatus: null }
        run.recorded = { ...run.recorded, ...written }
      }
      if (set.version === null) {
        // More has changed in Sequence than what we wrote.
        run.owed.source ??= { version: null, count: 0 }
        return { kind: 'again' }
      }
      facts.updatedAt = set.version
      run.known.source = set.version
      return null
    case 'muted':
      facts.paymentLink = set.paymentLink
      facts.paymentStatus = set.paymentStatus
      // By settings that this run has not seen.
      if (!isMuted(run) && patched('muted-anew')) run.owed.source ??= { version: null, count: 0 }
      return null
    case 'blocked':
      run.tried.status = [set.problem]
      return null
  }
}

const isMuted = ({ facts, context }: Run): boolean =>
  facts !== null && context !== null && followsSequence(facts, context.settings)
