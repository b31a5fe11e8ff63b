import type { RilletClient } from '../clients/rillet/client.ts'
import type { CreditMemo } from '../clients/rillet/schemas.ts'
import {
  type Application,
  type Applied,
  isSameSetOff,
  type SourceCreditNote,
} from '../domain/credit-note.ts'
import type { Decimal, IsoDate } from '../domain/model.ts'
import { compare, subtract, sum } from '../domain/money.ts'
import type { Db } from '../store/connect.ts'
import { type CreditNoteRef, findCreditNote, saveApplied } from '../store/credit-note.ts'
import { addEvent } from '../store/event.ts'
import { wakeRemote } from '../store/wake-remote.ts'
import { appliedTo, applyMemo } from './apply-credit-memo.ts'
import type { NoteStand } from './credit-note-rest.ts'
import type { Deps } from './deps.ts'

export type Noted = {
  ref: CreditNoteRef
  note: SourceCreditNote
  date: IsoDate
  memo: CreditMemo
  invoices: (Application & { rilletId: string | null })[]
}

/**
 * Sets the memo off against the invoices that the note names. What Sequence has not changed since it was last done
 * is left to Rillet's users, unless an invoice is another one in Rillet by now.
 */
export async function applyNote(
  { db }: Deps,
  rillet: RilletClient,
  { ref, note, date, memo, invoices }: Noted,
): Promise<NoteStand> {
  const wanted = invoices.map(({ invoiceId, amount, rilletId }) => ({
    invoiceId,
    amount,
    rilletId,
  }))
  const before = (await findCreditNote(db, ref))?.applied ?? null
  if (before !== null && isSameSetOff(before, wanted)) {
    return { kind: 'synced', rilletId: memo.id, note: null }
  }
  const targets = invoices.flatMap(({ rilletId, amount }) =>
    rilletId === null ? [] : [{ invoiceId: rilletId, amount, date }],
  )
  const after = await applyMemo(rillet, memo, targets)
  const total = sum(targets.map(({ invoiceId }) => appliedTo(after, invoiceId)))
  await record(db, ref, { note, wanted, memo: after, total })
  const asked = sum(targets.map(({ amount }) => amount))
  return { kind: 'synced', rilletId: memo.id, note: remark(asked, total, note.currency) }
}

const remark = (asked: Decimal, total: Decimal, currency: string): string | null =>
  compare(total, asked) >= 0
    ? null
    : `${total} ${currency} of ${asked} is set off: no more was open in Rillet. ${subtract(asked, total)} ${currency} stays as the customer’s credit.`

type Recorded = { note: SourceCreditNote; wanted: Applied[]; memo: CreditMemo; total: Decimal }

async function record(
  db: Db,
  ref: CreditNoteRef,
  { note, wanted, memo, total }: Recorded,
): Promise<void> {
  const { accountId } = ref
  await db.transaction().execute(async (trx) => {
    await saveApplied(trx, ref, { wanted, total })
    await addEvent(trx, {
      accountId,
      invoiceId: note.invoiceId,
      kind: 'credit_note.booked',
      actor: 'sync',
      data: {
        creditNoteId: note.id,
        creditMemoId: memo.id,
        total: note.grossTotal,
        applied: total,
        currency: note.currency,
      },
      once: `${note.id}/booked/${memo.id}/${JSON.stringify(wanted)}`,
    })
    for (const { invoiceId } of wanted) await wakeRemote(trx, { accountId, invoiceId })
  })
}
