import type { Db } from './connect.ts'

export type Match = { kind: 'ours'; invoiceId: string } | { kind: 'foreign' } | { kind: 'none' }

/**
 * Whose document a Rillet invoice is: the account's by its link, else by a reference of ours in the
 * body; another account's of the same organization (nothing more is said of it); or nobody's.
 */
export async function matchRilletInvoice(
  db: Db,
  accountId: string,
  rilletId: string,
  references: string[],
): Promise<Match> {
  const links = await db
    .selectFrom('link')
    .select(['account_id', 'source_id'])
    .where('kind', '=', 'invoice')
    .where('rillet_id', '=', rilletId)
    .execute()
  const own = links.find((link) => link.account_id === accountId)
  if (own !== undefined) return { kind: 'ours', invoiceId: own.source_id }

  const referred =
    references.length === 0
      ? []
      : await db
          .selectFrom('invoice')
          .select(['account_id', 'invoice_id'])
          .where('invoice_id', 'in', references.slice(0, 20))
          .execute()
  const named = referred.find((invoice) => invoice.account_id === accountId)
  if (named !== undefined) return { kind: 'ours', invoiceId: named.invoice_id }
  return links.length + referred.length > 0 ? { kind: 'foreign' } : { kind: 'none' }
}
