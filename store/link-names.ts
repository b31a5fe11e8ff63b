import type { Db } from './connect.ts'

/** What products are called, by their ids in each system; only linked ones are known. */
export type ProductNames = { source: Map<string, string>; rillet: Map<string, string> }

type Wanted = { sourceIds: string[]; rilletIds: string[] }

/** The names of these products, as far as they are linked. */
export async function productNames(
  db: Db,
  accountId: string,
  { sourceIds, rilletIds }: Wanted,
): Promise<ProductNames> {
  const names: ProductNames = { source: new Map(), rillet: new Map() }
  if (sourceIds.length + rilletIds.length === 0) return names
  const rows = await db
    .selectFrom('link')
    .select(['source_id', 'rillet_id', 'source_name', 'rillet_name'])
    .where('account_id', '=', accountId)
    .where('kind', '=', 'product')
    .where((eb) =>
      eb.or([
        ...(sourceIds.length > 0 ? [eb('source_id', 'in', sourceIds)] : []),
        ...(rilletIds.length > 0 ? [eb('rillet_id', 'in', rilletIds)] : []),
      ]),
    )
    .execute()
  for (const { source_id, rillet_id, source_name, rillet_name } of rows) {
    if (source_name !== null) names.source.set(source_id, source_name)
    if (rillet_id !== null && rillet_name !== null) names.rillet.set(rillet_id, rillet_name)
  }
  return names
}

/** The Rillet ids that something of Sequence's is linked to already. */
export async function linkedRilletIds(
  db: Db,
  accountId: string,
  kind: 'customer' | 'product',
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('link')
    .select('rillet_id')
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('rillet_id', 'is not', null)
    .execute()
  return new Set(rows.flatMap(({ rillet_id }) => rillet_id ?? []))
}
