import { type InvoiceDraft, mapInvoice } from '../domain/mapping.ts'
import type { InvoiceRef, Problem, SourceInvoice } from '../domain/model.ts'
import { rilletNotConnected } from '../domain/problems.ts'
import { inScope } from '../domain/settings.ts'
import { findConnection } from '../store/connection.ts'
import type { Thing } from '../store/intent.ts'
import { bookedScope, findLink } from '../store/link.ts'
import type { LinkRow } from '../store/schema.ts'
import { loadSnapshot } from '../store/snapshot.ts'
import { linkedProducts, loadContext, questionOf } from './context.ts'
import type { Deps } from './deps.ts'
import type { CreateInvoice } from './invoice-outcomes.ts'
import { linkedInvoice } from './linked-invoice.ts'

export type Prepared = {
  invoice: SourceInvoice
  snapshotHash: string
  draft: InvoiceDraft
  thing: Thing
}

export type Blocked = { kind: 'blocked'; problems: Problem[] }

/**
 * What would be sent for the snapshot as links and settings stand now, or why it cannot be. `asSent` takes the
 * snapshot that a create was sent for, if one was: what it made is compared with that.
 */
export async function prepareInvoice(
  { db, publicUrl }: Deps,
  { accountId, invoiceId, snapshotHash }: CreateInvoice,
  { asSent = false }: { asSent?: boolean } = {},
): Promise<({ kind: 'ready' } & Prepared) | Blocked> {
  const link = await findLink(db, accountId, 'invoice', invoiceId)
  const wasSent = asSent && link !== undefined && (link.sent_at ?? link.rillet_id) !== null
  const sentHash = (wasSent ? link.sent_snapshot_hash : null) ?? snapshotHash
  const invoice = dated(await loadSnapshot(db, accountId, sentHash), link)
  const context = await loadContext(db, accountId, questionOf(invoice))
  const connection = await findConnection(db, accountId)
  const organizationId = connection?.organization_id ?? null
  if (organizationId === null) return { kind: 'blocked', problems: [rilletNotConnected()] }
  const linked = await linkedInvoice(db, { accountId, invoiceId })
  if (linked.kind === 'foreign') return { kind: 'blocked', problems: [linked.problem] }

  const mapped = mapInvoice({
    invoice,
    context: {
      settings: inScope(context.settings, bookedScope(link)),
      customerRilletId: context.customer?.rilletId ?? null,
      customerCurrency: context.customer?.currency ?? null,
      productRilletIds: linkedProducts(context),
      publicUrl,
    },
  })
  if (!mapped.ok) return { kind: 'blocked', problems: mapped.problems }
  const thing = thingOf({ accountId, invoiceId }, organizationId)
  return { kind: 'ready', invoice, snapshotHash: sentHash, draft: mapped.value, thing }
}

/** On the day that was chosen for it, if the books were closed for its own. */
function dated(invoice: SourceInvoice, link: LinkRow | undefined): SourceInvoice {
  const { booked_for = null, booked_on = null } = link ?? {}
  return booked_on !== null && booked_for === invoice.accountingDate
    ? { ...invoice, accountingDate: booked_on }
    : invoice
}

const thingOf = ({ accountId, invoiceId }: InvoiceRef, organizationId: string): Thing => ({
  accountId,
  kind: 'invoice',
  sourceId: invoiceId,
  organizationId,
})
