import { sql } from 'kysely'
import { type Entry, type LedgerChange, ledgerChanges } from '../domain/ledger.ts'
import type { InvoiceRef } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { addEvent } from './event.ts'
import { type CreditEntry, knownCredits, knownPayments } from './ledger-reads.ts'

export type LedgerReading = {
  rilletInvoiceId: string
  payments: Entry[]
  /** Null when credits were not read: those that are known stay. */
  credits: CreditEntry[] | null
  /** A payment link's provider decides: recorded, and no more. */
  ignored: boolean
}

/**
 * Brings the ledger of one invoice in line with what Rillet shows, all of it. Each step of each payment
 * and credit is kept for good, and leaves a line in the timeline. Call it in a transaction.
 */
export async function saveLedger(db: Db, ref: InvoiceRef, reading: LedgerReading): Promise<void> {
  await lockInvoice(db, ref)
  const { rilletInvoiceId, payments, credits, ignored } = reading
  for (const change of ledgerChanges(await knownPayments(db, ref), payments)) {
    await savePayment(db, ref, { ...change, rilletInvoiceId, ignored })
    await saveChange(db, ref, { ...change, what: 'payment', data: { ignored } })
  }
  await markIgnored(db, ref, ignored)
  if (credits === null) return
  const memos = new Map(credits.map(({ id, creditMemoId }) => [id, creditMemoId]))
  const known = await knownCredits(db, ref)
  for (const { id, creditMemoId } of known) {
    if (!memos.has(id)) memos.set(id, creditMemoId)
  }
  for (const change of ledgerChanges(known, credits)) {
    const creditMemoId = memos.get(change.entry.id) ?? ''
    await saveCredit(db, ref, { ...change, rilletInvoiceId, creditMemoId })
    await saveChange(db, ref, { ...change, what: 'credit', data: { creditMemoId } })
  }
}

/** The Rillet invoice is gone, and with it whatever stood against it. */
export async function dropLedger(db: Db, ref: InvoiceRef): Promise<void> {
  const nothing = { rilletInvoiceId: '', payments: [], credits: [], ignored: false }
  await saveLedger(db, ref, nothing)
}

/** Two readings of one invoice would each see the other's rows as missing. */
async function lockInvoice(db: Db, { accountId, invoiceId }: InvoiceRef): Promise<void> {
  const key = `ledger/${accountId}/${invoiceId}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(db)
}

type Saved = LedgerChange & { rilletInvoiceId: string }
const goneSince = ({ kind }: LedgerChange) => (kind === 'deleted' ? sql<Date>`now()` : null)

async function savePayment(
  db: Db,
  { accountId, invoiceId }: InvoiceRef,
  { rilletInvoiceId, ignored, ...change }: Saved & { ignored: boolean },
): Promise<void> {
  const { id, status, amount, currency, date } = change.entry
  const columns = { amount, currency, status, paid_on: date, removed_at: goneSince(change) }
  await db
    .insertInto('payment')
    .values({
      account_id: accountId,
      invoice_id: invoiceId,
      payment_id: id,
      rillet_invoice_id: rilletInvoiceId,
      ignored,
      ...columns,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'payment_id'])
        .doUpdateSet({ ...columns, ignored, changed_at: sql<Date>`now()` }),
    )
    .execute()
}

/** A payment link may come or go after the payment. */
async function markIgnored(
  db: Db,
  { accountId, invoiceId }: InvoiceRef,
  ignored: boolean,
): Promise<void> {
  await db
    .updateTable('payment')
    .set({ ignored })
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .where('ignored', '!=', ignored)
    .execute()
}

async function saveCredit(
  db: Db,
  { accountId, invoiceId }: InvoiceRef,
  { rilletInvoiceId, creditMemoId, ...change }: Saved & { creditMemoId: string },
): Promise<void> {
  const { id, amount, currency, date } = change.entry
  const columns = { amount, currency, applied_on: date, removed_at: goneSince(change) }
  await db
    .insertInto('credit')
    .values({
      account_id: accountId,
      invoice_id: invoiceId,
      credit_id: id,
      credit_memo_id: creditMemoId,
      rillet_invoice_id: rilletInvoiceId,
      ...columns,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'credit_id'])
        .doUpdateSet({ ...columns, changed_at: sql<Date>`now()` }),
    )
    .execute()
}

type Kept = LedgerChange & { what: 'payment' | 'credit'; data: Record<string, unknown> }

async function saveChange(
  db: Db,
  ref: InvoiceRef,
  { kind, entry, what, data }: Kept,
): Promise<void> {
  const { id, status, amount, currency, date } = entry
  await db
    .insertInto('payment_change')
    .values({
      account_id: ref.accountId,
      invoice_id: ref.invoiceId,
      entry: what,
      entry_id: id,
      kind,
      status,
      amount,
      currency,
      dated: date,
    })
    .execute()
  await addEvent(db, {
    ...ref,
    kind: `${what}.${kind}`,
    actor: 'rillet',
    data: { id, status, amount, currency, date, ...data },
  })
}
