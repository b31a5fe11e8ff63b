import { heartbeat, log } from '@temporalio/activity'
import type { RilletClient } from '../clients/rillet/client.ts'
import { absentInRillet, type Referred, strangeReferences } from '../store/sweep-absent.ts'
import { announce, type Found } from '../store/sweep-announce.ts'
import { closeFindings, type Finding, saveFindings } from '../store/sweep-finding.ts'
import { findProgress, saveProgress } from '../store/sweep-progress.ts'
import { countSweep } from '../store/sweep-run.ts'
import type { RemoteHint } from '../workflows/messages.ts'
import { isGone } from './gone.ts'
import type { Page, Work } from './sweep-part.ts'
import { placeOf } from './sweep-rillet.ts'

/**
 * What we hold as live and the whole list did not show is read, one by one: only what Rillet itself says
 * not to have is woken, as deleted. One invoice a page: it costs a call.
 */
export const rilletAbsences: Page = async (work) => {
  const { deps, ref, run, spacingMs } = work
  const at = await findProgress(deps.db, ref, null)
  if (at.isDone) return true
  const [absent] = await absentInRillet(deps.db, {
    ...ref,
    ...placeOf(work),
    startedAt: run.started_at,
    after: at.cursor ?? '',
    limit: 1,
  })
  if (absent === undefined) {
    await saveProgress(deps.db, ref, { ...at, isDone: true })
    return true
  }
  const rillet = await deps.vendors.rillet(ref.accountId, placeOf(work).organizationId)
  const isThere = await exists(rillet, absent.rilletId)
  await deps.db.transaction().execute(async (trx) => {
    const gone = isThere ? [] : [deleted(absent)]
    const found = await announce(trx, ref, gone, spacingMs)
    await countSweep(trx, ref, { calls: 1, lookedAt: 1, ours: 1, found })
    await saveProgress(trx, ref, { ...at, cursor: absent.invoiceId, pages: at.pages + 1 })
  })
  return false
}

function deleted({ invoiceId, rilletId }: { invoiceId: string; rilletId: string }): Found {
  const payload: RemoteHint = {
    kinds: ['deleted'],
    version: null,
    status: null,
    amountDue: null,
    count: 1,
  }
  const wake = { signal: 'remoteChanged', payload } as const
  return { invoiceId, rilletId, what: 'deleted', fingerprint: `deleted/${rilletId}`, wake }
}

async function exists(rillet: RilletClient, rilletId: string): Promise<boolean> {
  try {
    await rillet.getInvoice(rilletId)
    return true
  } catch (error) {
    if (isGone(error)) return false
    throw error
  }
}

/**
 * Two live Rillet invoices with one reference, or one that we hold as not being there: each is read once
 * more, then told to a person, loudly. After a whole list, what it no longer shows is closed.
 */
export const findings: Page = async (work) => {
  const { deps, ref, run } = work
  const at = await findProgress(deps.db, ref, null)
  if (at.isDone) return true
  const strange = await strangeReferences(deps.db, ref)
  const confirmed: Finding[] = []
  for (const referred of strange) {
    heartbeat({ part: ref.part, invoiceId: referred.invoiceId })
    const finding = await confirm(work, referred)
    if (finding !== null) confirmed.push(finding)
  }
  const alarming = await deps.db.transaction().execute(async (trx) => {
    if (run.kind === 'full') await closeFindings(trx, ref.accountId, confirmed)
    await countSweep(trx, ref, { calls: 0, lookedAt: 0, ours: 0, found: confirmed.length })
    await saveProgress(trx, ref, { ...at, isDone: true })
    return saveFindings(trx, ref.accountId, confirmed)
  })
  for (const { kind, invoiceId, rilletIds } of alarming) {
    log.error('Rillet and the links disagree', { kind, invoiceId, rilletIds })
  }
  return true
}

/** A list may show what has been deleted since, and our link may be younger than it. */
async function confirm(
  work: Work,
  { invoiceId, linked, listed }: Referred,
): Promise<Finding | null> {
  const { deps, ref } = work
  const rillet = await deps.vendors.rillet(ref.accountId, placeOf(work).organizationId)
  const live: string[] = []
  for (const rilletId of new Set([...listed, ...(linked === null ? [] : [linked])])) {
    if (await exists(rillet, rilletId)) live.push(rilletId)
    await countSweep(deps.db, ref, { calls: 1, lookedAt: 0, ours: 0, found: 0 })
  }
  if (live.length > 1) return { kind: 'duplicate_in_rillet', invoiceId, rilletIds: live }
  const [only] = live
  if (only === undefined || only === linked) return null
  return { kind: 'not_linked', invoiceId, rilletIds: [only] }
}
