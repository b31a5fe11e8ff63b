import type { CreditNoteState } from '../domain/credit-note.ts'
import type { Db } from './connect.ts'
import type { CreditNoteRow } from './credit-note-schema.ts'
import { type Listed, toPage } from './cursor.ts'

export type CreditNoteFilter = { state?: CreditNoteState | undefined }

/** The account's credit notes, newest first: Sequence's ids are in order of time. */
export async function listCreditNotes(
  db: Db,
  accountId: string,
  { state }: CreditNoteFilter,
  { limit, after }: { limit: number; after: readonly [string] | null },
): Promise<Listed<CreditNoteRow>> {
  let query = db.selectFrom('credit_note').selectAll().where('account_id', '=', accountId)
  if (state !== undefined) query = query.where('state', '=', state)
  if (after !== null) query = query.where('credit_note_id', '<', after[0])
  const rows = await query
    .orderBy('credit_note_id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, (row) => [row.credit_note_id])
}
