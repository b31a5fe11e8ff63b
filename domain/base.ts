import type { RemoteInvoice } from './dates.ts'
import { type RemoteDetail, sameLine } from './detail.ts'

/** What counts as right of an invoice in Rillet. */
export type Base = { state: RemoteInvoice; detail: RemoteDetail }

/**
 * What counts as right after an update that Rillet answered: of what an update can change, the answer; of
 * all else, what counted before. An edit that no update can undo so stays a difference.
 */
export function baseAfter(
  before: { state: RemoteInvoice | null; detail: RemoteDetail | null },
  answered: Base,
): Base {
  const { invoiceDate, dueDate, invoiceNumber } = answered.state
  const state =
    before.state === null
      ? answered.state
      : { ...before.state, invoiceDate, dueDate, invoiceNumber }
  if (before.detail === null) return { state, detail: answered.detail }
  const { detail } = before
  const lines = detail.lines.map((line, index) => {
    const now = sameLine(detail, answered.detail, index)
    return now === undefined ? line : { ...line, period: now.period, description: now.description }
  })
  return { state, detail: { ...detail, lines } }
}
