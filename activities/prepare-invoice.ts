import { type InvoiceDraft, mapInvoice } from '../domain/mapping.ts'
import type { InvoiceRef, Problem, SourceInvoice } from '../domain/model.ts'
import { rilletNotConnected } from '../domain/problems.ts'
import { inScope } from '../domain/settings.ts'
import { findConnection } from '../store/connection.ts'
import type { Thing } from '../store/intent.ts'
import { bookedScope, findLink } from '../store/link.ts'
import { loadSnapshot } from '../store/snapshot.ts'
import { linkedProducts, loadContext, questionOf } from './context.ts'
import type { Deps } from './deps.ts'
import type { CreateInvoice } from './invoice-outcomes.ts'
import { linkedInvoice } from './linked-invoice.ts'

export type Prepared = { invoice: SourceInvoice; draft: InvoiceDraft; thing: Thing }

/** What would be sent for the snapshot as links and settings stand now, or why it cannot be. */
export async function prepareInvoice(
  { db, publicUrl }: Deps,
  { accountId, invoiceId, snapshotHash }: CreateInvoice,
): Promise<({ kind: 'ready' } & Prepared) | { kind: 'blocked'; problems: Problem[] }> {
  const invoice = await loadSnapshot(db, accountId, snapshotHash)
  const context = await loadContext(db, accountId, questionOf(invoice))
  const connection = await findConnection(db, accountId)
  const organizationId = connection?.organization_id ?? null
  if (organizationId === null) return { kind: 'blocked', problems: [rilletNotConnected()] }
  const linked = await linkedInvoice(db, { accountId, invoiceId })
  if (linked.kind === 'foreign') return { kind: 'blocked', problems: [linked.problem] }

  const link = await findLink(db, accountId, 'invoice', invoiceId)
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
  return { kind: 'ready', invoice, draft: mapped.value, thing }
}

const thingOf = ({ accountId, invoiceId }: InvoiceRef, organizationId: string): Thing => ({
  accountId,
  kind: 'invoice',
  sourceId: invoiceId,
  organizationId,
})
