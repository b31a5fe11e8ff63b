import type { Invoice } from '../model/invoice.ts'
import { illegalMove } from '../refusal.ts'
import { recalculate, setDueDate, touch } from '../rules/invoice-dates.ts'
import { mayMove, requireMove } from '../rules/invoice-lifecycle.ts'
import { parse } from '../wire/parse.ts'
import type { Session } from '../world.ts'
import { announceInvoice } from './events.ts'
import { PatchInvoice, PatchSent, PatchSentTwo, UpdateInvoice } from './invoice-schema.ts'
import { getInvoice } from './invoices.ts'

/** `PUT /invoices/{id}`: free texts, dates and metadata that are left out are cleared. */
export function updateInvoice(session: Session, id: string, body: unknown): Invoice {
  const invoice = getInvoice(session, id)
  const { currency, ...asked } = parse(session, UpdateInvoice, body)
  requireEditable(session, invoice, asked)
  if (currency !== undefined && currency !== invoice.currency) {
    requireMove('change the currency', invoice.status)
    invoice.currency = currency
  }
  const { memo, reference, purchaseOrderNumber, billingPeriod, dueDate, metadata } = asked
  const replaced = { memo, reference, purchaseOrderNumber, billingPeriod, dueDate }
  const cleared = Object.fromEntries(
    Object.entries(replaced).map(([key, value]) => [key, value ?? null]),
  )
  return edit(session, invoice, { ...asked, ...cleared, metadata: metadata ?? [] })
}

/** `PATCH /invoices/{id}`: only what is given changes. */
export function patchInvoice(session: Session, id: string, body: unknown): Invoice {
  const invoice = getInvoice(session, id)
  const asked = parse(session, PatchInvoice, body)
  requireEditable(session, invoice, asked)
  return edit(session, invoice, asked)
}

/** `PATCH /invoices/{id}/sent`: a due date given here stays as it is. */
export function patchSentInvoice(session: Session, id: string, body: unknown): Invoice {
  const invoice = getInvoice(session, id)
  requireMove('edit as sent', invoice.status)
  const five = session.switches().patchSentFields === 'five'
  return edit(session, invoice, parse(session, five ? PatchSent : PatchSentTwo, body))
}

/** Only before finalise, unless a doubt is switched to its other reading. */
function requireEditable(session: Session, invoice: Invoice, asked: PatchInvoice): void {
  if (mayMove('edit', invoice.status)) return
  if (invoice.status === 'FINAL') {
    const { editFinal, metadataWhenFinal } = session.switches()
    const onlyMetadata = Object.keys(asked).every((field) => field === 'metadata')
    if (editFinal === 'accepted' || (onlyMetadata && metadataWhenFinal === 'accepted')) return
  }
  throw illegalMove('edit', invoice.status)
}

function edit(session: Session, invoice: Invoice, asked: PatchInvoice): Invoice {
  const { dueDate, attachmentAssetIds: _, ...fields } = asked
  Object.assign(invoice, fields)
  if (dueDate !== undefined) setDueDate(invoice, dueDate, session.account.paymentTermDays)
  if (invoice.balance === null) recalculate(session, invoice)
  touch(session, invoice)
  announceInvoice(session, invoice, { verb: 'UPDATED', types: ['INVOICE_UPDATED'] })
  return invoice
}
