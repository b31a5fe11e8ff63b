import type { z } from 'zod'
import { explain } from '../domain/catalogue.ts'
import { causes, invoiceWorkflowId } from '../domain/ids.ts'
import type { Problem, Settings } from '../domain/model.ts'
import { actionsOf } from '../domain/states.ts'
import type { InvoiceRow, LinkRow } from '../store/schema.ts'
import { iso } from './schemas/common.ts'
import type { InvoiceView, ProblemView } from './schemas/invoices.ts'
import type { LinkView } from './schemas/things.ts'

export type Pages = {
  settings: Settings
  temporalUiUrl: string | null
  namespace: string
}

/** An invoice as the API shows it: problems in words, links to both sides. */
export function invoiceView(row: InvoiceRow, pages: Pages): z.infer<typeof InvoiceView> {
  const names = namesOf(row)
  const { currency } = row
  return {
    id: row.invoice_id,
    number: row.number,
    customerId: row.customer_id,
    customerName: row.customer_name,
    currency,
    netTotal: row.net_total,
    totalTax: row.total_tax,
    grossTotal: row.gross_total,
    paidTotal: row.paid_total,
    accountingDate: row.accounting_date,
    issueDate: row.issue_date,
    dueDate: row.due_date,
    sourceStatus: row.source_status,
    paymentStatus: row.payment_status,
    paymentLink: row.payment_link,
    state: row.state,
    step: row.step,
    problems: row.problems.map((problem) => problemView(problem, names, currency)),
    warnings: row.warnings,
    blockedSince: iso(row.blocked_since),
    errorCode: row.error_code,
    errorText: row.error_text,
    failingSince: iso(row.failing_since),
    nextTryAt: iso(row.next_try_at),
    note: row.note,
    rilletId: row.rillet_id,
    rilletUrl: rilletUrl(pages.settings, 'invoice', row.rillet_id),
    temporalUrl: temporalUrl(row, pages),
    syncedAt: iso(row.synced_at),
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    actions: actionsOf(
      row.state,
      row.problems.map(({ code }) => code),
    ),
  }
}

/** Ids that the words of a problem may hold, with what a person calls them. */
export const namesOf = (row: Pick<InvoiceRow, 'customer_id' | 'customer_name'> | undefined) =>
  typeof row?.customer_id === 'string' && row.customer_name !== null
    ? { [row.customer_id]: row.customer_name }
    : {}

export const problemView = (
  problem: Problem,
  names: Record<string, string> = {},
  currency: string | null = null,
): z.infer<typeof ProblemView> => ({
  ...explain(problem, names, currency),
  blockedOn: problem.blockedOn,
  params: problem.params,
})

export const linkView = (
  { rillet_id, rillet_name, kind, origin, currency, updated_at }: LinkRow,
  settings: Settings,
): z.infer<typeof LinkView> | null =>
  rillet_id === null
    ? null
    : {
        rilletId: rillet_id,
        rilletName: rillet_name,
        origin,
        currency,
        url: kind === 'credit_memo' ? null : rilletUrl(settings, kind, rillet_id),
        linkedAt: updated_at.toISOString(),
      }

/** The page of a thing in Rillet, if the account's settings say how its address is made. */
export function rilletUrl(
  { rilletUrlTemplates }: Settings,
  kind: keyof Settings['rilletUrlTemplates'],
  id: string | null,
): string | null {
  return filled(rilletUrlTemplates[kind], id)
}

/** The page of a thing in Sequence, if the account's settings say how its address is made. */
export const sequenceUrl = (
  { sequenceUrlTemplates }: Settings,
  kind: keyof Settings['sequenceUrlTemplates'],
  id: string,
): string | null => filled(sequenceUrlTemplates[kind], id)

const filled = (template: string | null, id: string | null): string | null =>
  template === null || id === null ? null : template.replaceAll('{id}', encodeURIComponent(id))

function temporalUrl(row: InvoiceRow, { temporalUiUrl, namespace }: Pages): string | null {
  if (temporalUiUrl === null) return null
  const id = invoiceWorkflowId({ accountId: row.account_id, invoiceId: row.invoice_id })
  return `${temporalUiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(id)}`
}

export const causeOf = (kind: 'customer' | 'product', id: string): string => causes[kind](id)
