import type { InvoiceRef } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import { notifyDispatchers } from './outbox.ts'

/** We changed something about the invoice in Rillet: its run looks at it, webhook or not. */
export async function wakeRemote(db: Db, { accountId, invoiceId }: InvoiceRef): Promise<void> {
  const hint = { kinds: ['payment', 'updated'], version: null, status: null, amountDue: null }
  await db
    .insertInto('outbox')
    .values({
      account_id: accountId,
      invoice_id: invoiceId,
      signal: 'remoteChanged',
      payload: toJson({ ...hint, count: 1 }),
    })
    .execute()
  await notifyDispatchers(db)
}
