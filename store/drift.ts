import type { Difference } from '../domain/drift.ts'
import type { InvoiceRef } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { addEvent } from './event.ts'

/** What differs between the two systems, and since when; oldest first. */
export function listDrift(db: Db, accountId: string, invoiceId: string) {
  return db
    .selectFrom('drift')
    .select(['field', 'ours', 'theirs', 'side', 'since'])
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('since')
    .orderBy('field')
    .execute()
}

/**
 * These are the invoice's differences now. A field that still differs keeps its `since`; each that
 * appears, changes or goes leaves a line in the timeline. Call it in a transaction.
 */
export async function saveDrift(
  db: Db,
  ref: InvoiceRef,
  differences: readonly Difference[],
): Promise<void> {
  const { accountId, invoiceId } = ref
  const known = new Map((await listDrift(db, accountId, invoiceId)).map((row) => [row.field, row]))
  for (const { field, ours, theirs, side } of differences) {
    const was = known.get(field)
    known.delete(field)
    if (was?.ours === ours && was.theirs === theirs && was.side === side) continue
    await db
      .insertInto('drift')
      .values({ account_id: accountId, invoice_id: invoiceId, field, ours, theirs, side })
      .onConflict((conflict) =>
        conflict.columns(['account_id', 'invoice_id', 'field']).doUpdateSet({ ours, theirs, side }),
      )
      .execute()
    const data = { field, ours, theirs, side }
    const kind = was === undefined ? 'drift.seen' : 'drift.changed'
    await addEvent(db, { ...ref, kind, actor: side, data })
  }
  for (const { field } of known.values()) {
    await db
      .deleteFrom('drift')
      .where('account_id', '=', accountId)
      .where('invoice_id', '=', invoiceId)
      .where('field', '=', field)
      .execute()
    await addEvent(db, { ...ref, kind: 'drift.gone', actor: 'sync', data: { field } })
  }
}
