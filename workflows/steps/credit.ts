import { patched } from '@temporalio/workflow'
import type { CreditInvoice, InvoiceCredited } from '../../activities/credit-invoice.ts'
import { bookedDate } from '../../domain/decision/booked-date.ts'
import type { StepOf } from '../../domain/decision/situation.ts'
import type { Problem } from '../../domain/model.ts'
import { isZero, subtract } from '../../domain/money.ts'
import { inDoubt } from '../../domain/problems.ts'
import { act } from '../act.ts'
import { records, vendors } from '../activities.ts'
import type { ResolveInDoubt } from '../messages.ts'
import { stand } from '../rests.ts'
import { isLong, oweWhole, type Rest, type Run } from '../run.ts'
import { gone } from './gone.ts'
import { isAsked, wakeOrWait } from './resolve-doubt.ts'

/**
 * Takes the invoice back in Rillet by a credit memo, whole or by what changed, dated in an open period. Where
 * the memo is in doubt it is looked for until it is known what became of it: nothing else is done before.
 */
export async function credit(run: Run, { whole }: StepOf<'credit'>): Promise<Rest | null> {
  const { facts, ref, recorded } = run
  if (facts === null) return { kind: 'again' }
  const from = recorded.bookedHash ?? facts.snapshotHash
  const to = whole ? null : facts.snapshotHash
  const earliest = latest(bookedDate(facts, recorded), facts.updatedAt.slice(0, 10))
  const date = await act(run, 'awaitPayment', () => vendors.openDayFrom({ ...ref, date: earliest }))
  const input = { ...ref, from, to, date }
  let credited = await creditOnce(run, input, null)
  while (mayBeThere(credited)) {
    run.recorded = { ...run.recorded, voidCredit: run.recorded.voidCredit || whole }
    // It goes on with what was sent, whatever changes meanwhile.
    run.agreed = null
    const { afterMs, reasons } = doubtOf(run, credited)
    const seconds = Math.ceil(afterMs / 1000)
    const next = `the credit memo is looked for in Rillet after ${seconds} s`
    if (!patched('memo-looked-for')) {
      await stand(run, { state: 'waiting', next })
      return { kind: 'open', forMs: afterMs }
    }
    const problems = [inDoubt('the credit memo got no answer that can be trusted'), ...reasons]
    await stand(run, { state: 'in_doubt', problems, next })
    await wakeOrWait(run, afterMs)
    if (isLong() && !isAsked(run)) return { kind: 'renew' }
    const { resolve } = run.wakes
    run.wakes = { ...run.wakes, resolve: null, cleared: [], retry: null }
    credited = await creditOnce(run, input, resolve)
  }
  return come(run, credited, whole)
}

/** A person who excludes is heard before the memo may have been sent, or after it is known what became of it. */
function creditOnce(
  run: Run,
  input: CreditInvoice,
  resolve: ResolveInDoubt | null,
): Promise<InvoiceCredited> {
  const wasSent = async () => {
    const from = input.to === null ? null : input.from
    return patched('memo-heard') && (await records.wasMemoSent({ ...run.ref, from }))
  }
  let said = resolve
  const call = () => {
    // Whoever decides it while it is looked for in vain does not wait for that to end.
    said = run.wakes.resolve ?? said
    if (run.wakes.resolve !== null) run.wakes = { ...run.wakes, resolve: null }
    return vendors.creditInvoice({ ...input, ...(said === null ? {} : { resolve: said }) })
  }
  return act(run, 'awaitPayment', call, wasSent)
}

type Doubtful = Extract<InvoiceCredited, { kind: 'in_doubt' | 'blocked' }>

const mayBeThere = (credited: InvoiceCredited): credited is Doubtful =>
  credited.kind === 'in_doubt' || (credited.kind === 'blocked' && credited.inDoubt === true)

/** What keeps it from being looked for wakes it; what nobody announces is tried again now and then. */
const doubtOf = ({ timing }: Run, credited: Doubtful): { afterMs: number; reasons: Problem[] } =>
  credited.kind === 'blocked'
    ? { afterMs: timing.pauseMs * 10, reasons: credited.problems }
    : { afterMs: credited.afterMs, reasons: credited.problems ?? [] }

async function come(
  run: Run,
  credited: Exclude<InvoiceCredited, { kind: 'in_doubt' }>,
  whole: boolean,
): Promise<Rest | null> {
  run.recorded = { ...run.recorded, openMemo: null }
  switch (credited.kind) {
    case 'done': {
      const rest = subtract(credited.total, credited.applied)
      const open = isZero(rest) ? '' : `; ${rest} of it is the customer’s credit`
      const note = `Credited by credit memo ${credited.creditMemoId}${open}.`
      run.note = note
      run.choice = null
      oweWhole(run)
      if (whole) run.recorded = { ...run.recorded, undone: note }
      // Read again: what an earlier attempt credited may not be all that changed.
      else run.owed.source = { version: null, count: 0 }
      return null
    }
    case 'blocked':
      run.tried.credit = credited.problems
      return null
    case 'removed':
      return gone(run)
  }
}

const latest = (one: string, other: string): string => (one > other ? one : other)
