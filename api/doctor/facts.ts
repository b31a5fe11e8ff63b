import type { Settings } from '../../domain/model.ts'
import { settingsOf } from '../../store/connection.ts'
import { deliveredKinds, hasBooked, type TaxInUse, taxesInUse } from '../../store/doctor.ts'
import { type DeliveryHealth, deliveryHealth } from '../../store/overview.ts'
import { listRefusals, type RefusalCount } from '../../store/refusal.ts'
import type { ConnectionRow } from '../../store/schema.ts'
import { listSettingChecks } from '../../store/setting-check.ts'
import { type SweepHealth, sweepHealth } from '../../store/sweep-health.ts'
import type { ApiDeps } from '../deps.ts'
import { type Budget, budgetOf } from './budget.ts'
import { type RunnerHealth, runnerHealth } from './runner.ts'

/** What the doctor judges by: our own rows, and whether Temporal answers. No vendor is asked. */
export type Facts = {
  row: ConnectionRow
  settings: Settings
  webhookUrl: string
  health: DeliveryHealth
  /** Kinds of Rillet's last deliveries. */
  rilletKinds: Set<string>
  refusals: RefusalCount[]
  /** Rillet took an invoice of ours in this organization. */
  booked: boolean
  taxes: TaxInUse[]
  /** Settings whose present value was not found in Rillet when it was last looked up. */
  gone: Set<string>
  recheckedAt: Date | null
  runner: RunnerHealth
  budget: Budget | null
  sweeps: SweepHealth
}

export async function gatherFacts(
  { db, temporal }: ApiDeps,
  row: ConnectionRow,
  webhookUrl: string,
): Promise<Facts> {
  const { account_id: accountId, organization_id: organizationId } = row
  const settings = settingsOf(row)
  const [health, kinds, refusals, booked, taxes, checks, runner, budget, sweeps] =
    await Promise.all([
      deliveryHealth(db, accountId),
      deliveredKinds(db, accountId, 'rillet'),
      listRefusals(db, accountId),
      organizationId === null ? false : hasBooked(db, accountId, organizationId),
      taxesInUse(db, accountId),
      listSettingChecks(db, accountId),
      runnerHealth(temporal),
      budgetOf(db, row, settings),
      sweepHealth(db, accountId, organizationId),
    ])
  const present = checks.filter(({ setting, value }) => settings[setting] === value)
  const times = present.map(({ checked_at }) => checked_at.getTime())
  return {
    row,
    settings,
    webhookUrl,
    health,
    rilletKinds: new Set(kinds.keys()),
    refusals,
    booked,
    taxes,
    gone: new Set(present.filter(({ found }) => !found).map(({ setting }) => setting)),
    recheckedAt: times.length === 0 ? null : new Date(Math.min(...times)),
    runner,
    budget,
    sweeps,
  }
}
