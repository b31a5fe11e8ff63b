import { dayOf } from '../dates.ts'
import type { CreditNote } from '../model/credit-note.ts'
import { badRequest } from '../refusal.ts'
import { requireMove } from '../rules/invoice-lifecycle.ts'
import { numberOf } from '../rules/numbers.ts'
import type { Session } from '../world.ts'
import { getCreditNote, recalculateCreditNote } from './credit-notes.ts'
import { announceCreditNote } from './events.ts'

/** DRAFT → FINAL: number, issue date and balance are fixed. */
export function finalizeCreditNote(session: Session, id: string): CreditNote {
  const note = getCreditNote(session, id)
  requireMove('finalize', note.status)
  return finalize(session, note)
}

export function sendCreditNote(session: Session, id: string): CreditNote {
  const note = getCreditNote(session, id)
  requireMove('send', note.status)
  return send(session, note)
}

export function finalizeAndSendCreditNote(session: Session, id: string): CreditNote {
  const note = getCreditNote(session, id)
  requireMove('finalize and send', note.status)
  return send(session, finalize(session, note))
}

/** To SENT without mail, event or sync. */
export function markCreditNoteAsSent(session: Session, id: string): CreditNote {
  const note = getCreditNote(session, id)
  requireMove('mark as sent', note.status)
  if (note.status === 'DRAFT') becomeFinal(session, note)
  becomeSent(session, note)
  announceCreditNote(session, note, { verb: 'MARKED_AS_SENT', types: [] })
  return note
}

/** A note that is already applied cannot be voided. */
export function voidCreditNote(session: Session, id: string): CreditNote {
  const note = getCreditNote(session, id)
  requireMove('void', note.status)
  if (note.applications.length > 0) throw badRequest('the credit note is applied to an invoice')
  note.creditNoteNumber ??= numberOf(session.account, 'creditNote')
  note.status = 'VOIDED'
  note.balance = null
  announceCreditNote(session, note, { verb: 'VOIDED', types: ['CREDIT_NOTE_UPDATED'] })
  return note
}

function finalize(session: Session, note: CreditNote): CreditNote {
  becomeFinal(session, note)
  announceCreditNote(session, note, { verb: 'FINALIZED', types: ['CREDIT_NOTE_UPDATED'] })
  return note
}

function send(session: Session, note: CreditNote): CreditNote {
  becomeSent(session, note)
  const types = ['CREDIT_NOTE_ISSUED', 'CREDIT_NOTE_UPDATED'] as const
  announceCreditNote(session, note, { verb: 'SENT', types: [...types] })
  return note
}

function becomeFinal(session: Session, note: CreditNote): void {
  recalculateCreditNote(session, note)
  note.creditNoteNumber ??= numberOf(session.account, 'creditNote')
  note.status = 'FINAL'
  note.issueDate = dayOf(session.now())
  note.balance = note.grossTotal
  note.balanceVersion = 1
}

function becomeSent(session: Session, note: CreditNote): void {
  note.status = 'SENT'
  note.sentOn = dayOf(session.now())
  if (session.switches().issueDateOnSend === 'reset') note.issueDate = note.sentOn
}
