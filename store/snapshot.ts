import type { SourceInvoice } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'

/** Keeps the source as read, once per content. */
export async function saveSnapshot(
  db: Db,
  accountId: string,
  hash: string,
  invoice: SourceInvoice,
): Promise<void> {
  await db
    .insertInto('snapshot')
    .values({
      account_id: accountId,
      hash,
      invoice_id: invoice.id,
      body: toJson(invoice),
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'hash']).doNothing())
    .execute()
}

/** The snapshot and when it was first read; undefined when it is not kept any more. */
export function findSnapshot(db: Db, accountId: string, hash: string) {
  return db
    .selectFrom('snapshot')
    .select(['body', 'created_at'])
    .where('account_id', '=', accountId)
    .where('hash', '=', hash)
    .$narrowType<{ body: SourceInvoice }>()
    .executeTakeFirst()
}

/** Throws when the snapshot is not there: a run names only what it stored. */
export async function loadSnapshot(
  db: Db,
  accountId: string,
  hash: string,
): Promise<SourceInvoice> {
  const { body } = await db
    .selectFrom('snapshot')
    .select('body')
    .where('account_id', '=', accountId)
    .where('hash', '=', hash)
    .$narrowType<{ body: SourceInvoice }>()
    .executeTakeFirstOrThrow()
  return body
}
