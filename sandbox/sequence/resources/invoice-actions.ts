import { dayOf } from '../dates.ts'
import type { Invoice } from '../model/invoice.ts'
import { issueToday, recalculate, touch } from '../rules/invoice-dates.ts'
import { requireMove, requireVoidable } from '../rules/invoice-lifecycle.ts'
import { numberOf } from '../rules/numbers.ts'
import { providerFor } from '../rules/provider.ts'
import type { Session } from '../world.ts'
import { announceInvoice } from './events.ts'
import { getInvoice } from './invoices.ts'

/** IN_PROGRESS → DRAFT. */
export function draftInvoice(session: Session, id: string): Invoice {
  const invoice = getInvoice(session, id)
  requireMove('draft', invoice.status)
  invoice.status = 'DRAFT'
  return updated(session, invoice, 'DRAFTED')
}

/** DRAFT → FINAL: number, issue date, tax status and balance are fixed. */
export function finalizeInvoice(session: Session, id: string): Invoice {
  const invoice = getInvoice(session, id)
  requireMove('finalize', invoice.status)
  return finalize(session, invoice)
}

/** FINAL → SENT: issue date and a calculated due date move to today. */
export function sendInvoice(session: Session, id: string): Invoice {
  const invoice = getInvoice(session, id)
  if (invoice.status === 'DRAFT' && session.switches().sendFromDraft === 'finalises') {
    finalize(session, invoice)
  }
  requireMove('send', invoice.status)
  return send(session, invoice)
}

export function finalizeAndSendInvoice(session: Session, id: string): Invoice {
  const invoice = getInvoice(session, id)
  requireMove('finalize and send', invoice.status)
  return send(session, finalize(session, invoice))
}

/** To SENT without mail, notification or sync, whichever status it came from. */
export function markInvoiceAsSent(session: Session, id: string): Invoice {
  const invoice = getInvoice(session, id)
  requireMove('mark as sent', invoice.status)
  if (invoice.status === 'DRAFT') becomeFinal(session, invoice)
  becomeSent(session, invoice)
  const told = session.switches().markAsSentEvent === 'INVOICE_UPDATED'
  announceInvoice(session, invoice, {
    verb: 'MARKED_AS_SENT',
    types: told ? ['INVOICE_UPDATED'] : [],
  })
  return invoice
}

/** A voided draft gets its number too, so that numbers stay gapless. */
export function voidInvoice(session: Session, id: string): Invoice {
  const invoice = getInvoice(session, id)
  requireVoidable(invoice.status, invoice.paymentStatus)
  invoice.invoiceNumber ??= numberOf(session.account, 'invoice')
  invoice.status = 'VOIDED'
  invoice.balance = null
  return updated(session, invoice, 'VOIDED')
}

/** Only before finalise; no event tells of it. */
export function deleteInvoice(session: Session, id: string): Invoice {
  const invoice = getInvoice(session, id)
  requireMove('delete', invoice.status)
  delete session.account.invoices[id]
  announceInvoice(session, invoice, { verb: 'DELETED', types: [] })
  return invoice
}

export function remindOfInvoice(session: Session, id: string): Invoice {
  const invoice = getInvoice(session, id)
  requireMove('remind of payment', invoice.status)
  announceInvoice(session, invoice, { verb: 'REMINDER_SENT', types: ['INVOICE_REMINDER_SENT'] })
  return invoice
}

function finalize(session: Session, invoice: Invoice): Invoice {
  becomeFinal(session, invoice)
  const issued = session.switches().issuedEventOn === 'finalise'
  announceInvoice(session, invoice, {
    verb: 'FINALIZED',
    types: issued ? ['INVOICE_ISSUED', 'INVOICE_UPDATED'] : ['INVOICE_UPDATED'],
  })
  return invoice
}

function send(session: Session, invoice: Invoice): Invoice {
  becomeSent(session, invoice)
  const { issuedEventOn, updatedEventOnSend } = session.switches()
  const alsoUpdated = updatedEventOnSend === 'sent' || issuedEventOn !== 'send'
  announceInvoice(session, invoice, {
    verb: 'SENT',
    types: [
      ...(issuedEventOn === 'send' ? (['INVOICE_ISSUED'] as const) : []),
      ...(alsoUpdated ? (['INVOICE_UPDATED'] as const) : []),
    ],
  })
  return invoice
}

function becomeFinal(session: Session, invoice: Invoice): void {
  const { account, switches } = session
  recalculate(session, invoice)
  invoice.customerTaxStatus = account.customers[invoice.customerId]?.taxStatus ?? 'TAXED'
  invoice.invoiceNumber ??= numberOf(account, 'invoice')
  invoice.status = 'FINAL'
  issueToday(session, invoice)
  invoice.balance = invoice.grossTotal
  invoice.balanceVersion = 1
  if (switches().providerStatusAtFinalise === 'pending') {
    if (providerFor(account, invoice) === 'STRIPE') invoice.providerStatuses.stripe = 'PENDING'
    if (providerFor(account, invoice) === 'GOCARDLESS') {
      invoice.providerStatuses.goCardless = 'PENDING'
    }
  }
  touch(session, invoice)
}

function becomeSent(session: Session, invoice: Invoice): void {
  invoice.status = 'SENT'
  invoice.sentOn = dayOf(session.now())
  if (session.switches().issueDateOnSend === 'reset') issueToday(session, invoice)
  touch(session, invoice)
}

function updated(session: Session, invoice: Invoice, verb: string): Invoice {
  touch(session, invoice)
  announceInvoice(session, invoice, { verb, types: ['INVOICE_UPDATED'] })
  return invoice
}
