import type { z } from 'zod'
import type { ConnectionRow } from '../../store/schema.ts'
import { webhookUrl } from '../connection-views.ts'
import type { ApiDeps } from '../deps.ts'
import { iso } from '../schemas/common.ts'
import type { DoctorView } from '../schemas/doctor.ts'
import { type Facts, gatherFacts } from './facts.ts'
import { rilletLines } from './rillet-lines.ts'
import { runningLines } from './running-lines.ts'
import { sequenceLines } from './sequence-lines.ts'
import { settingLines } from './setting-lines.ts'

/** One line per prerequisite of the account's sync. Asks no vendor. */
export async function examine(
  deps: ApiDeps,
  row: ConnectionRow,
): Promise<z.infer<typeof DoctorView>> {
  const url = webhookUrl(deps.publicUrl, 'rillet', row.account_id)
  const facts = await gatherFacts(deps, row, url)
  const lines = linesOf(facts)
  return {
    ready: lines.every(({ state }) => state !== 'bad'),
    lines,
    lookedAt: new Date().toISOString(),
    recheckedAt: iso(facts.recheckedAt),
  }
}

const linesOf = (facts: Facts) => [
  ...rilletLines(facts),
  ...sequenceLines(facts),
  ...settingLines(facts),
  ...runningLines(facts),
]
