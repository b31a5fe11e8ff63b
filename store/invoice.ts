import { sql } from 'kysely'
import type { InvoiceRef, InvoiceState, Problem, SourceInvoice } from '../domain/model.ts'
import { isLatestTry } from './begun-try.ts'
import type { Db } from './connect.ts'
import { plainText, toJson } from './json.ts'
import type { InvoiceRow } from './schema.ts'

/** The invoice as the console lists it, if it was ever seen. */
export function findInvoice(db: Db, ref: InvoiceRef): Promise<InvoiceRow | undefined> {
  return db
    .selectFrom('invoice')
    .selectAll()
    .where('account_id', '=', ref.accountId)
    .where('invoice_id', '=', ref.invoiceId)
    .executeTakeFirst()
}

/** What Sequence says of it, as just read. An older answer never overwrites a newer one. */
export async function saveSource(
  db: Db,
  ref: InvoiceRef,
  invoice: SourceInvoice,
  snapshotHash: string,
): Promise<void> {
  const columns = {
    number: invoice.invoiceNumber === null ? null : plainText(invoice.invoiceNumber),
    customer_id: invoice.customerId,
    customer_name: plainText(invoice.customerName),
    currency: invoice.currency,
    net_total: invoice.netTotal,
    total_tax: invoice.totalTax,
    gross_total: invoice.grossTotal,
    accounting_date: invoice.accountingDate,
    issue_date: invoice.issueDate,
    due_date: invoice.dueDate,
    source_status: invoice.status,
    payment_status: invoice.paymentStatus,
    payment_link: invoice.paymentLink,
    snapshot_hash: snapshotHash,
    source_version: new Date(invoice.updatedAt),
    source_read_at: sql<Date>`now()`,
  }
  await db
    .insertInto('invoice')
    .values({ account_id: ref.accountId, invoice_id: ref.invoiceId, ...columns })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'invoice_id'])
        .doUpdateSet({ ...columns, changed_at: sql<Date>`now()` })
        .where(
          sql<boolean>`invoice.source_version is null or invoice.source_version <= excluded.source_version`,
        ),
    )
    .execute()
}

export type StateChange = {
  state: InvoiceState
  /** The step that runs or rests, or null. */
  step: string | null
  problems: Problem[]
  blockedSince: Date | null
  rilletId: string | null
  /** What a person should know beside the state: "Rillet settled this itself". */
  note: string | null
}

/** Which writing: of one run the one further on in its history (`number`), of two runs that of the one that began later. */
export type Place = { runId: string; runStartedAt: Date; number: number }

/**
 * Where the invoice stands; the trouble that a finished step had is over. False when a later writing is there
 * already: a frozen worker, or a connection that was held up, brings old news, and nothing is changed. Without a
 * place (runs of earlier versions) it always counts.
 */
export async function saveState(
  db: Db,
  ref: InvoiceRef,
  { place, ...change }: StateChange & { place?: Place | undefined },
): Promise<boolean> {
  const columns = {
    state: change.state,
    step: change.step,
    problems: toJson(change.problems),
    blocked_since: change.blockedSince,
    rillet_id: change.rilletId,
    note: change.note,
    error_code: change.problems[0]?.code ?? null,
    error_text: null,
    failing_since: null,
    next_try_at: null,
    ...(place === undefined
      ? {}
      : {
          recorded_run: place.runId,
          recorded_run_at: place.runStartedAt,
          recorded_number: place.number,
        }),
  }
  const saved = await db
    .insertInto('invoice')
    .values({ account_id: ref.accountId, invoice_id: ref.invoiceId, ...columns })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'invoice_id'])
        .doUpdateSet({ ...columns, changed_at: sql<Date>`now()` })
        .where(isNoOlder),
    )
    .returning('invoice_id')
    .executeTakeFirst()
  return saved !== undefined
}

/** Unknown places are not compared. A run that was reset goes on under another id from the same start. */
const isNoOlder = sql<boolean>`coalesce(
  case when invoice.recorded_run = excluded.recorded_run
    then invoice.recorded_number <= excluded.recorded_number
    else invoice.recorded_run_at <= excluded.recorded_run_at
  end, true)`

/**
 * Payments and credits that a try read, which was scheduled then, are about to be written. False when a later
 * reading is there: the ledger keeps every step, so that old news would count as steps. Call it in a transaction.
 */
export async function beginReading(db: Db, ref: InvoiceRef, scheduledAt: Date): Promise<boolean> {
  const { numUpdatedRows } = await updateOf(db, ref)
    .set({ ledger_as_of: scheduledAt })
    .where(sql<boolean>`coalesce(ledger_as_of <= ${scheduledAt}::timestamptz, true)`)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Rillet's side was read and is as recorded up to this version: older hints about it are echoes. */
export async function saveRemoteVersion(
  db: Db,
  ref: InvoiceRef,
  version: Date | null,
): Promise<void> {
  if (version === null) return
  await updateOf(db, ref)
    .set({ remote_version: sql<Date>`greatest(remote_version, ${version}::timestamptz)` })
    .execute()
}

/** A payment status is about to be written to Sequence: the one before it stays ours until this one is taken. */
export async function intendPaymentStatus(db: Db, ref: InvoiceRef, status: string): Promise<void> {
  await updateOf(db, ref).set({ intended_payment_status: status }).execute()
}

/**
 * Sequence took a payment status from us. `version`: of its answer, when nothing else had changed: its
 * webhook about it then is an echo.
 */
export async function saveWrittenPaymentStatus(
  db: Db,
  ref: InvoiceRef,
  status: string,
  version: Date | null,
): Promise<void> {
  await updateOf(db, ref)
    .set({
      payment_status: status,
      written_payment_status: status,
      intended_payment_status: null,
      source_version: sql<Date>`greatest(source_version, ${version}::timestamptz)`,
    })
    .execute()
}

export type Trouble = { code: string | null; text: string; nextTryAt: Date | null }

/**
 * A step failed and will be tried again: last error, since when, next try. Nothing is kept of a try after which
 * another one has begun, or all were ended: it comes late.
 */
export async function saveTrouble(
  db: Db,
  ref: InvoiceRef,
  trouble: Trouble,
  scheduledAt: Date,
): Promise<void> {
  const { accountId, invoiceId } = ref
  await db
    .insertInto('invoice')
    .values({
      account_id: accountId,
      invoice_id: invoiceId,
      error_code: trouble.code,
      error_text: plainText(trouble.text),
      failing_since: new Date(),
      next_try_at: trouble.nextTryAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'invoice_id'])
        .doUpdateSet({
          error_code: trouble.code,
          error_text: plainText(trouble.text),
          failing_since: sql<Date>`coalesce(invoice.failing_since, now())`,
          next_try_at: trouble.nextTryAt,
          changed_at: sql<Date>`now()`,
        })
        .where(isLatestTry({ accountId, documentId: invoiceId }, scheduledAt)),
    )
    .execute()
}

/** The step went through after all. */
export async function clearTrouble(db: Db, ref: InvoiceRef): Promise<void> {
  await updateOf(db, ref)
    .set({ error_code: null, error_text: null, failing_since: null, next_try_at: null })
    .where('failing_since', 'is not', null)
    .execute()
}

/** What was sent to Rillet and found right in its answer. */
export async function saveSynced(
  db: Db,
  ref: InvoiceRef,
  sent: { rilletId: string; snapshotHash: string; remoteVersion: Date | null },
): Promise<void> {
  await updateOf(db, ref)
    .set({
      rillet_id: sent.rilletId,
      sent_snapshot_hash: sent.snapshotHash,
      remote_version: sent.remoteVersion,
      synced_at: sql<Date>`now()`,
    })
    .execute()
}

/** Credit memos have moved what Rillet's books say of the invoice to this snapshot. */
export async function saveBooked(db: Db, ref: InvoiceRef, snapshotHash: string): Promise<void> {
  await updateOf(db, ref).set({ sent_snapshot_hash: snapshotHash }).execute()
}

export async function savePaidTotal(db: Db, ref: InvoiceRef, paid: string): Promise<void> {
  await updateOf(db, ref).set({ paid_total: paid }).execute()
}

const updateOf = (db: Db, ref: InvoiceRef) =>
  db
    .updateTable('invoice')
    .set({ changed_at: sql<Date>`now()` })
    .where('account_id', '=', ref.accountId)
    .where('invoice_id', '=', ref.invoiceId)
