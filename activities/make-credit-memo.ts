import { NotFoundError } from '../clients/errors.ts'
import type { RilletClient } from '../clients/rillet/client.ts'
import type { CreditMemo } from '../clients/rillet/schemas.ts'
import { verifyAdoptedMemo, verifyCreditMemo } from '../domain/credit-memo.ts'
import type { Problem } from '../domain/model.ts'
import { creditMemoRemoved } from '../domain/problems.ts'
import { referencedId } from '../domain/references.ts'
import type { About } from '../domain/refusals.ts'
import type { CreditMemoRequest, RilletMoney } from '../domain/wire.ts'
import { closeBreakers } from '../store/breaker.ts'
import { wakePeriod } from '../store/closed-period.ts'
import { forgetApplied } from '../store/credit-note.ts'
import { nextGeneration, type Thing } from '../store/intent.ts'
import { completeLink, dropLink, findLink } from '../store/link.ts'
import { closedOr } from './books.ts'
import { refusalProblem } from './breakers.ts'
import { createOnce, lookUpOnce } from './create-once.ts'
import type { Deps } from './deps.ts'
import { scheduledAt } from './scheduled-at.ts'

/** What is to be in Rillet once, and what its answer must say. */
export type WantedMemo = {
  thing: Thing
  draft: CreditMemoRequest
  total: RilletMoney
  about: About
  /** Of the source that the draft was made from. */
  snapshotHash: string
}

export type MadeMemo =
  /** `problems` when Rillet's credit memo does not say what was sent: it is there, but not trusted. */
  | { kind: 'done'; memo: CreditMemo; origin: 'created' | 'adopted' | null; problems: Problem[] }
  | { kind: 'blocked'; problems: Problem[] }
  /** It may be there: ask again after this, then it is looked for. */
  | { kind: 'in_doubt'; afterMs: number }

/**
 * The credit memo is in Rillet, once: found if an earlier attempt may have made it, else created;
 * verified and linked. May be called as often as one likes; what is worth another try is thrown.
 */
export async function makeCreditMemo(
  deps: Deps,
  rillet: RilletClient,
  wanted: WantedMemo,
): Promise<MadeMemo> {
  const { thing } = wanted
  const find = (since: Date | null) => findMemo(rillet, thing.sourceId, since)
  const looked = await lookUpOnce({ ...deps, thing, find })
  switch (looked.kind) {
    case 'found':
      return link(deps, wanted, looked.value, 'adopted')
    case 'exists':
      return readMemo(deps, rillet, wanted, looked.rilletId)
    case 'later':
      return { kind: 'in_doubt', afterMs: looked.afterMs }
    case 'absent':
      return create(deps, rillet, wanted)
  }
}

async function create(deps: Deps, rillet: RilletClient, wanted: WantedMemo): Promise<MadeMemo> {
  const { db, timing } = deps
  const { thing, draft, snapshotHash, about } = wanted
  const again = await findAfterRemoval(deps, rillet, thing)
  if (again !== null) return link(deps, wanted, again, 'adopted')
  const attempt = await createOnce({
    db,
    timing,
    thing,
    scheduledAt: scheduledAt(),
    sent: { snapshotHash },
    send: (key, beforeSend) => rillet.createCreditMemo(draft, key, { beforeSend }),
  })
  switch (attempt.kind) {
    case 'done':
      return link(deps, wanted, attempt.value, 'created')
    case 'exists':
      return readMemo(deps, rillet, wanted, attempt.rilletId)
    case 'in_doubt':
      return { kind: 'in_doubt', afterMs: timing.settlingMs }
    case 'rejected': {
      const { accountId, organizationId } = thing
      const said = await refusalProblem(db, accountId, attempt.error, about)
      const books = { accountId, organizationId, rillet }
      const dates = [draft.credit_memo_date]
      const problem = await closedOr(deps, books, { problem: said, dates })
      await nextGeneration(db, thing, { ...attempt, problem })
      return { kind: 'blocked', problems: [problem] }
    }
  }
}

/** The live credit memo that refers to this source; `since` null looks at all of them. */
export async function findMemo(
  rillet: RilletClient,
  sourceId: string,
  since: Date | null,
): Promise<CreditMemo | null> {
  const updatedAfter =
    since === null ? undefined : new Date(since.getTime() - clockMarginMs).toISOString()
  for await (const memo of rillet.allCreditMemos({ updatedAfter })) {
    if (referencedId(memo.external_references) === sourceId) return memo
  }
  return null
}

/** Rillet's clock may differ from ours. */
const clockMarginMs = 24 * 3_600_000

/** What counts as deleted is looked for once more before it is made again. */
async function findAfterRemoval(
  { db }: Deps,
  rillet: RilletClient,
  { accountId, kind, sourceId }: Thing,
): Promise<CreditMemo | null> {
  const row = await findLink(db, accountId, kind, sourceId)
  const isRemoved = row !== undefined && row.removed_at !== null && row.sent_at === null
  return isRemoved ? findMemo(rillet, sourceId, null) : null
}

/** Deleted in Rillet: nothing is made again by itself. Only Rillet's own word counts, not a proxy's page. */
async function readMemo(
  { db }: Deps,
  rillet: RilletClient,
  { thing, draft, total }: WantedMemo,
  id: string,
): Promise<MadeMemo> {
  try {
    const memo = await rillet.getCreditMemo(id)
    const linked = await findLink(db, thing.accountId, thing.kind, thing.sourceId)
    const expected = { customerId: draft.customer_id, total, sourceId: thing.sourceId }
    // One that a person named may be typed by hand: its lines are its own.
    const problems =
      linked?.origin === 'person'
        ? verifyAdoptedMemo(expected, memo)
        : verifyCreditMemo(draft, total, memo)
    return { kind: 'done', memo, origin: null, problems }
  } catch (error) {
    if (!(error instanceof NotFoundError) || typeof error.problem?.type !== 'string') throw error
    const note = { accountId: thing.accountId, creditNoteId: thing.sourceId }
    await db.transaction().execute(async (trx) => {
      // What was set off is undone with it: the next one is to be set off anew.
      if (await dropLink(trx, thing, id)) await forgetApplied(trx, note)
    })
    return { kind: 'blocked', problems: [creditMemoRemoved()] }
  }
}

async function link(
  { db }: Deps,
  { thing, draft, total }: WantedMemo,
  memo: CreditMemo,
  origin: 'created' | 'adopted',
): Promise<MadeMemo> {
  const problems = verifyCreditMemo(draft, total, memo)
  await db.transaction().execute(async (trx) => {
    const linked = await completeLink(trx, thing, {
      rilletId: memo.id,
      origin,
      remoteVersion: new Date(memo.updated_at),
      remoteState: null,
      verified: problems.length === 0,
    })
    if (!linked) throw new Error('another credit memo is linked by now')
    await closeBreakers(trx, thing.accountId, ['setup', 'rillet_key'])
    await wakePeriod(trx, thing.accountId, draft.credit_memo_date)
  })
  return { kind: 'done', memo, origin, problems }
}
