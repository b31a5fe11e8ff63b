import { sql } from 'kysely'
import { distinct, type Grant } from '../domain/roles.ts'
import type { Db } from './connect.ts'

/** What somebody may do, one grant an account: the higher of what people gave and what OIDC says. */
export async function grantsOf(db: Db, operatorId: string): Promise<Grant[]> {
  const rows = await db
    .selectFrom('membership')
    .select(['account_id as accountId', 'role'])
    .where('operator_id', '=', operatorId)
    .orderBy('account_id')
    .execute()
  return distinct(rows)
}

/** Gives a role in one account, in place of the one given there before. */
export async function setGrant(
  db: Db,
  operatorId: string,
  { accountId, role }: Grant,
): Promise<void> {
  await db
    .insertInto('membership')
    .values({ operator_id: operatorId, account_id: accountId, role, source: 'given' })
    .onConflict((conflict) =>
      conflict
        .columns(['operator_id', 'account_id', 'source'])
        .doUpdateSet({ role, changed_at: sql<Date>`clock_timestamp()` }),
    )
    .execute()
}

/** Takes the role away that people gave in an account. */
export async function removeGrant(db: Db, operatorId: string, accountId: string): Promise<void> {
  await db
    .deleteFrom('membership')
    .where('operator_id', '=', operatorId)
    .where('account_id', '=', accountId)
    .where('source', '=', 'given')
    .execute()
}
