import type { Db } from '../../store/connect.ts'
import { findConnection, settingsOf } from '../../store/connection.ts'
import { findCreditNote } from '../../store/credit-note.ts'
import type { InboxRow } from '../../store/inbox.ts'
import type { SequenceDelivery } from '../gateway/sequence-delivery.ts'
import type { Decision } from './decision.ts'
import { joinCreditNoteHints } from './hints.ts'

const finalized = new Set(['FINAL', 'SENT'])

/** What news of a credit note sets off: nothing while the account leaves them alone. */
export async function decideCreditNote(
  db: Db,
  { accountId }: InboxRow,
  { creditNoteId, status }: SequenceDelivery & { creditNoteId: string },
): Promise<Decision> {
  const known = await findCreditNote(db, { accountId, creditNoteId })
  const { creditNotes } = settingsOf(await findConnection(db, accountId))
  if (creditNotes === 'ignore' && known === undefined) return ignored('credit_notes_off')
  if (known === undefined && status !== null && !finalized.has(status)) {
    return ignored('not_finalized')
  }
  const payload = { count: 1 }
  return {
    status: 'handed_over',
    invoiceId: null,
    runId: creditNoteId,
    hint: {
      signal: 'creditNoteChanged',
      payload,
      joined: (waiting) => joinCreditNoteHints(waiting, payload),
    },
  }
}

const ignored = (outcome: string): Decision => ({ status: 'ignored', outcome, invoiceId: null })
