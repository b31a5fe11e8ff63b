import { isRemoteEcho } from '../../domain/echo.ts'
import type { Db } from '../../store/connect.ts'
import { type InboxRow, lockMatching } from '../../store/inbox.ts'
import { findInvoice } from '../../store/invoice.ts'
import { matchRilletInvoice } from '../../store/match.ts'
import type { RemoteHint } from '../../workflows/messages.ts'
import { readRilletDelivery } from '../gateway/rillet-delivery.ts'
import type { Decision } from './decision.ts'
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
  if (isRemoteEcho(invoice?.remote_version, row.version, [said.kind])) {
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
