import type { InvoiceRow } from '../clients/sequence/schemas.ts'
import { isEcho } from '../domain/echo.ts'
import { foundInSequence } from '../domain/problems.ts'
import { isPutAway } from '../domain/states.ts'
import { dayOf, daysAfter } from '../domain/sweep.ts'
import type { Db } from '../store/connect.ts'
import { findConnection } from '../store/connection.ts'
import { announce, type Found } from '../store/sweep-announce.ts'
import { heldSources } from '../store/sweep-held.ts'
import { findProgress, saveProgress } from '../store/sweep-progress.ts'
import { countSweep } from '../store/sweep-run.ts'
import { lockSources, saveFound, toldSources, unseenSources } from '../store/sweep-source.ts'
import type { SourceHint } from '../workflows/messages.ts'
import { listPages } from './sweep-list.ts'
import type { Page, Work } from './sweep-part.ts'

/** Sequence's finalized, sent and voided invoices from the run's first day on. */
export const sequenceInvoices = listPages<InvoiceRow>({
  where: { vendor: 'sequence', operation: 'read', method: 'GET', path: '/invoices' },
  list: async (work, after) => {
    const { deps, ref } = work
    const sequence = await deps.vendors.sequence(ref.accountId)
    // Whether a bound includes its day nobody says: one more is asked for, and left out below.
    const invoiceAfter = daysAfter(fromDayOf(work), -1)
    const filter = { invoiceStatus: 'FINAL,SENT,VOIDED', invoiceAfter, after }
    return sequence.listInvoices(filter)
  },
  seenOf: ({ id }) => ({ id, reference: null }),
  take: takeInvoices,
})

function fromDayOf({ run }: Work): string {
  if (run.from_day === null) throw new Error('a sweep of Sequence names no first day')
  return run.from_day
}

async function takeInvoices(db: Db, work: Work, rows: InvoiceRow[]) {
  const { ref, spacingMs } = work
  const listed = rows.filter(({ accountingDate }) => accountingDate >= fromDayOf(work))
  const ids = listed.map(({ id }) => id)
  const held = await heldSources(db, ref.accountId, ids)
  const changed = listed.flatMap((row) => {
    const ours = held.get(row.id)
    if (ours === undefined || isPutAway(ours.state) || isEcho(ours.version, row.updatedAt))
      return []
    return [found(row, 'source')]
  })
  const unknown = await takeUnknown(
    db,
    work,
    listed.filter(({ id }) => !held.has(id)),
  )
  const all = [...changed, ...unknown]
  return { ours: held.size, found: await announce(db, ref, all, spacingMs) }
}

/**
 * What the sync has never read: its webhook was lost, or it was marked as sent, which books nothing. If
 * a webhook did tell of it, nobody is asked: it is left to that, or woken in case that was lost.
 */
async function takeUnknown(db: Db, work: Work, rows: InvoiceRow[]): Promise<Found[]> {
  const { ref, settings, deps } = work
  const settledBefore = new Date(Date.now() - deps.sweeps.graceMs)
  const wanted = (await wantedOf(db, work, rows)).filter(
    ({ updatedAt }) => new Date(updatedAt) < settledBefore,
  )
  if (settings.unknownInvoices === 'ignore') return []
  const ids = wanted.map(({ id }) => id)
  await lockSources(db, ref.accountId, ids)
  const told = await toldSources(db, ref.accountId, ids)
  const all: Found[] = []
  for (const row of wanted) {
    const isTold = told.get(row.id)
    if (isTold === 'awaited') continue
    if (isTold === 'told' || settings.unknownInvoices === 'sync') all.push(found(row, 'unknown'))
    else if (await askAbout(db, ref.accountId, row))
      all.push({ ...found(row, 'unknown'), wake: null })
  }
  return all
}

function askAbout(db: Db, accountId: string, row: InvoiceRow): Promise<boolean> {
  const listed = { ...row, customerName: row.customerLegalCompanyName }
  return saveFound(db, accountId, listed, foundInSequence(row.status))
}

/**
 * Those that the sync is for: from the start date on, or, where none is set, those that changed after
 * the account was connected.
 */
async function wantedOf(db: Db, { ref, settings }: Work, rows: InvoiceRow[]) {
  const final = rows.filter(({ status }) => status === 'FINAL' || status === 'SENT')
  const { startDate } = settings
  if (startDate !== null) return final.filter(({ accountingDate }) => accountingDate >= startDate)
  const connection = await findConnection(db, ref.accountId)
  const since = connection?.created_at ?? new Date()
  return final.filter(({ updatedAt }) => new Date(updatedAt) >= since)
}

function found(row: InvoiceRow, what: 'source' | 'unknown'): Found {
  const version = new Date(row.updatedAt)
  const payload: SourceHint & { number: string | null } = {
    version: version.toISOString(),
    count: 1,
    number: row.invoiceNumber,
  }
  return {
    invoiceId: row.id,
    what,
    version,
    fingerprint: `${what}/${row.updatedAt}`,
    wake: { signal: 'sourceChanged', payload },
  }
}

const absencesAtOnce = 50

/**
 * Live invoices that Sequence's list did not show: each one's run reads it, and says so if Sequence
 * has it no more.
 */
export const sequenceAbsences: Page = async (work) => {
  const { deps, ref, run, spacingMs } = work
  const at = await findProgress(deps.db, ref, null)
  if (at.isDone) return true
  return deps.db.transaction().execute(async (trx) => {
    const unseen = await unseenSources(trx, ref, {
      fromDay: fromDayOf(work),
      startedAt: run.started_at,
      after: at.cursor ?? '',
      limit: absencesAtOnce,
    })
    const gone = unseen.map((invoiceId): Found => {
      const payload: SourceHint = { version: null, count: 1 }
      const wake = { signal: 'sourceChanged', payload } as const
      return { invoiceId, what: 'gone', fingerprint: 'gone', wake }
    })
    const found = await announce(trx, ref, gone, spacingMs)
    await countSweep(trx, ref, { calls: 0, lookedAt: 0, ours: 0, found })
    const isDone = unseen.length < absencesAtOnce
    const cursor = unseen.at(-1) ?? at.cursor
    await saveProgress(trx, ref, { ...at, cursor, pages: at.pages + 1, isDone })
    return isDone
  })
}

/** From when on Sequence is asked: everything the sync is for, and what it holds that is still open. */
export function firstDay({ startDate, connectedAt, oldestLive }: FirstDay): string {
  const start = startDate ?? daysAfter(dayOf(connectedAt), -datedBackDays)
  return oldestLive !== null && oldestLive < start ? oldestLive : start
}

/** An invoice may be dated into the billing period before its finalization. */
const datedBackDays = 92

export type FirstDay = { startDate: string | null; connectedAt: Date; oldestLive: string | null }
