import { patched } from '@temporalio/workflow'
import type { CreditInvoice, InvoiceCredited } from '../../activities/credit-invoice.ts'
import { bookedDate } from '../../domain/decision/booked-date.ts'
import type { StepOf } from '../../domain/decision/situation.ts'
import { isZero, subtract } from '../../domain/money.ts'
import { act } from '../act.ts'
import { records, vendors } from '../activities.ts'
import { stand } from '../rests.ts'
import { oweWhole, type Rest, type Run } from '../run.ts'
import { gone } from './gone.ts'
import { lookForMemo } from './look-for-memo.ts'

/**
 * Takes the invoice back in Rillet by a credit memo, whole or by what changed, dated in an open period. Where
 * the memo is in doubt it is looked for: nothing else is done before it is known what became of it.
 */
export async function credit(run: Run, { whole }: StepOf<'credit'>): Promise<Rest | null> {
  const { facts, ref, recorded } = run
  if (facts === null) return { kind: 'again' }
  const from = recorded.bookedHash ?? facts.snapshotHash
  const to = whole ? null : facts.snapshotHash
  const earliest = latest(bookedDate(facts, recorded), facts.updatedAt.slice(0, 10))
  const date = await act(run, 'awaitPayment', () => vendors.openDayFrom({ ...ref, date: earliest }))
  const input = { ...ref, from, to, date }
  if (!patched('memo-looked-for')) return asAtFirst(run, input)

  const memoOf = { ...ref, from: whole ? null : from }
  const credited = await act(
    run,
    'awaitPayment',
    () => vendors.creditInvoice({ ...input, sendsOnly: true }),
    () => records.wasMemoSent(memoOf),
  )
  const of = whole ? 'void' : 'difference'
  if (credited.kind === 'in_doubt') {
    run.recorded = { ...run.recorded, openMemo: { of, rilletId: null } }
    return lookForMemo(run, memoOf)
  }
  const open = credited.kind === 'done' ? undefined : credited.memo
  run.recorded = { ...run.recorded, openMemo: open === undefined ? null : { of, ...open } }
  return come(run, credited, whole)
}

/** In the first version the invoice only waited, and the next look was the same call again. */
async function asAtFirst(run: Run, input: CreditInvoice): Promise<Rest | null> {
  const whole = input.to === null
  const credited = await act(run, 'awaitPayment', () => vendors.creditInvoice(input))
  if (credited.kind !== 'in_doubt') return come(run, credited, whole)
  run.recorded = { ...run.recorded, voidCredit: whole }
  run.agreed = null
  const seconds = Math.ceil(credited.afterMs / 1000)
  const next = `the credit memo is looked for in Rillet after ${seconds} s`
  await stand(run, { state: 'waiting', next })
  return { kind: 'open', forMs: credited.afterMs }
}

async function come(
  run: Run,
  credited: Exclude<InvoiceCredited, { kind: 'in_doubt' }>,
  whole: boolean,
): Promise<Rest | null> {
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
      if (run.recorded.openMemo !== null) oweWhole(run)
      return null
    case 'removed':
      return gone(run)
  }
}

const latest = (one: string, other: string): string => (one > other ? one : other)
