import { RefusedError } from '../clients/errors.ts'
import type { RilletClient } from '../clients/rillet/client.ts'
import { dateUpdate, remoteOf, rilletEdits } from '../domain/dates.ts'
import type { InvoiceRef, Problem } from '../domain/model.ts'
import { dateChangeRefused } from '../domain/problems.ts'
import { addEvent } from '../store/event.ts'
import type { Thing } from '../store/intent.ts'
import { saveRemoteVersion } from '../store/invoice.ts'
import { acceptRemoteState, updateRemoteState } from '../store/link.ts'
import type { AcceptedDates, LinkRow, RemoteInvoiceState } from '../store/schema.ts'
import { heldProblem, refusalProblem } from './breakers.ts'
import type { Deps } from './deps.ts'
import { isDeleted, recordRemoval } from './gone.ts'
import { linkedInvoice } from './linked-invoice.ts'
import { remembered } from './remote-state.ts'
import { keepSentence } from './sentence.ts'
import { watched } from './watched.ts'

export type UpdateDates = InvoiceRef & {
  dates: AcceptedDates
  /** A person wants ours in Rillet, whatever its users wrote there. */
  force: boolean
}

export type DatesUpdated =
  | { kind: 'done'; version: string; remote: RemoteInvoiceState }
  /** Rillet's users changed it since we last saw it right: nothing is overwritten silently. */
  | { kind: 'edited'; problems: Problem[] }
  | { kind: 'removed' }
  | { kind: 'blocked'; problem: Problem }

export type DateActivities = ReturnType<typeof createDateActivities>

export const createDateActivities = (deps: Deps) => ({
  /** Carries dates and number that moved in Sequence into Rillet: read, compare, merge, write. */
  updateDates: watched(deps, async (input: UpdateDates): Promise<DatesUpdated> => {
    const linked = await linkedInvoice(deps.db, input)
    if (linked.kind === 'none') return { kind: 'removed' }
    if (linked.kind === 'foreign') return { kind: 'blocked', problem: linked.problem }
    try {
      const rillet = await deps.vendors.rillet(input.accountId, linked.link.organization_id)
      return await updateOrRemove(deps, input, { ...linked, rillet })
    } catch (error) {
      const held = await heldProblem(deps.db, input.accountId, error)
      if (held !== null) return { kind: 'blocked', problem: held }
      if (!(error instanceof RefusedError)) throw error
      const about = { accountingDate: input.dates.accountingDate }
      const problem = await refusalProblem(deps.db, input.accountId, error, about)
      const refused =
        problem.code === 'rillet_refused'
          ? dateChangeRefused(problem.params['sentence'] ?? '')
          : problem
      return { kind: 'blocked', problem: await keepSentence(deps.db, input, refused) }
    }
  }),

  /** A person accepts Rillet's dates: they count as right for as long as Sequence's stay the same. */
  acceptTheirs: watched(
    deps,
    async ({
      accountId,
      invoiceId,
      dates,
    }: InvoiceRef & { dates: AcceptedDates }): Promise<void> => {
      const linked = await linkedInvoice(deps.db, { accountId, invoiceId })
      if (linked.kind !== 'linked') return
      const rillet = await deps.vendors.rillet(accountId, linked.link.organization_id)
      const invoice = await rillet.getInvoice(linked.rilletId)
      await acceptRemoteState(deps.db, thingOf(linked.link), dates, remembered(invoice))
    },
  ),
})

type Linked = { rillet: RilletClient; link: LinkRow; rilletId: string }

async function updateOrRemove(
  deps: Deps,
  input: UpdateDates,
  linked: Linked,
): Promise<DatesUpdated> {
  try {
    return await update(deps, input, linked)
  } catch (error) {
    if (!(await isDeleted(linked.rillet, linked.rilletId, error))) throw error
    await recordRemoval(deps.db, input, linked.link)
    return { kind: 'removed' }
  }
}

async function update(
  { db }: Deps,
  { accountId, invoiceId, dates, force }: UpdateDates,
  { rillet, link, rilletId }: Linked,
): Promise<DatesUpdated> {
  const current = await rillet.getInvoice(rilletId)
  const edits = link.remote_state === null ? [] : rilletEdits(link.remote_state, remoteOf(current))
  if (edits.length > 0 && !force) return { kind: 'edited', problems: edits }

  const updated = await rillet.updateInvoice(rilletId, dateUpdate(dates, current))
  const { version, state } = remembered(updated)
  await db.transaction().execute(async (trx) => {
    await updateRemoteState(trx, thingOf(link), { version, state })
    await saveRemoteVersion(trx, { accountId, invoiceId }, version)
    await addEvent(trx, {
      accountId,
      invoiceId,
      kind: 'invoice.updated',
      actor: 'sync',
      data: { ...state, was: remoteOf(current) },
    })
  })
  return { kind: 'done', version: updated.updated_at, remote: state }
}

const thingOf = (link: LinkRow): Thing => ({
  accountId: link.account_id,
  kind: 'invoice',
  sourceId: link.source_id,
  organizationId: link.organization_id,
})
