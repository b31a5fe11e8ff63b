import { sql } from 'kysely'
import type { InvoiceRef } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { addEvent } from './event.ts'

/** A payment as Rillet has it. */
export type RemotePayment = {
  id: string
  status: string
  amount: string
  currency: string
  date: string | null
}

/**
 * Brings the payment ledger of one invoice in line with Rillet's rows, all of them: new, changed
 * and vanished ones each leave a line in the timeline. `ignored`: a payment link's provider decides.
 */
export async function savePayments(
  db: Db,
  ref: InvoiceRef,
  rilletInvoiceId: string,
  payments: RemotePayment[],
  ignored: boolean,
): Promise<void> {
  const known = await db
    .selectFrom('payment')
    .select(['payment_id', 'status', 'amount', 'paid_on', 'removed_at'])
    .where('account_id', '=', ref.accountId)
    .where('invoice_id', '=', ref.invoiceId)
    .forUpdate()
    .execute()
  const before = new Map(known.map((row) => [row.payment_id, row]))

  for (const payment of payments) {
    const was = before.get(payment.id)
    before.delete(payment.id)
    if (was !== undefined && isSame(was, payment)) continue
    await savePayment(db, ref, rilletInvoiceId, payment, ignored)
    await addEvent(db, {
      ...ref,
      kind: was === undefined ? 'payment.seen' : 'payment.changed',
      actor: 'rillet',
      data: {
        paymentId: payment.id,
        status: payment.status,
        amount: payment.amount,
        currency: payment.currency,
        ignored,
        ...(was === undefined ? {} : { was: { status: was.status, amount: was.amount } }),
      },
    })
  }
  const vanished = [...before.values()].filter((row) => row.removed_at === null)
  for (const { payment_id } of vanished) await removePayment(db, ref, payment_id)
}

type Known = { status: string; amount: string; paid_on: string | null; removed_at: Date | null }

const isSame = (was: Known, now: RemotePayment) =>
  was.removed_at === null &&
  was.status === now.status &&
  was.amount === now.amount &&
  was.paid_on === now.date

async function savePayment(
  db: Db,
  ref: InvoiceRef,
  rilletInvoiceId: string,
  payment: RemotePayment,
  ignored: boolean,
): Promise<void> {
  const columns = {
    amount: payment.amount,
    currency: payment.currency,
    status: payment.status,
    paid_on: payment.date,
    ignored,
    removed_at: null,
  }
  await db
    .insertInto('payment')
    .values({
      account_id: ref.accountId,
      invoice_id: ref.invoiceId,
      payment_id: payment.id,
      rillet_invoice_id: rilletInvoiceId,
      ...columns,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'payment_id'])
        .doUpdateSet({ ...columns, changed_at: sql<Date>`now()` }),
    )
    .execute()
}

async function removePayment(db: Db, ref: InvoiceRef, paymentId: string): Promise<void> {
  await db
    .updateTable('payment')
    .set({ removed_at: sql<Date>`now()`, changed_at: sql<Date>`now()` })
    .where('account_id', '=', ref.accountId)
    .where('payment_id', '=', paymentId)
    .execute()
  await addEvent(db, { ...ref, kind: 'payment.deleted', actor: 'rillet', data: { paymentId } })
}
