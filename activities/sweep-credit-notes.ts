import type { CreditNote } from '../clients/sequence/schemas.ts'
import { dayOf } from '../domain/sweep.ts'
import type { Db } from '../store/connect.ts'
import { findConnection } from '../store/connection.ts'
import {
  announceCreditNotes,
  type HeldCreditNote,
  heldCreditNotes,
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
  const since = await wantedFrom(db, work)
  const found = notes.filter((note) => {
    const ours = held.get(note.id)
    return ours === undefined ? isLost(note, since) : differs(note, ours)
  })
  await announceCreditNotes(
    db,
    ref,
    found.map(({ id, invoiceId, status }) => ({ creditNoteId: id, invoiceId, status })),
    spacingMs,
  )
  return { ours: held.size, found: found.length }
}

/** Its webhook was lost. One that was voided before the sync saw it is nobody's business. */
const isLost = ({ status, accountingDate, issueDate }: CreditNote, since: string): boolean =>
  status !== 'VOIDED' && (accountingDate ?? issueDate ?? since) >= since

/** One that was never read yet is on its way. */
function differs({ status, applications }: CreditNote, held: HeldCreditNote): boolean {
  if (held.sourceStatus === null) return false
  if (held.sourceStatus !== status) return true
  return (
    held.state === 'synced' &&
    applications.length > 0 &&
    JSON.stringify(applications) !== JSON.stringify(held.applied)
  )
}

/** From the start date on or, where none is set, from the day the account was connected. */
async function wantedFrom(db: Db, { ref, settings }: Work): Promise<string> {
  if (settings.startDate !== null) return settings.startDate
  const connection = await findConnection(db, ref.accountId)
  return dayOf(connection?.created_at ?? new Date())
}
