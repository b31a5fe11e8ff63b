import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { Vendor } from './schema.ts'

/** Why a delivery was turned away, or taken and not handled because it was not the account's. */
export type RefusalReason =
  | 'too_large'
  | 'disconnected'
  | 'no_secret'
  | 'signature_missing'
  | 'signature_wrong'
  | 'another_account'

export type Refusal = { accountId: string; source: Vendor; reason: RefusalReason }

/** Counts refused deliveries by day and reason; nothing else of them is kept. */
export async function countRefusals(db: Db, refusal: Refusal, count = 1): Promise<void> {
  const { accountId, source, reason } = refusal
  await db
    .insertInto('refusal')
    .values({ account_id: accountId, source, reason, count, last_at: new Date() })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'source', 'reason', 'day'])
        .doUpdateSet({ count: sql`refusal.count + excluded.count`, last_at: new Date() }),
    )
    .execute()
}

export type RefusalCount = { source: Vendor; reason: string; count: number; lastAt: Date }

/** Refusals of the last thirty days, the latest first. */
export async function listRefusals(db: Db, accountId: string): Promise<RefusalCount[]> {
  const rows = await db
    .selectFrom('refusal')
    .select(['source', 'reason'])
    .select(sql<string>`sum(count)`.as('count'))
    .select(sql<Date>`max(last_at)`.as('lastAt'))
    .where('account_id', '=', accountId)
    .where('day', '>', sql<string>`current_date - 30`)
    .groupBy(['source', 'reason'])
    .orderBy('lastAt', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}
