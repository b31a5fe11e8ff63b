import { followsSequence } from '../../domain/settlement.ts'
import { act } from '../act.ts'
import { vendors } from '../activities.ts'
import type { RemoteHint } from '../messages.ts'
import { block } from '../rests.ts'
import { type Rest, type Run, wholeHint } from '../run.ts'
import { gone } from './gone.ts'

/** Reads Rillet's side: the payments, and the invoice itself when more may have changed. */
export async function readRemote(run: Run): Promise<Rest | null> {
  const { facts, context, ref, recorded, owed } = run
  if (facts === null || context === null) return { kind: 'again' }
  const { kinds, status, amountDue, version, count } = owed.remote ?? noHint
  const read = await act(run, 'awaitPayment', () =>
    vendors.readRemote({
      ...ref,
      total: recorded.remote?.total ?? facts.grossTotal,
      ignored: followsSequence(facts, context.settings),
      // A difference is known only from the invoice itself.
      whole: isWhole(kinds) || run.status.state === 'drift',
      hint: { status, amountDue, ...(count > 0 ? { version, count } : {}) },
    }),
  )
  switch (read.kind) {
    case 'removed':
      return gone(run)
    case 'blocked':
      return block(run, [read.problem])
    case 'read':
      run.owed.remote = null
      run.settlement = read.settlement
      if (read.version !== null) run.edits = read.edits
      run.known.remote = later(run.known.remote, read.version)
      run.note = read.settledByItself
        ? 'Rillet settled this itself: no payment is recorded there.'
        : null
      return null
  }
}

const isWhole = (kinds: readonly string[]): boolean =>
  kinds.includes('updated') || kinds.includes('deleted')

const noHint: RemoteHint = { ...wholeHint, kinds: [] }

const later = (one: string | null, other: string | null): string | null => {
  if (one === null || other === null) return one ?? other
  return Date.parse(one) > Date.parse(other) ? one : other
}
