import { RefusedError } from '../clients/errors.ts'
import type { RilletClient } from '../clients/rillet/client.ts'
import type { CreditMemo } from '../clients/rillet/schemas.ts'
import {
  type Application,
  type Applied,
  isSameSetOff,
  remarkOn,
  type SourceCreditNote,
} from '../domain/credit-note.ts'
import { causes } from '../domain/ids.ts'
import type { Decimal, IsoDate, Problem } from '../domain/model.ts'
import { compare, equal, smallest, sum } from '../domain/money.ts'
import { wakePeriod } from '../store/closed-period.ts'
import type { Db } from '../store/connect.ts'
import { type CreditNoteRef, findCreditNote, saveApplied } from '../store/credit-note.ts'
import { addEvent } from '../store/event.ts'
import { findLink } from '../store/link.ts'
import { wakeRemote } from '../store/wake-remote.ts'
import {
  type Application as ApplicationInRillet,
  appliedTo,
  planSetOff,
  replaceSetOff,
} from './apply-credit-memo.ts'
import { closedOr } from './books.ts'
import { refusalProblem } from './breakers.ts'
import { differencesOf, differing, isInRillet, type SetOff } from './credit-note-differences.ts'
import type { NoteStand } from './credit-note-rest.ts'
import type { Deps } from './deps.ts'

export type Noted = {
  ref: CreditNoteRef
  organizationId: string
  note: SourceCreditNote
  date: IsoDate
  memo: CreditMemo
  invoices: (Application & { rilletId: string | null })[]
}

/**
 * Sets the memo off against the invoices that the note names, and no longer against those it named before. What
 * Sequence has not changed since it was last done is left to Rillet's users, unless an invoice is another one in
 * Rillet by now.
 */
export async function applyNote(
  deps: Deps,
  rillet: RilletClient,
  noted: Noted,
): Promise<NoteStand> {
  const { db } = deps
  const { ref, note, date, memo, invoices } = noted
  const { currency } = note
  const wanted = invoices.map(({ invoiceId, amount, rilletId }) => ({
    invoiceId,
    amount,
    rilletId,
  }))
  const row = await findCreditNote(db, ref)
  const before = await withRilletIds(db, ref.accountId, row?.applied ?? [])
  const total = row?.applied_total ?? '0'
  if (row?.applied && isSameSetOff(row.applied, wanted)) {
    const left = memo.remaining_amount.amount
    return { kind: 'synced', rilletId: memo.id, note: remarkOn({ wanted, total, left, currency }) }
  }
  const set = await planSetOff(rillet, memo, {
    wanted: wanted.filter(isInRillet).map(({ rilletId, amount }) => ({
      invoiceId: rilletId,
      amount,
      date,
    })),
    before: before.filter(isInRillet).map(({ rilletId }) => rilletId),
  })
  if (set === null) return rest(db, noted, { before, wanted, after: memo, dates: [] })
  await remember(db, ref, { before, wanted, total })
  try {
    const after = await replaceSetOff(rillet, memo, set)
    const dates = set.map(({ application_date }) => application_date)
    return await rest(db, noted, { before, wanted, after, dates })
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    const why = await refusal(deps, rillet, noted, { error, set })
    const { blockedOn } = why
    const others = differencesOf({ before, wanted, memo }).map((one) =>
      differing(one, { currency, blockedOn }),
    )
    return { kind: 'blocked', problems: [why, ...others] }
  }
}

/** What was written down before the sync kept Rillet's ids went to what is linked. */
async function withRilletIds(db: Db, accountId: string, before: Applied[]): Promise<Applied[]> {
  return Promise.all(
    before.map(async (one) => {
      if (one.rilletId !== undefined) return one
      const link = await findLink(db, accountId, 'invoice', one.invoiceId)
      return { ...one, rilletId: link?.rillet_id ?? null }
    }),
  )
}

type Remembered = { before: Applied[]; wanted: Applied[]; total: Decimal }

/**
 * Before it is sent: which invoices it may be set off against from now on, and whose amount may be another one, with
 * an amount that no wish has. A try that dies, and another wish after it, even the old one, then find them to be ours.
 */
async function remember(
  db: Db,
  ref: CreditNoteRef,
  { before, wanted, total }: Remembered,
): Promise<void> {
  const stays = (one: Applied) =>
    wanted.some(({ rilletId, amount }) => rilletId === one.rilletId && equal(amount, one.amount))
  const isKnown = ({ rilletId }: Applied) => before.some((one) => one.rilletId === rilletId)
  const more = wanted.filter(isInRillet).filter((one) => !isKnown(one))
  const marked = [...before.filter((one) => !stays(one)), ...more]
  if (marked.length === 0) return
  const unsure = marked.map((one) => ({ ...one, amount: '0' }))
  await saveApplied(db, ref, { wanted: [...before.filter(stays), ...unsure], total })
}

type Refusal = { error: RefusedError; set: ApplicationInRillet[] }

/** Why Rillet did not take the set: any day in it, or in the one that it replaces, may be closed. */
async function refusal(
  deps: Deps,
  rillet: RilletClient,
  { ref: { accountId }, organizationId, note, date, memo }: Noted,
  { error, set }: Refusal,
): Promise<Problem> {
  const { customerId, currency } = note
  const about = { accountingDate: date, customerId, currency }
  const problem = await refusalProblem(deps.db, accountId, error, about)
  const dates = [...memo.applications, ...set].map(({ application_date }) => application_date)
  return closedOr(deps, { accountId, organizationId, rillet }, { problem, dates })
}

type Done = {
  before: Applied[]
  wanted: Applied[]
  after: CreditMemo
  /** Of the applications that were written just now. */
  dates: IsoDate[]
}

/** Writes down what is set off, unless Rillet's own answer has more against an invoice than is wanted. */
async function rest(
  db: Db,
  { ref, note }: Noted,
  { before, wanted, after, dates }: Done,
): Promise<NoteStand> {
  const { currency } = note
  const tooMuch = differencesOf({ before, wanted, memo: after }).filter(
    (one) => compare(one.applied, one.wanted) > 0,
  )
  if (tooMuch.length > 0) {
    const about = { currency, blockedOn: causes.rillet }
    return { kind: 'blocked', problems: tooMuch.map((one) => differing(one, about)) }
  }
  const total = sum(
    wanted
      .filter(isInRillet)
      .map(({ rilletId, amount }) => smallest([appliedTo(after, rilletId), amount])),
  )
  await record(db, ref, { note, before, wanted, memo: after, total, dates })
  const left = after.remaining_amount.amount
  return { kind: 'synced', rilletId: after.id, note: remarkOn({ wanted, total, left, currency }) }
}

type Recorded = SetOff & { note: SourceCreditNote; total: Decimal; dates: IsoDate[] }

async function record(
  db: Db,
  ref: CreditNoteRef,
  { note, before, wanted, memo, total, dates }: Recorded,
): Promise<void> {
  const { accountId } = ref
  const invoiceIds = new Set([...before, ...wanted].map(({ invoiceId }) => invoiceId))
  await db.transaction().execute(async (trx) => {
    await saveApplied(trx, ref, { wanted, total })
    await addEvent(trx, {
      accountId,
      invoiceId: note.invoiceId,
      kind: 'credit_note.booked',
      actor: 'sync',
      data: {
        creditNoteId: note.id,
        creditMemoId: memo.id,
        total: note.grossTotal,
        applied: total,
        currency: note.currency,
      },
      once: `${note.id}/booked/${memo.id}/${memo.updated_at}/${JSON.stringify(wanted)}`,
    })
    for (const invoiceId of invoiceIds) await wakeRemote(trx, { accountId, invoiceId })
    for (const date of new Set(dates)) await wakePeriod(trx, accountId, date)
  })
}
