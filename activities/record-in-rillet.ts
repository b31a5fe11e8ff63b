import type { Invoice } from '../clients/rillet/schemas.ts'
import { causes } from '../domain/ids.ts'
import type { InvoiceDraft } from '../domain/mapping.ts'
import type { InvoiceRef } from '../domain/model.ts'
import { verifyAdopted, verifyInvoice } from '../domain/verify.ts'
import { closeBreakers } from '../store/breaker.ts'
import { wakePeriod } from '../store/closed-period.ts'
import type { Db } from '../store/connect.ts'
import { addEvent } from '../store/event.ts'
import { rematchDeliveries } from '../store/inbox.ts'
import type { Thing } from '../store/intent.ts'
import { saveSynced } from '../store/invoice.ts'
import { completeLink } from '../store/link.ts'
import { wakeNotesOf, wakeWaiting } from '../store/outbox.ts'
import type { Created } from './invoice-outcomes.ts'
import { remembered } from './remote-state.ts'

type InRillet = {
  thing: Thing
  draft: InvoiceDraft
  /** Of the source that the draft was made from. */
  snapshotHash: string
  invoice: Invoice
  origin: 'created' | 'adopted' | 'person'
}

/**
 * The invoice exists in Rillet: verified against what was sent, and linked, in one transaction.
 * What was waiting for this proof (deliveries about it, invoices held back by the setup) goes on.
 */
export async function recordInRillet(
  db: Db,
  { accountId, invoiceId, why }: InvoiceRef & { why?: string },
  { thing, draft, snapshotHash, invoice, origin }: InRillet,
): Promise<Extract<Created, { kind: 'done' }>> {
  const problems = (origin === 'person' ? verifyAdopted : verifyInvoice)(draft, invoice)
  const { version, state, detail } = remembered(invoice, draft.scope)
  await db.transaction().execute(async (trx) => {
    const linked = await completeLink(trx, thing, {
      rilletId: invoice.id,
      origin,
      remoteVersion: version,
      remoteState: state,
      remoteDetail: detail,
      verified: problems.length === 0,
      scope: draft.scope,
      snapshotHash,
    })
    if (!linked) throw new Error('the invoice is linked to another Rillet invoice by now')
    await saveSynced(
      trx,
      { accountId, invoiceId },
      {
        rilletId: invoice.id,
        snapshotHash,
        remoteVersion: version,
      },
    )
    await addEvent(trx, {
      accountId,
      invoiceId,
      kind: origin === 'created' ? 'invoice.created' : 'invoice.adopted',
      actor: 'sync',
      data: {
        rilletId: invoice.id,
        number: invoice.invoice_number,
        total: invoice.total.amount,
        currency: invoice.total.currency,
        lines: invoice.items.length,
        ...(why === undefined ? {} : { why }),
      },
    })
    await rematchDeliveries(trx, accountId, invoice.id)
    // Before the other wakes: the connection's row is locked first, then its causes, everywhere.
    await closeBreakers(trx, accountId, ['setup', 'rillet_key'])
    await wakePeriod(trx, accountId, invoice.invoice_date)
    await wakeWaiting(trx, accountId, causes.invoice(invoiceId))
    await wakeNotesOf(trx, { accountId, invoiceId })
  })
  return {
    kind: 'done',
    rilletId: invoice.id,
    version: invoice.updated_at,
    remote: state,
    scope: draft.scope,
    problems,
    snapshotHash,
    fresh: origin === 'created',
  }
}
