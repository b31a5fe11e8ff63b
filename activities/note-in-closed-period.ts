import type { SourceCreditNote } from '../domain/credit-note.ts'
import { isOnlyClosed, leavingOut, leftOutWords } from '../domain/decision/closed-period.ts'
import type { LeavingOut } from '../domain/decision/situation.ts'
import type { IsoDate, Problem, Settings } from '../domain/model.ts'
import type { Db } from '../store/connect.ts'
import { type CreditNoteRef, findCreditNote } from '../store/credit-note.ts'
import { addEvent, isTold } from '../store/event.ts'
import type { Thing } from '../store/intent.ts'
import { saveBookedOn } from '../store/link.ts'
import type { LinkRow } from '../store/schema.ts'
import { type Books, closedUntil, dayAfter, isClosed } from './books.ts'
import type { NoteStand } from './credit-note-rest.ts'
import type { Deps } from './deps.ts'

/**
 * The day of its memo: the note's own, or the open one that was chosen for it. What was sent, or is there, keeps its
 * day, whatever Sequence says since.
 */
export function noteDay(
  own: IsoDate,
  link: Pick<LinkRow, 'booked_for' | 'booked_on' | 'sent_at' | 'rillet_id'> | undefined,
): IsoDate {
  if (link === undefined || link.booked_on === null) return own
  const isKept = link.booked_for === own || (link.sent_at ?? link.rillet_id) !== null
  return isKept ? link.booked_on : own
}

type LeftOut = Extract<NoteStand, { kind: 'excluded' }>

export type Refused = {
  thing: Thing
  note: SourceCreditNote
  settings: Settings
  /** Its own day, and the one that it was sent for. */
  own: IsoDate
  date: IsoDate
  problems: Problem[]
  /** A person asked for it: it is not left out. */
  wanted: boolean
}

/**
 * What the account's rule makes of a memo that Rillet refused, so that it is not there: `dated` on another day from
 * now on, left out, or null where it waits. No button asks a person about a credit note: under `ask` it waits too.
 */
export async function ruleOnClosed(
  deps: Deps,
  books: Books,
  refused: Refused,
): Promise<{ kind: 'dated' } | LeftOut | null> {
  const { settings, problems, wanted } = refused
  if (!isOnlyClosed(problems)) return null
  if (settings.closedPeriodPolicy === 'dateOnOpenDay') return redate(deps, books, refused)
  const rule = leavingOut(settings)
  return rule === null || wanted ? null : leaveOut(deps, refused, rule)
}

async function redate(
  deps: Deps,
  books: Books,
  { thing, note, own, date }: Refused,
): Promise<{ kind: 'dated' } | null> {
  // Read when Rillet refused it, just now.
  const endsOn = await closedUntil(deps, books, { fresh: false })
  if (endsOn === null || !isClosed(date, endsOn)) return null
  const bookedOn = isClosed(own, endsOn) ? { for: own, on: dayAfter(endsOn) } : null
  await deps.db.transaction().execute(async (trx) => {
    await saveBookedOn(trx, thing, bookedOn)
    await addEvent(trx, {
      accountId: thing.accountId,
      invoiceId: note.invoiceId,
      kind: 'credit_note.dated',
      actor: 'sync',
      data: {
        creditNoteId: note.id,
        accountingDate: own,
        bookedOn: bookedOn?.on ?? own,
        closedUntil: endsOn,
        why: `the books are closed for ${date}, and the settings say so`,
      },
    })
  })
  return { kind: 'dated' }
}

async function leaveOut(
  { db }: Deps,
  { thing: { accountId }, note, date }: Refused,
  rule: LeavingOut,
): Promise<LeftOut> {
  const why = leftOutWords(rule, date)
  await addEvent(db, {
    accountId,
    invoiceId: note.invoiceId,
    kind: 'credit_note.left_out',
    actor: 'sync',
    reason: why,
    data: { creditNoteId: note.id, rule, date },
    once: onceOut(note.id),
  })
  return { kind: 'excluded', note: why }
}

const onceOut = (creditNoteId: string) => `${creditNoteId}/left out`

/** The account's rule left it out and nobody has asked for it since: open books book nothing, as with invoices. */
export async function leftOutBefore(db: Db, ref: CreditNoteRef): Promise<LeftOut | null> {
  const row = await findCreditNote(db, ref)
  if (row?.state !== 'excluded' || row.note === null) return null
  const isByRule = await isTold(db, ref.accountId, onceOut(ref.creditNoteId))
  return isByRule ? { kind: 'excluded', note: row.note } : null
}
