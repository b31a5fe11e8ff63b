import type { CreditNoteState } from '../domain/credit-note.ts'
import type { Problem } from '../domain/model.ts'
import {
  type CreditNoteRef,
  replaceCreditNoteCauses,
  saveCreditNoteState,
} from '../store/credit-note.ts'
import { findLink } from '../store/link.ts'
import { lockCauses } from '../store/outbox.ts'
import type { CreateInput, CreditNoteAdvanced } from '../workflows/messages.ts'
import type { Deps } from './deps.ts'
import { scheduledAt } from './scheduled-at.ts'

/** Where a credit note has come to. */
export type NoteStand =
  | { kind: 'blocked'; problems: Problem[] }
  | { kind: 'products'; create: CreateInput[] }
  | { kind: 'in_doubt'; afterMs: number; problems: Problem[] }
  | { kind: 'synced'; rilletId: string; note: string | null }
  | { kind: 'voided' }
  /** `note`: the account's rule left it out, and why. */
  | { kind: 'excluded'; note: string | null }

const states: Record<NoteStand['kind'], CreditNoteState> = {
  blocked: 'blocked',
  products: 'waiting',
  in_doubt: 'in_doubt',
  synced: 'synced',
  voided: 'voided',
  excluded: 'excluded',
}

/** Writes where the credit note stands and what it waits for, unless a later try has; the run is told when to go on. */
export async function restNote(
  { db, timing }: Deps,
  ref: CreditNoteRef,
  stand: NoteStand,
): Promise<CreditNoteAdvanced> {
  const problems = 'problems' in stand ? stand.problems : []
  const causes = causesOf(stand)
  const link = await findLink(db, ref.accountId, 'credit_memo', ref.creditNoteId)
  await db.transaction().execute(async (trx) => {
    await lockCauses(trx, ref.accountId, 'waiting')
    const isLatest = await saveCreditNoteState(trx, ref, {
      state: states[stand.kind],
      problems,
      rilletId: link?.rillet_id ?? null,
      note: 'note' in stand ? stand.note : null,
      scheduledAt: scheduledAt(),
    })
    if (isLatest) await replaceCreditNoteCauses(trx, ref, causes)
  })
  const removed = stand.kind === 'blocked' && stand.problems.some(isRemoval)
  switch (stand.kind) {
    case 'blocked':
      return { kind: 'blocked', forMs: timing.recheckMs, causes, ...(removed ? { removed } : {}) }
    case 'products':
      return { kind: 'products', create: stand.create, forMs: timing.pauseMs }
    case 'in_doubt':
      return { kind: 'in_doubt', forMs: stand.afterMs }
    case 'synced':
    case 'voided':
    case 'excluded':
      return { kind: 'closed' }
  }
}

function causesOf(stand: NoteStand): string[] {
  if (stand.kind === 'blocked') return stand.problems.map(({ blockedOn }) => blockedOn).sort()
  if (stand.kind !== 'products') return []
  return stand.create.map(({ sourceId }) => `product:${sourceId}`)
}

const isRemoval = ({ code }: Problem): boolean => code === 'credit_memo_removed'
