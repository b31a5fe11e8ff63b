import { sql } from 'kysely'
import type { InvoiceRef } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { addEvent } from './event.ts'
import type { InvoiceRow } from './schema.ts'

/** True for an invoice that a sweep found and a person has not decided about. */
export const isAskedAbout = ({
  state,
  problems,
}: Pick<InvoiceRow, 'state' | 'problems'>): boolean =>
  state === 'excluded' && problems.some(({ code }) => code === 'found_in_sequence')

/** A person leaves it out for good. False when nobody asks about it. */
export async function leaveOut(
  db: Db,
  ref: InvoiceRef,
  { actor, reason }: { actor: string; reason: string },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await asked(trx, ref)
      .set({ problems: '[]', error_code: null, note: 'Left out.' })
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return false
    await addEvent(trx, { ...ref, kind: 'person.exclude', actor, reason })
    return true
  })
}

/**
 * Its webhook came after all: it is synced like any other. Call it before the wake-up is written. What was
 * read of it while it was left out led to nothing: the same version is news.
 */
export async function releaseFound(db: Db, ref: InvoiceRef): Promise<void> {
  await asked(db, ref)
    .set({ state: 'waiting', problems: '[]', error_code: null, source_version: null })
    .execute()
}

const asked = (db: Db, { accountId, invoiceId }: InvoiceRef) =>
  db
    .updateTable('invoice')
    .set({ changed_at: sql<Date>`now()` })
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .where('state', '=', 'excluded')
    .where(sql<boolean>`problems @> '[{"code": "found_in_sequence"}]'`)
