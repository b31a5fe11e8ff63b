import { Big } from 'big.js'
import { z } from 'zod'
import type { Api, Call } from './api.ts'
import { isCash } from './bank-accounts.ts'
import { assertOpen } from './books.ts'
import { amountsOf } from './invoice-amounts.ts'
import { viewInvoice } from './invoice-view.ts'
import { invoiceOf } from './invoices.ts'
import type { Invoice, Payment, Session } from './model.ts'
import { listPage, UpdatedSorted } from './paging.ts'
import { parseBody } from './parse.ts'
import { invalid, notFound, refused } from './refusal.ts'
import { newListed, touch } from './session.ts'
import { money } from './view.ts'
import { publish } from './webhooks.ts'
import { Day, NotBlank, RoundedMoney } from './wire.ts'

const PaymentRequest = z.strictObject({ amount: RoundedMoney, date: Day, account_code: NotBlank })

export function paymentRoutes(api: Api): void {
  const all = '/invoices/:invoice_id/payments'
  const one = `${all}/:payment_id`
  api('GET', '/invoice-payments', (session, { query }) =>
    listPage(session, {
      name: 'payments',
      items: Object.values(session.organization.payments),
      query,
      filters: UpdatedSorted,
      keep: () => true,
      view: (payment) => viewPayment(session, payment),
    }),
  )
  api('GET', all, (session, { ids }) => ({
    payments: paymentsOf(session, invoiceOf(session, ids['invoice_id'])).map((payment) =>
      viewPayment(session, payment),
    ),
  }))
  api('POST', all, (session, { ids, body }) =>
    createPayment(session, invoiceOf(session, ids['invoice_id']), body),
  )
  api('PUT', one, (session, call) => {
    const { invoice, payment } = named(session, call)
    return updatePayment(session, { invoice, payment, body: call.body })
  })
  api('DELETE', one, (session, call) => deletePayment(session, named(session, call)))
}

type Named = { invoice: Invoice; payment: Payment }

/** Every attempt, failed ones too, oldest first. */
export const paymentsOf = ({ organization }: Session, { payment_ids }: Invoice): Payment[] =>
  payment_ids.flatMap((id) => organization.payments[id] ?? [])

/** Records money received; it lowers the balance at once and is cleared later. */
export function createPayment(session: Session, invoice: Invoice, body: unknown) {
  const request = checked(session, { invoice, body, freed: new Big(0) })
  const payment: Payment = {
    ...newListed(session),
    invoice_id: invoice.id,
    status: 'UNCLEARED',
    ...request,
  }
  session.organization.payments[payment.id] = payment
  invoice.payment_ids.push(payment.id)
  return announce(session, { invoice, payment })
}

export function updatePayment(
  session: Session,
  { invoice, payment, body }: Named & { body: unknown },
) {
  assertUncleared(payment)
  assertOpen(session, payment.date)
  const freed = new Big(payment.amount.amount)
  Object.assign(payment, checked(session, { invoice, body, freed }))
  touch(session, payment)
  return announce(session, { invoice, payment })
}

/** It just disappears: there is no trace but the invoice's list. */
export function deletePayment(session: Session, { invoice, payment }: Named): undefined {
  assertUncleared(payment)
  assertOpen(session, payment.date)
  delete session.organization.payments[payment.id]
  invoice.payment_ids = invoice.payment_ids.filter((id) => id !== payment.id)
  announce(session, { invoice, payment })
}

/** What a bank reconciliation does: cleared, or bounced. */
export function settlePayment(session: Session, payment: Payment, status: 'SUCCESSFUL' | 'FAILED') {
  if (payment.status !== 'UNCLEARED') {
    throw refused('payment_not_uncleared', `The payment is ${payment.status} already.`)
  }
  payment.status = status
  touch(session, payment)
  return announce(session, { invoice: invoiceOf(session, payment.invoice_id), payment })
}

export function viewPayment(session: Session, payment: Payment) {
  const { id, status, invoice_id, amount, date, account_code, updated_at } = payment
  const shown = money(session, amount.amount, amount.currency)
  return { id, status, invoice_id, amount: shown, date, account_code, updated_at }
}

function named(session: Session, { ids }: Call): Named {
  const invoice = invoiceOf(session, ids['invoice_id'])
  const payment = session.organization.payments[ids['payment_id'] ?? '']
  if (payment?.invoice_id !== invoice.id) throw notFound('The payment')
  return { invoice, payment }
}

function assertUncleared({ status }: Payment): void {
  if (status === 'UNCLEARED') return
  throw refused('payment_not_uncleared', `A ${status} payment cannot be changed or deleted.`)
}

type Check = { invoice: Invoice; body: unknown; freed: Big }

/** `freed`: what the payment covered before, when it is being replaced. */
function checked(session: Session, { invoice, body, freed }: Check) {
  const { world, organization } = session
  const request = parseBody(world, PaymentRequest, body)
  const { amount, currency } = request.amount
  if (new Big(amount).lte(0)) {
    throw invalid({ field: 'amount.amount', message: 'must be greater than 0' })
  }
  const account = organization.accounts.find(({ code }) => code === request.account_code)
  if (!account || account.status === 'INACTIVE' || !isCash(account.subtype)) {
    throw invalid({ field: 'account_code', message: 'must resolve to a cash account' })
  }
  if (currency !== invoice.currency) {
    throw refused('payment_currency_mismatch', `The invoice is in ${invoice.currency}.`)
  }
  assertOpen(session, request.date)
  const due = amountsOf(session, invoice).due.plus(freed)
  if (new Big(amount).gt(due) && world.switches().overpayment === 'refused') {
    throw refused('payment_exceeds_amount_due', `Only ${due.toFixed()} ${currency} are due.`)
  }
  return request
}

function announce(session: Session, { invoice, payment }: Named) {
  const { paymentBumpsInvoice, paymentAlsoFiresUpdated, webhookPaymentForm } =
    session.world.switches()
  if (paymentBumpsInvoice === 'on') touch(session, invoice)
  const view = viewPayment(session, payment)
  const whole = JSON.stringify(viewInvoice(session, invoice))
  const own = JSON.stringify(view)
  switch (webhookPaymentForm) {
    case 'invoice':
      publish(session, { entity: 'INVOICE', event: 'PAYMENT_UPDATED', body: whole })
      break
    case 'payment':
      publish(session, { entity: 'PAYMENT', event: 'UPDATED', body: own })
      break
    case 'invoicePayment':
      publish(session, { entity: 'INVOICE_PAYMENT', event: 'UPDATED', body: own })
      break
  }
  if (paymentAlsoFiresUpdated === 'on') {
    publish(session, { entity: 'INVOICE', event: 'UPDATED', body: whole })
  }
  return view
}
