import type { z } from 'zod'
import type { Db } from '../store/connect.ts'
import { listDrift } from '../store/drift.ts'
import { listCredits, listLedgerChanges, listPayments } from '../store/ledger-reads.ts'
import { iso } from './schemas/common.ts'
import type { InvoiceDetail } from './schemas/invoices.ts'

type LedgerView = Pick<z.infer<typeof InvoiceDetail>, 'payments' | 'credits' | 'drift'>

/** When the latest step of a payment or credit was written down; null when there is none. */
export function lastChange({ payments, credits }: LedgerView): Date | null {
  const steps = [...payments, ...credits].flatMap(({ changes }) => changes.map(({ at }) => at))
  const last = steps.toSorted().at(-1)
  return last === undefined ? null : new Date(last)
}

/** An invoice's payments and credits with every step of each, and what differs between the systems. */
export async function readLedger(
  db: Db,
  accountId: string,
  invoiceId: string,
): Promise<LedgerView> {
  // At one moment: a row and its steps agree.
  const snapshot = db.transaction().setIsolationLevel('repeatable read')
  const { payments, credits, changes, drift } = await snapshot.execute(async (trx) => ({
    payments: await listPayments(trx, accountId, invoiceId),
    credits: await listCredits(trx, accountId, invoiceId),
    changes: await listLedgerChanges(trx, accountId, invoiceId),
    drift: await listDrift(trx, accountId, invoiceId),
  }))
  const changesOf = (what: 'payment' | 'credit', id: string) =>
    changes
      .filter(({ entry, entry_id }) => entry === what && entry_id === id)
      .map(({ at, kind, status, amount, currency, dated }) => ({
        at: at.toISOString(),
        kind,
        status,
        amount,
        currency,
        date: dated,
      }))
  return {
    payments: payments.map((row) => ({
      id: row.payment_id,
      amount: row.amount,
      currency: row.currency,
      status: row.status,
      paidOn: row.paid_on,
      ignored: row.ignored,
      firstSeenAt: row.first_seen_at.toISOString(),
      removedAt: iso(row.removed_at),
      changes: changesOf('payment', row.payment_id),
    })),
    credits: credits.map((row) => ({
      id: row.credit_id,
      creditMemoId: row.credit_memo_id,
      amount: row.amount,
      currency: row.currency,
      appliedOn: row.applied_on,
      firstSeenAt: row.first_seen_at.toISOString(),
      removedAt: iso(row.removed_at),
      changes: changesOf('credit', row.credit_id),
    })),
    drift: drift.map((row) => ({ ...row, since: row.since.toISOString() })),
  }
}
