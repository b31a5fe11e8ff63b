import { sql } from 'kysely'
import type { SweepKind } from '../domain/sweep.ts'
import type { Db } from './connect.ts'

/** When each kind of sweep was last done; `since`: when the account was last connected. */
export type SweepHealth = { doneAt: Map<SweepKind, Date>; since: Date | null }

/** Looks at the sweeps of the organization that the account is connected to now. */
export async function sweepHealth(
  db: Db,
  accountId: string,
  organizationId: string | null,
): Promise<SweepHealth> {
  const done = await db
    .selectFrom('sweep_run')
    .select('kind')
    .select(sql<Date>`max(ended_at)`.as('at'))
    .where('account_id', '=', accountId)
    .where('outcome', '=', 'done')
    .where(sql<string>`coalesce(organization_id, '')`, 'in', ['', organizationId ?? ''])
    .groupBy('kind')
    .execute()
  const connected = await db
    .selectFrom('event')
    .select('at')
    .where('account_id', '=', accountId)
    .where('invoice_id', 'is', null)
    .where('kind', 'in', ['connection.rillet_connected', 'connection.sequence_connected'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { doneAt: new Map(done.map(({ kind, at }) => [kind, at])), since: connected?.at ?? null }
}
