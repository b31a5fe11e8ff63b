import type { RilletClient } from '../clients/rillet/client.ts'
import { inDoubt } from '../domain/problems.ts'
import type { Db } from '../store/connect.ts'
import { type CreditNoteRef, findCreditNote } from '../store/credit-note.ts'
import { addEvent } from '../store/event.ts'
import type { Thing } from '../store/intent.ts'
import { customerLink, findLink } from '../store/link.ts'
import type { NoteResolved, ResolveInDoubt } from '../workflows/messages.ts'
import { adoptMemo, type ExpectedMemo, linkMemo } from './adopt-memo.ts'
import { problemOf } from './breakers.ts'
import { lookUpOnce } from './create-once.ts'
import type { Deps } from './deps.ts'
import { findMemo } from './make-credit-memo.ts'
import { onceHere } from './once-here.ts'
import { watchedNote } from './watched-note.ts'

export type ResolveNote = CreditNoteRef & { by: ResolveInDoubt }

export type ResolveNoteActivities = ReturnType<typeof createResolveNoteActivities>

export const createResolveNoteActivities = (deps: Deps) => ({
  /**
   * A person says what became of a credit memo in doubt. One that they name is taken if it fits and is nobody
   * else's. Where they say that there is none, it is looked for once more all the same, when the settling time
   * is over: what is there is adopted; otherwise it may be sent again. Nothing is sent here.
   */
  resolveNote: watchedNote(deps, async (input: ResolveNote): Promise<NoteResolved> => {
    try {
      return await resolve(deps, input)
    } catch (error) {
      const about = { what: 'credit memo', id: input.creditNoteId }
      const problem = await problemOf(deps.db, input.accountId, error, about)
      if (problem === null) throw error
      return { kind: 'refused', problems: [problem] }
    }
  }),
})

async function resolve(deps: Deps, input: ResolveNote): Promise<NoteResolved> {
  const { db, vendors } = deps
  const { accountId, creditNoteId, by } = input
  await addEvent(db, {
    accountId,
    invoiceId: null,
    kind: 'person.resolveInDoubt',
    actor: by.actor,
    reason: by.reason,
    data: {
      kind: 'credit_memo',
      sourceId: creditNoteId,
      found: by.found,
      rilletId: by.found ? by.rilletId : null,
    },
    once: onceHere('resolve'),
  })
  const link = await findLink(db, accountId, 'credit_memo', creditNoteId)
  if (link === undefined || link.rillet_id !== null || link.sent_at === null) {
    return { kind: 'running' }
  }
  const organizationId = link.organization_id
  const thing: Thing = { accountId, kind: 'credit_memo', sourceId: creditNoteId, organizationId }
  const rillet = await vendors.rillet(accountId, organizationId)
  if (by.found) return adopt(deps, rillet, { thing, rilletId: by.rilletId })
  const find = (since: Date | null) => findMemo(rillet, creditNoteId, since)
  const looked = await lookUpOnce({ ...deps, thing, find, isLast: true })
  if (looked.kind === 'found') await linkMemo(db, thing, looked.value, 'adopted')
  return { kind: 'running' }
}

async function adopt(
  { db }: Deps,
  rillet: RilletClient,
  { thing, rilletId }: { thing: Thing; rilletId: string },
): Promise<NoteResolved> {
  const expected = await expectedOf(db, thing)
  const problems =
    expected === null
      ? [inDoubt('its figures in Sequence are not known yet')]
      : await adoptMemo(db, rillet, { thing, rilletId, expected })
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'running' }
}

/** Null until the credit note was read in Sequence. */
async function expectedOf(db: Db, thing: Thing): Promise<ExpectedMemo | null> {
  const { accountId, sourceId, organizationId } = thing
  const row = await findCreditNote(db, { accountId, creditNoteId: sourceId })
  if (!row?.customer_id || row.gross_total === null || row.currency === null) return null
  const customer = await customerLink(db, accountId, organizationId, row.customer_id)
  const total = { amount: row.gross_total, currency: row.currency }
  return { customerId: customer?.rilletId ?? '', total }
}
