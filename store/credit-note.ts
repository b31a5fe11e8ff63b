import { sql, type UpdateObject } from 'kysely'
import type { Applied, CreditNoteState, SourceCreditNote } from '../domain/credit-note.ts'
import type { Problem } from '../domain/model.ts'
import type { Db } from './connect.ts'
import type { CreditNoteRow } from './credit-note-schema.ts'
import { plainText, toJson } from './json.ts'
import type { Database } from './schema.ts'

export type CreditNoteRef = { accountId: string; creditNoteId: string }

/** The credit note as the API lists it, if it was ever seen. */
export function findCreditNote(db: Db, ref: CreditNoteRef): Promise<CreditNoteRow | undefined> {
  return db
    .selectFrom('credit_note')
    .selectAll()
    .where('account_id', '=', ref.accountId)
    .where('credit_note_id', '=', ref.creditNoteId)
    .executeTakeFirst()
}

/** What Sequence says of it, as just read. */
export async function saveCreditNoteSource(
  db: Db,
  ref: CreditNoteRef,
  note: SourceCreditNote,
): Promise<void> {
  await upsert(db, ref, {
    number: note.number === null ? null : plainText(note.number),
    invoice_id: note.invoiceId,
    customer_id: note.customerId,
    customer_name: plainText(note.customerName),
    currency: note.currency,
    net_total: note.netTotal,
    total_tax: note.totalTax,
    gross_total: note.grossTotal,
    accounting_date: note.date,
    source_status: note.status,
  })
}

export type CreditNoteStand = {
  state: CreditNoteState
  problems: Problem[]
  rilletId: string | null
  note: string | null
}

/**
 * Where the credit note stands, by the try that was scheduled then; the trouble that a finished try had is over.
 * False when a later try has written it: one that was held up brings old news, and nothing is changed.
 */
export async function saveCreditNoteState(
  db: Db,
  ref: CreditNoteRef,
  { state, problems, rilletId, note, scheduledAt }: CreditNoteStand & { scheduledAt: Date },
): Promise<boolean> {
  const isHeld = state === 'blocked' || state === 'in_doubt'
  await add(db, ref)
  const columns: Columns = {
    state,
    problems: toJson(problems),
    blocked_since: isHeld ? sql<Date>`coalesce(credit_note.blocked_since, now())` : null,
    error_code: problems[0]?.code ?? null,
    error_text: null,
    failing_since: null,
    next_try_at: null,
    rillet_id: rilletId,
    note,
    stood_at: scheduledAt,
  }
  const { numUpdatedRows } = await updateOf(db, ref)
    .set(columns)
    .where(sql<boolean>`coalesce(stood_at <= ${scheduledAt}::timestamptz, true)`)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** What was set off in Rillet. */
export async function saveApplied(
  db: Db,
  ref: CreditNoteRef,
  applied: { wanted: Applied[]; total: string } | null,
): Promise<void> {
  await upsert(db, ref, {
    applied: applied === null ? null : toJson(applied.wanted),
    applied_total: applied?.total ?? null,
  })
}

/** Nothing of it is set off any more; does nothing where the memo is no credit note's. */
export async function forgetApplied(
  db: Db,
  { accountId, creditNoteId }: CreditNoteRef,
): Promise<void> {
  await db
    .updateTable('credit_note')
    .set({ applied: null, applied_total: null })
    .where('account_id', '=', accountId)
    .where('credit_note_id', '=', creditNoteId)
    .execute()
}

/** A try failed and will be repeated: last error, since when, next try. */
export async function saveCreditNoteTrouble(
  db: Db,
  ref: CreditNoteRef,
  trouble: { code: string | null; text: string; nextTryAt: Date },
): Promise<void> {
  await upsert(db, ref, {
    error_code: trouble.code,
    error_text: plainText(trouble.text),
    failing_since: sql<Date>`coalesce(credit_note.failing_since, now())`,
    next_try_at: trouble.nextTryAt,
  })
}

/** What the credit note waits for from now on: whoever clears one of these wakes it. */
export async function replaceCreditNoteCauses(
  db: Db,
  { accountId, creditNoteId }: CreditNoteRef,
  causes: string[],
): Promise<void> {
  await db
    .deleteFrom('credit_note_cause')
    .where('account_id', '=', accountId)
    .where('credit_note_id', '=', creditNoteId)
    .execute()
  if (causes.length === 0) return
  const rows = [...new Set(causes)].map((cause) => ({
    account_id: accountId,
    credit_note_id: creditNoteId,
    cause,
  }))
  await db.insertInto('credit_note_cause').values(rows).execute()
}

type Columns = UpdateObject<Database, 'credit_note'>

async function upsert(db: Db, ref: CreditNoteRef, columns: Columns): Promise<void> {
  await add(db, ref)
  await updateOf(db, ref).set(columns).execute()
}

async function add(db: Db, { accountId, creditNoteId }: CreditNoteRef): Promise<void> {
  await db
    .insertInto('credit_note')
    .values({ account_id: accountId, credit_note_id: creditNoteId })
    .onConflict((conflict) => conflict.columns(['account_id', 'credit_note_id']).doNothing())
    .execute()
}

const updateOf = (db: Db, { accountId, creditNoteId }: CreditNoteRef) =>
  db
    .updateTable('credit_note')
    .set({ changed_at: sql<Date>`now()` })
    .where('account_id', '=', accountId)
    .where('credit_note_id', '=', creditNoteId)
