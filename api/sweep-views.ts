import type { z } from 'zod'
import type { Settings } from '../domain/model.ts'
import type { openFindings } from '../store/sweep-finding.ts'
import type { ListedSweep } from '../store/sweep-list.ts'
import type { FindingKind } from '../store/sweep-schema.ts'
import { iso } from './schemas/common.ts'
import type { FindingView, SweepView } from './schemas/sweeps.ts'
import { problemView, rilletUrl } from './views.ts'

export const sweepView = (row: ListedSweep): z.infer<typeof SweepView> => ({
  runId: row.run_id,
  kind: row.kind,
  actor: row.actor,
  outcome: row.outcome,
  startedAt: row.started_at.toISOString(),
  endedAt: iso(row.ended_at),
  changedAfter: iso(row.changed_after),
  fromDay: row.from_day,
  calls: row.calls,
  lookedAt: row.looked_at,
  ours: row.ours,
  found: row.found,
  healed: row.healed,
  customers: {
    lookedAt: row.customers_looked_at,
    read: row.customers_read,
    found: row.customers_found,
    healed: row.customersHealed,
  },
  problem: row.problem === null ? null : problemView(row.problem),
  errorText: row.error_text,
  nextTryAt: iso(row.next_try_at),
})

type FindingRow = Awaited<ReturnType<typeof openFindings>>[number]

export const findingView = (row: FindingRow, settings: Settings): z.infer<typeof FindingView> => ({
  kind: row.kind,
  invoiceId: row.invoice_id,
  rilletIds: row.rillet_ids,
  rilletUrls: row.rillet_ids.flatMap((id) => rilletUrl(settings, 'invoice', id) ?? []),
  firstSeenAt: row.first_seen_at.toISOString(),
  lastSeenAt: row.last_seen_at.toISOString(),
  ...words[row.kind],
})

const words: Record<FindingKind, { whatHappened: string; how: string }> = {
  duplicate_in_rillet: {
    whatHappened:
      'Rillet holds more than one live invoice that refers to this Sequence invoice. Its revenue may be booked twice.',
    how: 'Compare them in Rillet and delete the one that is not linked here. The next full sweep then closes this.',
  },
  not_linked: {
    whatHappened:
      'Rillet holds a live invoice that refers to this Sequence invoice, but the sync does not know it as its own.',
    how: 'If it is the right one, press Mark as synced on the invoice and give its Rillet id. If not, delete it in Rillet.',
  },
}
