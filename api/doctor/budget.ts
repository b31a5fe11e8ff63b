import type { Settings } from '../../domain/model.ts'
import { budgetUse } from '../../store/budget-use.ts'
import type { Db } from '../../store/connect.ts'
import type { ConnectionRow } from '../../store/schema.ts'

export type Budget = {
  /** Calls to Rillet that count against the limit now. */
  used: number
  cap: number
  /** Rillet asked for a pause until then. */
  pausedUntil: Date | null
}

/** The organization's call budget, over all its accounts; null before Rillet is connected. */
export async function budgetOf(
  db: Db,
  { organization_id: id }: ConnectionRow,
  { rilletBudgetPerMinute: cap }: Settings,
): Promise<Budget | null> {
  if (id === null) return null
  return { cap, ...(await budgetUse(db, `rillet/${id}`)) }
}
