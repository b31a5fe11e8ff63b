import { sql } from 'kysely'
import type { InvoiceRef, Problem } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'

/** Keeps a vendor's own sentence about an invoice, the latest of each code. */
export async function saveSentence(
  db: Db,
  { accountId, invoiceId }: InvoiceRef,
  { code, params }: Problem,
): Promise<void> {
  const sentences = toJson({ [code]: params['sentence'] ?? '' })
  await db
    .insertInto('invoice')
    .values({ account_id: accountId, invoice_id: invoiceId, sentences })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'invoice_id']).doUpdateSet({
        sentences: sql<string>`invoice.sentences || excluded.sentences`,
      }),
    )
    .execute()
}

/** The kept sentence of a code; null when none was kept. */
export async function findSentence(
  db: Db,
  { accountId, invoiceId }: InvoiceRef,
  code: Problem['code'],
): Promise<string | null> {
  const row = await db
    .selectFrom('invoice')
    .select('sentences')
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .executeTakeFirst()
  return row?.sentences[code] ?? null
}
