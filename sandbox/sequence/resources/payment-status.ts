import { z } from 'zod'
import type { Invoice } from '../model/invoice.ts'
import { touch } from '../rules/invoice-dates.ts'
import { requireMove } from '../rules/invoice-lifecycle.ts'
import { dropAllocations, followStatus, payRest } from '../rules/ledger.ts'
import { PaymentStatus, ProviderStatus } from '../wire/enums.ts'
import { parse } from '../wire/parse.ts'
import type { Session } from '../world.ts'
import { announceInvoice } from './events.ts'
import { getInvoice } from './invoices.ts'

const SetPaymentStatus = z.strictObject({ paymentStatus: PaymentStatus })

/** `PUT /invoices/{id}/payment-status`: any of the four; the present one changes nothing. */
export function setPaymentStatus(session: Session, id: string, body: unknown): Invoice {
  const invoice = getInvoice(session, id)
  const { paymentStatus } = parse(session, SetPaymentStatus, body)
  const { paymentStatusAllowedOn, samePaymentStatus, paymentStatusLedger } = session.switches()
  if (paymentStatusAllowedOn === 'finalAndSent') {
    requireMove('set the payment status', invoice.status)
  }
  if (invoice.paymentStatus === paymentStatus && samePaymentStatus === 'silent') return invoice

  invoice.paymentStatus = paymentStatus
  if (paymentStatusLedger === 'moves') followStatus(session, invoice, paymentStatus)
  return changed(session, invoice)
}

const Collected = z.strictObject({
  provider: z.enum(['stripe', 'goCardless']).default('stripe'),
  status: ProviderStatus.default('PAID'),
})

/** Control: the payment provider reports; PAID settles the invoice by itself, REFUNDED undoes it. */
export function reportCollection(session: Session, id: string, body: unknown): Invoice {
  const invoice = getInvoice(session, id)
  const { provider, status } = parse(session, Collected, body ?? {})
  requireMove('set the payment status', invoice.status)
  invoice.providerStatuses[provider] = status
  if (status === 'PAID') {
    payRest(session, invoice, 'STRIPE')
    invoice.paymentStatus = 'PAID'
  }
  if (status === 'REFUNDED') {
    dropAllocations(invoice, 'STRIPE')
    invoice.paymentStatus = 'UNPAID'
  }
  return changed(session, invoice)
}

function changed(session: Session, invoice: Invoice): Invoice {
  touch(session, invoice)
  const told = session.switches().paymentStatusEvent === 'INVOICE_UPDATED'
  announceInvoice(session, invoice, {
    verb: 'PAYMENT_STATUS_SET',
    types: told ? ['INVOICE_UPDATED'] : [],
  })
  return invoice
}
