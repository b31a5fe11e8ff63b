import { NotFoundError } from '../clients/errors.ts'
import type { RilletClient } from '../clients/rillet/client.ts'
import type { CreditMemo } from '../clients/rillet/schemas.ts'
import { verifyAdoptedMemo } from '../domain/credit-memo.ts'
import type { Problem } from '../domain/model.ts'
import { inDoubt, rilletAnswerDiffers } from '../domain/problems.ts'
import { type CreditNoteRef, findCreditNote } from '../store/credit-note.ts'
import { addEvent } from '../store/event.ts'
import type { Thing } from '../store/intent.ts'
import { completeLink, customerLink, findLink, ownerOf } from '../store/link.ts'
import type { NoteResolved, ResolveInDoubt } from '../workflows/messages.ts'
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
  if (looked.kind === 'found') await linkMemo(deps, thing, looked.value, 'adopted')
  return { kind: 'running' }
}

async function adopt(
  deps: Deps,
  rillet: RilletClient,
  { thing, rilletId }: { thing: Thing; rilletId: string },
): Promise<NoteResolved> {
  const memo = await orNull(rillet.getCreditMemo(rilletId))
  const problems =
    memo === null
      ? [inDoubt('Rillet has no credit memo with that id')]
      : await misfits(deps, thing, memo)
  if (memo === null || problems.length > 0) return { kind: 'refused', problems }
  await linkMemo(deps, thing, memo, 'person')
  return { kind: 'running' }
}

/** Why it cannot be the one: another's, another customer, another sum. */
async function misfits({ db }: Deps, thing: Thing, memo: CreditMemo): Promise<Problem[]> {
  const { accountId, sourceId, organizationId } = thing
  const owner = await ownerOf(db, thing, memo.id)
  if (owner !== null && owner !== sourceId) {
    return [rilletAnswerDiffers('reference to Sequence', sourceId, 'another credit note')]
  }
  const row = await findCreditNote(db, { accountId, creditNoteId: sourceId })
  if (!row?.customer_id || row.gross_total === null || row.currency === null) {
    return [inDoubt('its figures in Sequence are not known yet')]
  }
  const customer = await customerLink(db, accountId, organizationId, row.customer_id)
  const total = { amount: row.gross_total, currency: row.currency }
  return verifyAdoptedMemo({ customerId: customer?.rilletId ?? '', total, sourceId }, memo)
}

/** Its lines and numbers are compared by the run, which reads it again. */
async function linkMemo(
  { db }: Deps,
  thing: Thing,
  memo: CreditMemo,
  origin: 'adopted' | 'person',
): Promise<void> {
  await completeLink(db, thing, {
    rilletId: memo.id,
    origin,
    remoteVersion: new Date(memo.updated_at),
    remoteState: null,
    verified: false,
  })
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof NotFoundError) return null
    throw error
  }
}
