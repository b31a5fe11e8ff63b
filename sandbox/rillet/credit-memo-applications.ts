import { Big } from 'big.js'
import { sum } from '../kit/money.ts'
import { assertOpen } from './books.ts'
import { ApplyCreditMemo } from './credit-memo-schemas.ts'
import { creditAmounts, viewCreditMemo } from './credit-memo-view.ts'
import { amountsOf } from './invoice-amounts.ts'
import { announceUpdate } from './invoice-update.ts'
import type { Application, CreditMemo, Session } from './model.ts'
import { parseBody } from './parse.ts'
import { invalid, refused, relatedMissing } from './refusal.ts'
import { touch } from './session.ts'
import { publish } from './webhooks.ts'

/** Replaces the whole set of applications. */
export function applyCreditMemo(session: Session, memo: CreditMemo, body: unknown) {
  const { applications } = parseBody(session.world, ApplyCreditMemo, body)
  const before = memo.applications
  assertOpen(session, ...before.map((one) => one.application_date))
  assertOpen(session, ...applications.map((one) => one.application_date))
  if (memo.refunded) throw refused('credit_memo_refunded', 'The credit memo was refunded.')
  const made = applications.map((one) => ({ ...one, id: session.world.newId() }))
  memo.applications = []
  try {
    check(session, memo, made)
  } catch (error) {
    memo.applications = before
    throw error
  }
  return settle(session, memo, made, before)
}

/** Removes every application. */
export function unapplyCreditMemo(session: Session, memo: CreditMemo): undefined {
  assertOpen(session, ...memo.applications.map((one) => one.application_date))
  settle(session, memo, [], memo.applications)
}

/** Tells the webhooks about the memo and about every invoice that gained or lost a credit. */
function settle(session: Session, memo: CreditMemo, after: Application[], before: Application[]) {
  memo.applications = after
  touch(session, memo)
  for (const id of new Set([...before, ...after].map(({ invoice_id }) => invoice_id))) {
    const invoice = session.organization.invoices[id]
    if (invoice) announceUpdate(session, invoice)
  }
  const view = viewCreditMemo(session, memo)
  publish(session, { entity: 'CREDIT_MEMO', event: 'UPDATED', body: JSON.stringify(view) })
  return view
}

/** Against the memo and its invoices as they stand without the old applications. */
function check(session: Session, memo: CreditMemo, applications: Application[]): void {
  for (const { invoice_id, amount } of applications) {
    const invoice = session.organization.invoices[invoice_id]
    if (invoice === undefined) throw relatedMissing('invoice', invoice_id)
    if (invoice.customer_id !== memo.customer_id) {
      throw refused('customer_mismatch', 'Credit memo and invoice belong to different customers.')
    }
    if (amount.currency !== memo.currency || invoice.currency !== memo.currency) {
      throw refused('currency_mismatch', `The credit memo is in ${memo.currency}.`)
    }
    if (new Big(amount.amount).lte(0)) {
      throw invalid({ field: 'applications', message: 'amounts must be greater than 0' })
    }
    const toThis = applications.filter((one) => one.invoice_id === invoice_id)
    if (sumOf(toThis).gt(amountsOf(session, invoice).due)) {
      throw refused('application_exceeds_amount_due', `Invoice ${invoice_id} has less due.`)
    }
  }
  if (sumOf(applications).lte(creditAmounts(memo).total)) return
  throw refused('application_exceeds_credit', 'The applications exceed the credit memo.')
}

const sumOf = (applications: Application[]) =>
  sum(applications.map(({ amount }) => new Big(amount.amount)))
