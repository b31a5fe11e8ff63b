import type { z } from 'zod'
import type { CreditNoteRow } from '../store/credit-note-schema.ts'
import { iso } from './schemas/common.ts'
import type { CreditNoteView } from './schemas/credit-notes.ts'
import { problemView } from './views.ts'

/** A credit note as the API shows it: problems in words. */
export function creditNoteView(row: CreditNoteRow): z.infer<typeof CreditNoteView> {
  const names =
    row.customer_id !== null && row.customer_name !== null
      ? { [row.customer_id]: row.customer_name }
      : {}
  return {
    id: row.credit_note_id,
    number: row.number,
    invoiceId: row.invoice_id,
    customerId: row.customer_id,
    customerName: row.customer_name,
    currency: row.currency,
    netTotal: row.net_total,
    totalTax: row.total_tax,
    grossTotal: row.gross_total,
    accountingDate: row.accounting_date,
    sourceStatus: row.source_status,
    state: row.state,
    problems: row.problems.map((problem) => problemView(problem, names)),
    blockedSince: iso(row.blocked_since),
    errorCode: row.error_code,
    errorText: row.error_text,
    failingSince: iso(row.failing_since),
    nextTryAt: iso(row.next_try_at),
    rilletId: row.rillet_id,
    appliedTotal: row.applied_total,
    note: row.note,
    changedAt: row.changed_at.toISOString(),
  }
}
