import type { Invoice, InvoicePayment } from '../clients/rillet/schemas.ts'
import { referencedId } from '../domain/references.ts'
import { isPutAway } from '../domain/states.ts'
import { paymentDiffers, remoteDifference, settledOf } from '../domain/sweep.ts'
import type { Db } from '../store/connect.ts'
import { announce, type Found, lasting } from '../store/sweep-announce.ts'
import {
  confirmVersions,
  type HeldInRillet,
  heldInRillet,
  heldPayments,
  type InOrganization,
} from '../store/sweep-held.ts'
import type { RemoteHint } from '../workflows/messages.ts'
import { editsOf } from './remote-state.ts'
import { listPages } from './sweep-list.ts'
import type { Work } from './sweep-part.ts'

/** Rillet's invoices: all of them, or those that changed after the run's `changed_after`. */
export const rilletInvoices = listPages<Invoice>({
  where: { vendor: 'rillet', operation: 'read', method: 'GET', path: '/invoices' },
  list: async ({ deps, ref, run }, cursor) => {
    const rillet = await deps.vendors.rillet(ref.accountId)
    return rillet.listInvoices({ cursor, updatedAfter: afterOf(run.changed_after) })
  },
  seenOf: ({ id, external_references }) => ({ id, reference: referencedId(external_references) }),
  take: takeInvoices,
})

/** Rillet's payments that changed: one that was deleted leaves no row, but changes its invoice's balance. */
export const rilletPayments = listPages<InvoicePayment>({
  where: { vendor: 'rillet', operation: 'read', method: 'GET', path: '/invoice-payments' },
  list: async ({ deps, ref, run }, cursor) => {
    const rillet = await deps.vendors.rillet(ref.accountId)
    const updatedAfter = afterOf(run.changed_after)
    return rillet.listInvoicePayments({ cursor, updatedAfter })
  },
  seenOf: ({ id }) => ({ id, reference: null }),
  take: takePayments,
})

const afterOf = (at: Date | null) => at?.toISOString()

/** Where the links are that count. */
export function placeOf({ ref, run }: Pick<Work, 'ref' | 'run'>): InOrganization {
  if (run.organization_id === null) throw new Error('a sweep of Rillet names no organization')
  return { accountId: ref.accountId, organizationId: run.organization_id }
}

async function takeInvoices(db: Db, work: Work, invoices: Invoice[]) {
  const { ref, spacingMs } = work
  const ids = invoices.map(({ id }) => id)
  const held = await heldInRillet(db, placeOf(work), ids)
  const found: Found[] = []
  const confirmed: { invoiceId: string; version: Date }[] = []
  for (const invoice of invoices) {
    const ours = held.get(invoice.id)
    if (ours === undefined || isPutAway(ours.state)) continue
    const edited = ours.verified.remote_state === null || editsOf(ours.verified, invoice).length > 0
    const difference = remoteDifference(ours, { ...invoice, edited })
    if (difference !== null) found.push(invoiceFound(ours, invoice, difference))
    else confirmed.push({ invoiceId: ours.invoiceId, version: new Date(invoice.updated_at) })
  }
  await confirmVersions(db, ref.accountId, confirmed)
  return { ours: held.size, found: await announce(db, ref, found, spacingMs) }
}

function invoiceFound(
  { invoiceId, rilletId, paid: heldPaid }: HeldInRillet,
  invoice: Invoice,
  what: 'changed' | 'payment',
): Found {
  const { status, amount_due } = invoice
  const version = new Date(invoice.updated_at)
  const paid = settledOf(invoice)
  const payload: RemoteHint = {
    kinds: [what === 'changed' ? 'updated' : 'payment'],
    version: version.toISOString(),
    status,
    amountDue: amount_due.amount,
    count: 1,
  }
  const wake = { signal: 'remoteChanged', payload } as const
  if (what === 'changed') {
    const fingerprint = `changed/${invoice.updated_at}`
    return { invoiceId, rilletId, what, version, fingerprint, wake }
  }
  // What Rillet settles by itself has no payment rows, and never will.
  const moved = `payment/${heldPaid ?? 0}/${paid}/${invoice.updated_at}`
  const fingerprint = `${status === 'PAID' ? lasting : ''}${moved}`
  return { invoiceId, rilletId, what, paid, fingerprint, wake }
}

async function takePayments(db: Db, work: Work, payments: InvoicePayment[]) {
  const { ref, spacingMs } = work
  const ids = payments.map(({ id }) => id)
  const known = await heldPayments(db, ref.accountId, ids)
  const owners = await heldInRillet(
    db,
    placeOf(work),
    payments.map(({ invoice_id }) => invoice_id),
  )
  const found = payments.flatMap(
    ({ id, invoice_id, status, amount, date, updated_at }): Found[] => {
      const owner = owners.get(invoice_id)
      if (owner === undefined || isPutAway(owner.state)) return []
      const listed = { status, amount: amount.amount, date }
      if (!paymentDiffers(known.get(id) ?? null, listed)) return []
      const payload: RemoteHint = {
        kinds: ['payment'],
        version: null,
        status: null,
        amountDue: null,
        count: 1,
      }
      const fingerprint = `payment/${id}/${updated_at}`
      const wake = { signal: 'remoteChanged', payload } as const
      return [{ invoiceId: owner.invoiceId, rilletId: id, what: 'payment', fingerprint, wake }]
    },
  )
  const ours = payments.filter(({ invoice_id }) => owners.has(invoice_id)).length
  return { ours, found: await announce(db, ref, found, spacingMs) }
}
