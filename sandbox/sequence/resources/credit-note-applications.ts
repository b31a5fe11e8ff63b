import Big from 'big.js'
import type { CreditNote } from '../model/credit-note.ts'
import type { Invoice } from '../model/invoice.ts'
import { badRequest, Refusal } from '../refusal.ts'
import { touch } from '../rules/invoice-dates.ts'
import { moveBalance } from '../rules/ledger.ts'
import { fits, money } from '../rules/money.ts'
import { parse } from '../wire/parse.ts'
import { jsonNumber } from '../wire/shape.ts'
import type { Session } from '../world.ts'
import { ApplyCreditNote } from './credit-note-schema.ts'
import { getCreditNote } from './credit-notes.ts'
import { announceCreditNote, announceInvoice } from './events.ts'
import { getInvoice } from './invoices.ts'

/** Moves credit onto an invoice, if neither balance has moved since the caller read it. */
export function applyCreditNote(session: Session, body: unknown) {
  const asked = parse(session, ApplyCreditNote, body)
  const note = getCreditNote(session, asked.creditNoteId)
  const invoice = getInvoice(session, asked.invoiceId)
  const amount = new Big(String(asked.amount))
  requireApplicable({ note, invoice, amount, currency: asked.currency })
  if (
    asked.creditNoteBalanceVersion !== note.balanceVersion ||
    asked.invoiceBalanceVersion !== invoice.balanceVersion
  ) {
    throw conflict(note, invoice)
  }
  requireCovered({ note, invoice, amount, currency: asked.currency })

  const appliedAt = session.now().toISOString()
  const moved = money(amount, asked.currency)
  note.applications.push({ invoiceId: invoice.id, amount: moved, appliedAt })
  if (!invoice.creditNoteIds.includes(note.id)) invoice.creditNoteIds.push(note.id)
  moveBalance(note, `-${moved}`)
  moveBalance(invoice, `-${moved}`)
  touch(session, invoice)
  announceCreditNote(session, note, { verb: 'APPLIED', types: ['CREDIT_NOTE_UPDATED'] })
  announceInvoice(session, invoice, { verb: 'CREDITED', types: ['INVOICE_UPDATED'] })
  return {
    ledgerTransactionId: session.newId(),
    creditNoteId: note.id,
    invoiceId: invoice.id,
    amount: jsonNumber(moved),
    currency: asked.currency,
    appliedAt,
    invoiceBalance: viewBalance(invoice),
    creditNoteBalance: viewBalance(note),
  }
}

type Applied = { note: CreditNote; invoice: Invoice; amount: Big; currency: string }

function requireApplicable({ note, invoice, amount, currency }: Applied): void {
  if (note.currency !== currency || invoice.currency !== currency) {
    throw badRequest('credit note, invoice and application differ in currency', 'currency')
  }
  if (note.customerId !== invoice.customerId) throw badRequest('customers differ')
  if (note.balance === null) throw badRequest('the credit note is not finalised', 'creditNoteId')
  if (invoice.balance === null) throw badRequest('the invoice has no balance', 'invoiceId')
  if (!fits(String(amount), currency)) throw badRequest('amount has too many decimals', 'amount')
}

function requireCovered({ note, invoice, amount }: Applied): void {
  if (amount.gt(note.balance ?? '0')) throw badRequest('more than the credit note holds', 'amount')
  if (amount.gt(invoice.balance ?? '0')) throw badRequest('more than the invoice owes', 'amount')
}

function conflict(note: CreditNote, invoice: Invoice): Refusal {
  const message = 'a balance has changed in the meantime'
  return new Refusal(409, 'versionConflict', message, [], {
    message,
    currentInvoiceBalance: viewBalance(invoice),
    currentCreditNoteBalance: viewBalance(note),
  })
}

const viewBalance = ({ balance, currency, balanceVersion }: CreditNote | Invoice) => ({
  value: jsonNumber(balance ?? '0'),
  currency,
  version: balanceVersion,
})
