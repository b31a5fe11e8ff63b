import { bookedDate } from '../../domain/decision/booked-date.ts'
import type { StepOf } from '../../domain/decision/situation.ts'
import { isZero, subtract } from '../../domain/money.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import { stand } from '../rests.ts'
import { oweWhole, type Rest, type Run } from '../run.ts'
import { gone } from './gone.ts'

/**
 * Takes the invoice back in Rillet by a credit memo, whole or by what changed, dated in an open period. Where
 * the memo is in doubt it is looked for; the wish stays until it is done.
 */
export async function credit(run: Run, { whole }: StepOf<'credit'>): Promise<Rest | null> {
  const { facts, ref, recorded } = run
  if (facts === null) return { kind: 'again' }
  const from = recorded.bookedHash ?? facts.snapshotHash
  const to = whole ? null : facts.snapshotHash
  const earliest = latest(bookedDate(facts, recorded), facts.updatedAt.slice(0, 10))
  const date = await act(run, 'awaitPayment', () => vendors.openDayFrom({ ...ref, date: earliest }))
  const credited = await act(run, 'awaitPayment', () =>
    vendors.creditInvoice({ ...ref, from, to, date }),
  )
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
    case 'in_doubt': {
      run.recorded = { ...run.recorded, voidCredit: whole }
      // It goes on with what was sent, whatever changes meanwhile.
      run.agreed = null
      const seconds = Math.ceil(credited.afterMs / 1000)
      const next = `the credit memo is looked for in Rillet after ${seconds} s`
      await stand(run, { state: 'waiting', next })
      return { kind: 'open', forMs: credited.afterMs }
    }
    case 'blocked':
      run.tried.credit = credited.problems
      return null
    case 'removed':
      return gone(run)
  }
}

const latest = (one: string, other: string): string => (one > other ? one : other)
