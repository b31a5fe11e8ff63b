import { isEcho } from '../../domain/echo.ts'
import type { Db } from '../../store/connect.ts'
import { isAskedAbout, releaseFound } from '../../store/found.ts'
import type { InboxRow } from '../../store/inbox.ts'
import { findInvoice } from '../../store/invoice.ts'
import { lockSources } from '../../store/sweep-source.ts'
import type { SourceHint } from '../../workflows/messages.ts'
import { readSequenceDelivery, type SequenceDelivery } from '../gateway/sequence-delivery.ts'
import { decideCreditNote } from './decide-credit-note.ts'
import { decideCustomer } from './decide-customer.ts'
import type { Decision } from './decision.ts'
import { joinSourceHints } from './hints.ts'

/** With these an invoice is new to the sync; a draft is not. */
const finalized = new Set(['FINAL', 'SENT'])

/** What being marked as sent never leads to: a late webhook of this kind answers what a sweep asked. */
const wasIssued = ({ event, status }: SequenceDelivery): boolean =>
  status === 'FINAL' || event === 'INVOICE_ISSUED'

/** What a delivery of Sequence sets off. Runs in the transaction that settles it. */
export async function decideSequence(db: Db, row: InboxRow): Promise<Decision> {
  const said = readSequenceDelivery(Buffer.from(row.body))
  if (said !== null && said.customerId !== null) return decideCustomer(db, row, said.customerId)
  if (said?.creditNoteId) {
    return decideCreditNote(db, row, { ...said, creditNoteId: said.creditNoteId })
  }
  const invoiceId = row.resourceId
  if (said === null || invoiceId === null) return { status: 'unreadable', outcome: null, invoiceId }

  await lockSources(db, row.accountId, [invoiceId])
  const invoice = await findInvoice(db, { accountId: row.accountId, invoiceId })
  const isNew = said.status === null || finalized.has(said.status)
  if (invoice === undefined && !isNew) {
    return { status: 'ignored', outcome: 'not_finalized', invoiceId: null }
  }
  const isReleased = invoice !== undefined && isAskedAbout(invoice) && wasIssued(said)
  if (isReleased) await releaseFound(db, { accountId: row.accountId, invoiceId })
  else if (invoice?.state === 'excluded') {
    return { status: 'ignored', outcome: 'excluded', invoiceId }
  }
  if (!isReleased && isEcho(invoice?.source_version, row.version)) {
    return { status: 'echo', outcome: null, invoiceId }
  }

  const hint: SourceHint & { number: string | null } = {
    version: row.version?.toISOString() ?? null,
    count: 1,
    number: said.number,
  }
  return {
    status: 'handed_over',
    invoiceId,
    hint: {
      signal: 'sourceChanged',
      payload: hint,
      joined: (waiting) => ({ ...joinSourceHints(waiting, hint), number: hint.number }),
    },
  }
}
