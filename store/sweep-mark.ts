import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { InOrganization } from './sweep-held.ts'

/** Up to when the organization's changes have been read; null when they never were. */
export async function changedUntil(
  db: Db,
  { accountId, organizationId }: InOrganization,
): Promise<Date | null> {
  const row = await db
    .selectFrom('sweep_mark')
    .select('changed_until')
    .where('account_id', '=', accountId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  return row?.changed_until ?? null
}

/** A later mark stays. */
export async function saveChangedUntil(
  db: Db,
  { accountId, organizationId }: InOrganization,
  until: Date,
): Promise<void> {
  await db
    .insertInto('sweep_mark')
    .values({ account_id: accountId, organization_id: organizationId, changed_until: until })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'organization_id']).doUpdateSet({
        changed_until: sql<Date>`greatest(sweep_mark.changed_until, excluded.changed_until)`,
      }),
    )
    .execute()
}
