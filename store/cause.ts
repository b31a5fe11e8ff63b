import type { InvoiceRef } from '../domain/model.ts'
import type { Db } from './connect.ts'

/** What the invoice waits for from now on: whoever clears one of these wakes it. */
export async function replaceCauses(db: Db, ref: InvoiceRef, causes: string[]): Promise<void> {
  const wanted = [...new Set(causes)]
  await db
    .deleteFrom('invoice_cause')
    .where('account_id', '=', ref.accountId)
    .where('invoice_id', '=', ref.invoiceId)
    .$if(wanted.length > 0, (query) => query.where('cause', 'not in', wanted))
    .execute()
  if (wanted.length === 0) return
  await db
    .insertInto('invoice_cause')
    .values(
      wanted.map((cause) => ({ account_id: ref.accountId, invoice_id: ref.invoiceId, cause })),
    )
    .onConflict((conflict) => conflict.columns(['account_id', 'invoice_id', 'cause']).doNothing())
    .execute()
}
