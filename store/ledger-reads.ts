import type { Entry, KnownEntry } from '../domain/ledger.ts'
import type { InvoiceRef } from '../domain/model.ts'
import type { Db } from './connect.ts'

export type CreditEntry = Entry & { creditMemoId: string }

/** Far more than one invoice has. */
const most = 10_000

/** An application of a credit memo has no status of its own. */
const applied = 'APPLIED'

/** The payments of an invoice as last read from Rillet, those gone since included. */
export function listPayments(db: Db, accountId: string, invoiceId: string) {
  return db
    .selectFrom('payment')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('first_seen_at')
    .orderBy('payment_id')
    .limit(most)
    .execute()
}

/** What credit memos took off the invoice, those taken back since included. */
export function listCredits(db: Db, accountId: string, invoiceId: string) {
  return db
    .selectFrom('credit')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('first_seen_at')
    .orderBy('credit_id')
    .limit(most)
    .execute()
}

/** Every step of the invoice's payments and credits, oldest first. */
export function listLedgerChanges(db: Db, accountId: string, invoiceId: string) {
  return db
    .selectFrom('payment_change')
    .select(['entry', 'entry_id', 'kind', 'status', 'amount', 'currency', 'dated', 'at'])
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('id')
    .limit(most)
    .execute()
}

export async function knownPayments(db: Db, ref: InvoiceRef): Promise<KnownEntry[]> {
  const rows = await listPayments(db, ref.accountId, ref.invoiceId)
  return rows.map(({ payment_id, status, amount, currency, paid_on, removed_at }) => ({
    id: payment_id,
    status,
    amount,
    currency,
    date: paid_on,
    removed: removed_at !== null,
  }))
}

export async function knownCredits(
  db: Db,
  ref: InvoiceRef,
): Promise<(KnownEntry & { creditMemoId: string })[]> {
  const rows = await listCredits(db, ref.accountId, ref.invoiceId)
  return rows.map(({ credit_id, credit_memo_id, amount, currency, applied_on, removed_at }) => ({
    id: credit_id,
    creditMemoId: credit_memo_id,
    status: applied,
    amount,
    currency,
    date: applied_on,
    removed: removed_at !== null,
  }))
}

/** Those that stand against the invoice now. */
export const liveCredits = async (db: Db, ref: InvoiceRef): Promise<CreditEntry[]> =>
  (await knownCredits(db, ref)).filter(({ removed }) => !removed)

export const creditEntry = (application: Omit<CreditEntry, 'status'>): CreditEntry => ({
  ...application,
  status: applied,
})
