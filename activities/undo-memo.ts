import { NotFoundError } from '../clients/errors.ts'
import type { RilletClient } from '../clients/rillet/client.ts'
import type { CreditMemo } from '../clients/rillet/schemas.ts'
import type { Application } from '../domain/credit-note.ts'
import { creditMemoInUse, inDoubt } from '../domain/problems.ts'
import { findCreditNote, saveApplied } from '../store/credit-note.ts'
import { addEvent } from '../store/event.ts'
import type { Thing } from '../store/intent.ts'
import { dropLink, findLink } from '../store/link.ts'
import { wakeRemote } from '../store/wake-remote.ts'
import { lookUpOnce } from './create-once.ts'
import type { NoteStand } from './credit-note-rest.ts'
import type { Deps } from './deps.ts'
import { findMemo } from './make-credit-memo.ts'

/**
 * The credit note was voided: what of it is in Rillet is taken back, or it is said why it cannot be. What
 * may be there is looked for first; what Rillet's users did with the memo is theirs to undo.
 */
export async function undoMemo(
  deps: Deps,
  thing: Thing,
  wanted: Application[],
): Promise<NoteStand> {
  const { db, vendors } = deps
  const link = await findLink(db, thing.accountId, thing.kind, thing.sourceId)
  if (link === undefined || (link.rillet_id === null && link.sent_at === null)) {
    return { kind: 'voided' }
  }
  const rillet = await vendors.rillet(thing.accountId, thing.organizationId)
  const find = (since: Date | null) => findMemo(rillet, thing.sourceId, since)
  const looked = await lookUpOnce({ ...deps, thing, find })
  switch (looked.kind) {
    case 'absent':
      return { kind: 'voided' }
    case 'later':
      return { kind: 'in_doubt', afterMs: looked.afterMs, problems: [inDoubt('no answer')] }
    case 'found':
      return undo(deps, thing, { rillet, memo: looked.value, linkedId: null, wanted })
    case 'exists': {
      const memo = await readMemo(rillet, looked.rilletId)
      return undo(deps, thing, { rillet, memo, linkedId: looked.rilletId, wanted })
    }
  }
}

type Undoing = {
  rillet: RilletClient
  /** Null when it is gone. */
  memo: CreditMemo | null
  /** The id that is linked; null when it was found without. */
  linkedId: string | null
  wanted: Application[]
}

async function undo(
  { db }: Deps,
  thing: Thing,
  { rillet, memo, linkedId, wanted }: Undoing,
): Promise<NoteStand> {
  const { accountId, sourceId: creditNoteId } = thing
  const ref = { accountId, creditNoteId }
  const row = await findCreditNote(db, ref)
  const ours = [...(row?.applied ?? []), ...wanted]
  if (memo !== null) {
    const chosen = await rilletIds(db, accountId, ours)
    const isForeign = memo.applications.some(({ invoice_id }) => !chosen.has(invoice_id))
    if (isForeign || memo.status === 'REFUNDED') {
      return { kind: 'blocked', problems: [creditMemoInUse()] }
    }
    if (memo.applications.length > 0) await rillet.unapplyCreditMemo(memo.id)
    await deleteMemo(rillet, memo.id)
  }
  await db.transaction().execute(async (trx) => {
    if (!(await dropLink(trx, thing, linkedId))) return
    await saveApplied(trx, ref, null)
    await addEvent(trx, {
      accountId,
      invoiceId: row?.invoice_id ?? null,
      kind: 'credit_note.voided',
      actor: 'sync',
      data: { creditNoteId, creditMemoId: memo?.id ?? null },
    })
    for (const { invoiceId } of ours) await wakeRemote(trx, { accountId, invoiceId })
  })
  return { kind: 'voided' }
}

async function rilletIds(db: Deps['db'], accountId: string, ours: Application[]) {
  const links = await Promise.all(
    ours.map(({ invoiceId }) => findLink(db, accountId, 'invoice', invoiceId)),
  )
  return new Set(links.flatMap((link) => link?.rillet_id ?? []))
}

/** Null when it is gone; only Rillet's own word counts, not a proxy's page. */
async function readMemo(rillet: RilletClient, id: string): Promise<CreditMemo | null> {
  try {
    return await rillet.getCreditMemo(id)
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

async function deleteMemo(rillet: RilletClient, id: string): Promise<void> {
  try {
    await rillet.deleteCreditMemo(id)
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof NotFoundError && typeof error.problem?.type === 'string'
