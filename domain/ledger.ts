import type { Decimal, IsoDate } from './model.ts'
import { equal } from './money.ts'

/** What can happen to a payment or a credit between two readings. */
export const changeKinds = [
  'recorded',
  'edited',
  'cleared',
  'failed',
  'deleted',
  /** There again under its old id, after it was gone. */
  'returned',
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** A payment or credit application of an invoice, as Rillet has it. */
export type Entry = {
  id: string
  status: string
  amount: Decimal
  currency: string
  date: IsoDate | null
}
export type KnownEntry = Entry & { removed: boolean }
export type LedgerChange = { kind: ChangeKind; entry: Entry }

/**
 * What moved between the rows as they are known and as they are now, all of them: one change for each
 * row at most, those that are there first, then those that are gone.
 */
export function ledgerChanges(known: readonly KnownEntry[], now: readonly Entry[]): LedgerChange[] {
  const before = new Map(known.map((entry) => [entry.id, entry]))
  const present = new Set(now.map(({ id }) => id))
  const changed = now.flatMap((entry): LedgerChange[] => {
    const kind = kindOf(before.get(entry.id), entry)
    return kind === null ? [] : [{ kind, entry }]
  })
  const gone = known
    .filter(({ id, removed }) => !removed && !present.has(id))
    .map((entry): LedgerChange => ({ kind: 'deleted', entry }))
  return [...changed, ...gone]
}

function kindOf(was: KnownEntry | undefined, now: Entry): ChangeKind | null {
  if (was === undefined) return 'recorded'
  if (was.removed) return 'returned'
  if (was.status !== now.status) return statusKinds[now.status] ?? 'edited'
  const same =
    equal(was.amount, now.amount) && was.currency === now.currency && was.date === now.date
  return same ? null : 'edited'
}

const statusKinds: Record<string, ChangeKind> = { SUCCESSFUL: 'cleared', FAILED: 'failed' }
