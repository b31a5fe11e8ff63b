import type { Settings } from '../domain/model.ts'
import type { Db } from './connect.ts'
import { settingsOf } from './connection.ts'

/**
 * Calls a minute of an account's Rillet organization: the least that any account connected to it allows. With
 * limits of their own, who allows less would get nothing while who allows more holds that many.
 */
export async function budgetCap(
  db: Db,
  organizationId: string,
  { rilletBudgetPerMinute: own }: Settings,
): Promise<number> {
  const sharing = await db
    .selectFrom('connection')
    .select('settings')
    .where('organization_id', '=', organizationId)
    .where('disconnected_at', 'is', null)
    .execute()
  return Math.min(own, ...sharing.map((row) => settingsOf(row).rilletBudgetPerMinute))
}
