import { creditOf } from '../domain/credit.ts'
import type { InvoiceRef, Problem } from '../domain/model.ts'
import { findConnection } from '../store/connection.ts'
import type { Thing } from '../store/intent.ts'
import { customerLink } from '../store/link.ts'
import type { LinkRow } from '../store/schema.ts'
import { loadSnapshot } from '../store/snapshot.ts'
import type { ResolveInDoubt } from '../workflows/messages.ts'
import { adoptMemo, type ExpectedMemo, linkMemo } from './adopt-memo.ts'
import { begunMemo } from './begun-memo.ts'
import { problemOf } from './breakers.ts'
import { lookUpOnce } from './create-once.ts'
import type { Deps } from './deps.ts'
import { heldElsewhere } from './linked-invoice.ts'
import { findMemo } from './make-credit-memo.ts'
import { keepSentence } from './sentence.ts'
import { watched } from './watched.ts'

export type LookUpMemo = InvoiceRef & {
  /** As `creditInvoice` was told; null where all of it is credited. */
  from: string | null
  /** What a person says became of it. */
  resolve?: ResolveInDoubt
}

export type MemoLookedUp =
  /** It is there, and linked; not read line by line, nor set off. */
  | { kind: 'found'; rilletId: string }
  /** It may be sent again. */
  | { kind: 'absent' }
  /** Look again after this. `problems` say why what a person named cannot be it. */
  | { kind: 'later'; afterMs: number; problems: Problem[] }
  | { kind: 'blocked'; problems: Problem[] }

export type LookUpMemoActivities = ReturnType<typeof createLookUpMemoActivities>

export const createLookUpMemoActivities = (deps: Deps) => ({
  /**
   * Looks for the credit memo of an invoice that an attempt may have made. What is there is linked, one that a person
   * names if it fits and is nobody else's. Nothing is sent here, and the invoice itself need not be in Rillet any more.
   */
  lookUpMemo: watched(deps, async (input: LookUpMemo): Promise<MemoLookedUp> => {
    const { db } = deps
    const begun = await begunMemo(db, input, input.from)
    if (begun === null) return { kind: 'absent' }
    if (begun.rillet_id !== null) return { kind: 'found', rilletId: begun.rillet_id }
    const connection = await findConnection(db, input.accountId)
    const elsewhere = heldElsewhere(begun, connection?.organization_id ?? null)
    if (elsewhere !== null) return { kind: 'blocked', problems: [elsewhere] }
    try {
      return await look(deps, input, begun)
    } catch (error) {
      const problem = await problemOf(db, input.accountId, error, {})
      if (problem === null) throw error
      return { kind: 'blocked', problems: [await keepSentence(db, input, problem)] }
    }
  }),
})

async function look(deps: Deps, input: LookUpMemo, begun: LinkRow): Promise<MemoLookedUp> {
  const { db, timing } = deps
  const { accountId, resolve } = input
  const { source_id: sourceId, organization_id: organizationId } = begun
  const thing: Thing = { accountId, kind: 'credit_memo', sourceId, organizationId }
  const rillet = await deps.vendors.rillet(accountId, organizationId)
  if (resolve?.found === true) {
    const { rilletId } = resolve
    const expected = await expectedOf(deps, input, begun)
    const problems = await adoptMemo(db, rillet, { thing, rilletId, expected })
    if (problems.length > 0) return { kind: 'later', afterMs: timing.settlingMs, problems }
    return { kind: 'found', rilletId }
  }
  const find = (since: Date | null) => findMemo(rillet, sourceId, since)
  const looked = await lookUpOnce({ ...deps, thing, find, isLast: resolve?.found === false })
  switch (looked.kind) {
    case 'found':
      await linkMemo(db, thing, looked.value, 'adopted')
      return { kind: 'found', rilletId: looked.value.id }
    case 'exists':
      return { kind: 'found', rilletId: looked.rilletId }
    case 'later':
      return { ...looked, problems: [] }
    case 'absent':
      return looked
  }
}

/** By what was sent: for whom, and over how much. */
async function expectedOf(
  { db }: Deps,
  { accountId, from }: LookUpMemo,
  { organization_id: organizationId, sent_snapshot_hash: sent }: LinkRow,
): Promise<ExpectedMemo> {
  if (sent === null) throw new Error('a credit memo was sent of which no source is kept')
  const booked = await loadSnapshot(db, accountId, from ?? sent)
  const left = from === null ? null : await loadSnapshot(db, accountId, sent)
  const credit = creditOf(booked, left, { id: '', date: '', url: '' })
  const customer = await customerLink(db, accountId, organizationId, booked.customerId)
  const { currency } = booked
  return {
    customerId: customer?.rilletId ?? '',
    total: { amount: credit?.grossTotal ?? '0', currency },
  }
}
