import type { Db } from '../../store/connect.ts'
import { type InboxRow, lockMatching } from '../../store/inbox.ts'
import { findInvoice } from '../../store/invoice.ts'
import { matchRilletInvoice } from '../../store/match.ts'
import type { InvoiceRow } from '../../store/schema.ts'
import type { RemoteHint, RemoteHintKind } from '../../workflows/messages.ts'
import { readRilletDelivery } from '../gateway/rillet-delivery.ts'
import { type Decision, isEcho } from './decision.ts'
import { joinRemoteHints } from './hints.ts'

/** What a delivery of Rillet sets off. Runs in the transaction that settles it. */
export async function decideRillet(db: Db, row: InboxRow): Promise<Decision> {
  const [entity = '', event = ''] = row.event.split('.')
  const said = readRilletDelivery({ entity, event }, Buffer.from(row.body))
  const { accountId, resourceId } = row
  if (said === null || said.kind === null || resourceId === null) {
    return { status: 'unreadable', outcome: null, invoiceId: null }
  }

  await lockMatching(db, accountId, resourceId)
  const match = await matchRilletInvoice(db, accountId, resourceId, said.references)
  if (match.kind === 'none') return { status: 'unmatched', outcome: null, invoiceId: null }
  if (match.kind === 'foreign') {
    return { status: 'ignored', outcome: 'another_account', invoiceId: null }
  }

  const { invoiceId } = match
  const invoice = await findInvoice(db, { accountId, invoiceId })
  if (invoice?.state === 'excluded') return { status: 'ignored', outcome: 'excluded', invoiceId }
  if (isRemoteEcho(said.kind, row.version, invoice)) {
    return { status: 'echo', outcome: null, invoiceId }
  }

  const hint: RemoteHint = {
    kinds: [said.kind],
    version: row.version?.toISOString() ?? null,
    status: said.status,
    amountDue: said.amountDue,
    count: 1,
  }
  return {
    status: 'handed_over',
    invoiceId,
    hint: {
      signal: 'remoteChanged',
      payload: hint,
      joined: (waiting) => joinRemoteHints(waiting, hint),
    },
  }
}

/**
 * No write of ours makes a payment, and Rillet does not say whether one moves `updated_at`: news of
 * a payment counts even when its version is the one known. A deletion is always news.
 */
function isRemoteEcho(kind: RemoteHintKind, version: Date | null, invoice: InvoiceRow | undefined) {
  const known = invoice?.remote_version
  switch (kind) {
    case 'deleted':
      return false
    case 'payment':
      return isEcho(version, known) && version?.getTime() !== known?.getTime()
    case 'updated':
      return isEcho(version, known)
  }
}
