import type { z } from 'zod'
import type { Settings } from '../domain/model.ts'
import type { CustomerSyncRow } from '../store/sweep-schema.ts'
import { iso } from './schemas/common.ts'
import type { CustomerSyncView } from './schemas/things.ts'
import { problemView } from './views.ts'

/** How a linked customer is kept in step, in words. */
export function customerSyncView(
  row: CustomerSyncRow,
  { customerSync }: Settings,
  name: string,
): z.infer<typeof CustomerSyncView> {
  const problem =
    row.problem === null ? null : problemView(row.problem, { [row.customer_id]: name })
  return {
    state: customerSync === 'off' ? 'off' : row.state,
    problem: problem && { whatHappened: problem.whatHappened, how: problem.how },
    warnings: row.warnings,
    archived: row.archived,
    errorText: row.error_text,
    nextTryAt: iso(row.next_try_at),
    checkedAt: iso(row.checked_at),
    writtenAt: iso(row.written_at),
    writtenFields: row.written_fields,
    overwrittenFields: row.overwritten_fields,
  }
}
