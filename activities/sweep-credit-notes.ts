import type { CreditNote } from '../clients/sequence/schemas.ts'
import { isSameSetOff } from '../domain/credit-note.ts'
import { dayOf } from '../domain/sweep.ts'
import type { Db } from '../store/connect.ts'
import { findConnection } from '../store/connection.ts'
import {
  announceCreditNotes,
  type HeldCreditNote,
  heldCreditNotes,
  saveFoundNote,
} from '../store/sweep-credit-note.ts'
import { listPages } from './sweep-list.ts'
import type { Page, Work } from './sweep-part.ts'

/** Sequence's credit notes, where the account wants them booked: its list takes no date and tells no version. */
export const sequenceCreditNotes: Page = async (work) =>
  work.settings.creditNotes === 'ignore' ? true : creditNotePages(work)

const creditNotePages = listPages<CreditNote>({
  where: { vendor: 'sequence', operation: 'read', method: 'GET', path: '/credit-notes' },
  list: async ({ deps, ref }, after) => {
    const sequence = await deps.vendors.sequence(ref.accountId)
    return sequence.listCreditNotes({ creditNoteStatus: 'FINAL,SENT,VOIDED', after })
  },
  seenOf: ({ id }) => ({ id, reference: null }),
  take: takeCreditNotes,
})

async function takeCreditNotes(db: Db, work: Work, notes: CreditNote[]) {
  const { ref, spacingMs } = work
  const ids = notes.map(({ id }) => id)
  const held = await heldCreditNotes(db, ref.accountId, ids)
  const isWanted = await wantedBy(db, work)
  const lost = notes.filter((note) => !held.has(note.id) && isLost(note) && isWanted(note))
  const unknown = await unknownOf(db, work, lost)
  const changed = notes.filter((note) => {
    const ours = held.get(note.id)
    return ours !== undefined && differs(note, ours)
  })
  const woken = [...changed, ...unknown.woken]
  await announceCreditNotes(
    db,
    ref,
    woken.map(({ id, invoiceId, status }) => ({ creditNoteId: id, invoiceId, status })),
    spacingMs,
  )
  return { ours: held.size, found: woken.length + unknown.asked }
}

/** Like an unknown invoice it is booked, asked about or left alone, by the setting: it may have been marked as sent. */
async function unknownOf(db: Db, { ref, settings }: Work, lost: CreditNote[]) {
  switch (settings.unknownInvoices) {
    case 'sync':
      return { woken: lost, asked: 0 }
    case 'ignore':
      return { woken: [], asked: 0 }
    case 'ask': {
      const saved = await Promise.all(lost.map((note) => saveFoundNote(db, ref.accountId, note)))
      return { woken: [], asked: saved.filter(Boolean).length }
    }
  }
}

/** Its webhook was lost. One that was voided before the sync saw it is nobody's business. */
const isLost = ({ status }: CreditNote): boolean => status !== 'VOIDED'

/** One that was never read yet is on its way; one that is left out stays so until a person retries it. */
function differs({ status, applications }: CreditNote, held: HeldCreditNote): boolean {
  if (held.sourceStatus === null || held.state === 'excluded') return false
  if (held.sourceStatus !== status) return true
  return (
    held.state === 'synced' &&
    applications.length > 0 &&
    (held.applied === null || !isSameSetOff(held.applied, applications))
  )
}

/**
 * From the start date on. Where none is set, whatever was issued or dated since the account was connected: one
 * that is dated back may have been made today.
 */
async function wantedBy(db: Db, { ref, settings: { startDate } }: Work) {
  const connection = await findConnection(db, ref.accountId)
  const connected = dayOf(connection?.created_at ?? new Date())
  return ({ accountingDate, issueDate }: CreditNote): boolean => {
    if (startDate !== null) return (accountingDate ?? issueDate ?? startDate) >= startDate
    return [accountingDate ?? connected, issueDate ?? connected].some((day) => day >= connected)
  }
}
