import type { Application, CreditNoteState } from '../domain/credit-note.ts'
import type { IsoDate } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { plainText, toJson } from './json.ts'
import type { SweepRef } from './sweep-run.ts'
import { wakeSpaced } from './wake-spaced.ts'

export type HeldCreditNote = {
  state: CreditNoteState
  /** As last read; null when it never was. */
  sourceStatus: string | null
  applied: Application[] | null
}

/** What we hold of these credit notes, by id; one that is not there was never seen. */
export async function heldCreditNotes(
  db: Db,
  accountId: string,
  ids: string[],
): Promise<Map<string, HeldCreditNote>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('credit_note')
    .select(['credit_note_id', 'state', 'source_status', 'applied'])
    .where('account_id', '=', accountId)
    .where('credit_note_id', 'in', ids)
    .execute()
  return new Map(
    rows.map(({ credit_note_id, state, source_status: sourceStatus, applied }) => [
      credit_note_id,
      { state, sourceStatus, applied },
    ]),
  )
}

/** A credit note of Sequence as its list shows it. */
export type ListedCreditNote = {
  id: string
  status: string
  creditNoteNumber: string | null
  invoiceId: string | null
  customerId: string
  customerLegalCompanyName: string
  currency: string
  netTotal: string
  totalTax: string
  grossTotal: string
  accountingDate: IsoDate | null
  issueDate: IsoDate | null
}

/** Puts a credit note that a sweep found on the list, left out until it is retried. False if it is there already. */
export async function saveFoundNote(
  db: Db,
  accountId: string,
  note: ListedCreditNote,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('credit_note')
    .values({
      account_id: accountId,
      credit_note_id: note.id,
      number: note.creditNoteNumber === null ? null : plainText(note.creditNoteNumber),
      invoice_id: note.invoiceId,
      customer_id: note.customerId,
      customer_name: plainText(note.customerLegalCompanyName),
      currency: note.currency,
      net_total: unsigned(note.netTotal),
      total_tax: unsigned(note.totalTax),
      gross_total: unsigned(note.grossTotal),
      accounting_date: note.accountingDate ?? note.issueDate,
      source_status: note.status,
      state: 'excluded',
      note: `A sweep found it as ${note.status} in Sequence, and no webhook told of it: the webhook was lost, or it was marked as sent, which books nothing. Retry books it.`,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'credit_note_id']).doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Sequence may write a credit as negative. */
const unsigned = (amount: string): string => amount.replace(/^-/, '')

export type FoundCreditNote = { creditNoteId: string; invoiceId: string | null; status: string }

/** Wakes the runs of credit notes that differ, one every `spacingMs`, in the caller's transaction. */
export async function announceCreditNotes(
  db: Db,
  { accountId, runId }: SweepRef,
  found: FoundCreditNote[],
  spacingMs: number,
): Promise<void> {
  if (found.length === 0) return
  await db
    .insertInto('event')
    .values(
      found.map(({ creditNoteId, invoiceId, status }) => ({
        account_id: accountId,
        invoice_id: invoiceId,
        kind: 'sweep.found',
        actor: 'sweep',
        data: toJson({ what: 'credit_note', creditNoteId, status }),
        once: `${runId}/${creditNoteId}`,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'once']).where('once', 'is not', null).doNothing(),
    )
    .execute()
  await wakeSpaced(db, accountId, {
    signal: 'creditNoteChanged',
    ids: found.map(({ creditNoteId }) => creditNoteId),
    spacingMs,
  })
}
