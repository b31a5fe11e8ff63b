import { RefusedError } from '../clients/errors.ts'
import type { Invoice } from '../clients/rillet/schemas.ts'
import { baseAfter } from '../domain/base.ts'
import { isPricedAlike } from '../domain/booked.ts'
import { isAsWanted, remoteOf } from '../domain/dates.ts'
import type { Accepted } from '../domain/decision/situation.ts'
import { refOf } from '../domain/ids.ts'
import { descriptionOf, sendableQuantity } from '../domain/lines.ts'
import type { InvoiceRef, Problem } from '../domain/model.ts'
import { dateChangeRefused } from '../domain/problems.ts'
import { type PushedLine, pushUpdate } from '../domain/push.ts'
import { wakePeriod } from '../store/closed-period.ts'
import type { Db } from '../store/connect.ts'
import { addEvent } from '../store/event.ts'
import type { Thing } from '../store/intent.ts'
import { saveBooked, saveRemoteVersion } from '../store/invoice.ts'
import { saveSentSource, updateRemoteState } from '../store/link.ts'
import type { LinkRow, RemoteInvoiceState } from '../store/schema.ts'
import { loadSnapshot } from '../store/snapshot.ts'
import { closedOr } from './books.ts'
import { refusalProblem } from './breakers.ts'
import type { Deps } from './deps.ts'
import { type Linked, type NotThere, onLinked } from './on-linked.ts'
import { editsOf, remembered } from './remote-state.ts'
import { keepSentence } from './sentence.ts'
import { updateBody } from './update-body.ts'
import { watched } from './watched.ts'

type Dates = Pick<Accepted, 'accountingDate' | 'dueDate' | 'invoiceNumber'>

export type UpdateDates = InvoiceRef & {
  dates: Dates
  /** A person wants ours in Rillet, whatever its users wrote there. */
  force: boolean
  /** With force: the source whose texts and service periods are written too. */
  snapshotHash?: string
  /** With it Rillet's books say all of that source. */
  settles?: boolean
  why?: string
}

export type DatesUpdated =
  /** `edits`: what no update can undo, so that the two sides still differ. */
  | { kind: 'done'; version: string; remote: RemoteInvoiceState; edits?: Problem[] }
  /** Rillet's users changed it since we last saw it right: nothing is overwritten silently. */
  | { kind: 'edited'; problems: Problem[] }
  /** Refused, and why. */
  | { kind: 'refused'; problems: Problem[] }
  | NotThere

export type DateActivities = ReturnType<typeof createDateActivities>

export const createDateActivities = (deps: Deps) => ({
  /** Carries what moved in Sequence into Rillet: read, compare, merge, write. */
  updateDates: watched(
    deps,
    (input: UpdateDates): Promise<DatesUpdated> =>
      onLinked(deps, input, (linked) => update(deps, input, linked)),
  ),
})

async function update(deps: Deps, input: UpdateDates, linked: Linked): Promise<DatesUpdated> {
  const { rillet, link, rilletId } = linked
  const current = await rillet.getInvoice(rilletId)
  const edits = editsOf(link, current).filter((edit) => !isAsWanted(edit, input.dates))
  if (edits.length > 0 && !input.force) return { kind: 'edited', problems: edits }
  const body = await bodyOf(deps, input, link, current)
  if ('problem' in body) return { kind: 'blocked', problem: body.problem }
  if ('edits' in body) return { kind: 'edited', problems: body.edits }
  let updated: Invoice
  try {
    updated = await rillet.updateInvoice(rilletId, body)
  } catch (error) {
    if (!(error instanceof RefusedError) || error.status === 404) throw error
    return refused(deps, input, { linked, current, error })
  }
  return record(deps, input, { link, current, updated })
}

type Body = Awaited<ReturnType<typeof updateBody>>

/** In FULL the lines are rebuilt from what was sent; amounts that Rillet's users changed since stay theirs. */
async function bodyOf(
  deps: Deps,
  input: UpdateDates,
  link: LinkRow,
  current: Invoice,
): Promise<Body> {
  const { dates, force } = input
  if (!force || link.scope === 'FULL') {
    // Amounts that moved too are beyond an update: then the lines stay as they are.
    const textsOf = input.settles ? input.snapshotHash : undefined
    return updateBody(deps, { link, dates, current, textsOf })
  }
  const lines = await pushedLines(deps, input)
  return pushUpdate({ source: dates, rillet: current, base: link.remote_detail, lines })
}

async function pushedLines(
  { db }: Deps,
  { accountId, snapshotHash }: UpdateDates,
): Promise<PushedLine[]> {
  if (snapshotHash === undefined) return []
  const { lines } = await loadSnapshot(db, accountId, snapshotHash)
  return lines.map((line, index) => {
    const withQuantity = sendableQuantity(line.quantity) === null
    const description = descriptionOf(line, index + 1, withQuantity)
    return { lineId: line.id, description, period: line.servicePeriod }
  })
}

type Written = { link: LinkRow; current: Invoice; updated: Invoice }

async function record(
  { db }: Deps,
  { accountId, invoiceId, force, snapshotHash, settles = false, why }: UpdateDates,
  { link, current, updated }: Written,
): Promise<DatesUpdated> {
  const ref = { accountId, invoiceId }
  const now = remembered(updated, link.scope)
  const before = { state: link.remote_state, detail: link.remote_detail }
  const base = baseAfter(before, now)
  const { scope } = link
  const kept = { remote_state: base.state, remote_detail: base.detail, scope }
  const edits = editsOf(kept, updated)
  const isSent = settles && snapshotHash !== undefined && (await saysSent(db, link, snapshotHash))
  await db.transaction().execute(async (trx) => {
    await updateRemoteState(trx, thingOf(link), { version: now.version, ...base })
    await saveRemoteVersion(trx, ref, now.version)
    if (settles && snapshotHash !== undefined) {
      await saveBooked(trx, ref, snapshotHash)
      if (isSent) await saveSentSource(trx, thingOf(link), snapshotHash)
    }
    await addEvent(trx, {
      ...ref,
      kind: 'invoice.updated',
      actor: 'sync',
      data: { ...now.state, was: remoteOf(current, link.scope), force, ...(why ? { why } : {}) },
    })
    // What wants to leave a closed day waits for that one, what wants to move to one for the other.
    const days = new Set([current.invoice_date, now.state.invoiceDate])
    for (const day of days) await wakePeriod(trx, accountId, day)
  })
  return { kind: 'done', version: updated.updated_at, remote: base.state, edits }
}

/** In FULL: amounts that were credited since are not those of Rillet's lines, which the sent source keeps saying. */
async function saysSent(db: Db, link: LinkRow, snapshotHash: string): Promise<boolean> {
  const { account_id: accountId, scope, sent_snapshot_hash: hash } = link
  if (scope !== 'FULL' || hash === null) return false
  const [sent, now] = await Promise.all(
    [hash, snapshotHash].map((one) => loadSnapshot(db, accountId, one)),
  )
  return sent !== undefined && now !== undefined && isPricedAlike(sent, now)
}

type Refused = { linked: Linked; current: Invoice; error: RefusedError }

async function refused(
  deps: Deps,
  input: UpdateDates,
  { linked, current, error }: Refused,
): Promise<DatesUpdated> {
  const { accountId, dates } = input
  const about = { accountingDate: dates.accountingDate }
  const books = { accountId, organizationId: linked.link.organization_id, rillet: linked.rillet }
  // An invoice in a closed period stays there, whatever day it should move to.
  const named = await closedOr(deps, books, {
    problem: await refusalProblem(deps.db, accountId, error, about),
    dates: [current.invoice_date, dates.accountingDate],
  })
  if (named.code === 'period_closed') {
    const held = dateChangeRefused('The accounting period is closed.')
    return { kind: 'refused', problems: [await keepSentence(deps.db, refOf(input), held), named] }
  }
  const change =
    named.code === 'rillet_refused' ? dateChangeRefused(named.params['sentence'] ?? '') : named
  return { kind: 'refused', problems: [await keepSentence(deps.db, refOf(input), change)] }
}

const thingOf = (link: LinkRow): Thing => ({
  accountId: link.account_id,
  kind: 'invoice',
  sourceId: link.source_id,
  organizationId: link.organization_id,
})
