import { RefusedError } from '../clients/errors.ts'
import { remoteOf } from '../domain/dates.ts'
import type { InvoiceRef, Problem } from '../domain/model.ts'
import { dateChangeRefused } from '../domain/problems.ts'
import type { Db } from '../store/connect.ts'
import { addEvent } from '../store/event.ts'
import type { Thing } from '../store/intent.ts'
import { saveRemoteVersion } from '../store/invoice.ts'
import { acceptRemoteState, updateRemoteState } from '../store/link.ts'
import type { AcceptedDates, LinkRow, RemoteInvoiceState } from '../store/schema.ts'
import { refusalProblem } from './breakers.ts'
import type { Deps } from './deps.ts'
import { type Linked, type NotThere, onLinked } from './on-linked.ts'
import { editsOf, remembered } from './remote-state.ts'
import { keepSentence } from './sentence.ts'
import { updateBody } from './update-body.ts'
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
  | NotThere

export type DateActivities = ReturnType<typeof createDateActivities>

export const createDateActivities = (deps: Deps) => ({
  /** Carries dates and number that moved in Sequence into Rillet: read, compare, merge, write. */
  updateDates: watched(deps, async (input: UpdateDates): Promise<DatesUpdated> => {
    try {
      return await onLinked(deps, input, (linked) => update(deps, input, linked))
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return { kind: 'blocked', problem: await refused(deps.db, input, error) }
    }
  }),

  /** A person accepts Rillet's dates: they count as right for as long as Sequence's stay the same. */
  acceptTheirs: watched(
    deps,
    async ({ dates, ...ref }: InvoiceRef & { dates: AcceptedDates }): Promise<void> => {
      await onLinked(deps, ref, async ({ rillet, link, rilletId }) => {
        const invoice = await rillet.getInvoice(rilletId)
        await acceptRemoteState(deps.db, thingOf(link), dates, remembered(invoice, link.scope))
      })
    },
  ),
})

async function refused(db: Db, input: UpdateDates, error: RefusedError): Promise<Problem> {
  const about = { accountingDate: input.dates.accountingDate }
  const problem = await refusalProblem(db, input.accountId, error, about)
  const refused =
    problem.code === 'rillet_refused'
      ? dateChangeRefused(problem.params['sentence'] ?? '')
      : problem
  return keepSentence(db, input, refused)
}

async function update(
  deps: Deps,
  { accountId, invoiceId, dates, force }: UpdateDates,
  { rillet, link, rilletId }: Linked,
): Promise<DatesUpdated> {
  const { db } = deps
  const current = await rillet.getInvoice(rilletId)
  const edits = editsOf(link, current)
  if (edits.length > 0 && !force) return { kind: 'edited', problems: edits }

  const body = await updateBody(deps, { link, dates, current })
  if ('problem' in body) return { kind: 'blocked', problem: body.problem }
  if ('edits' in body) return { kind: 'edited', problems: body.edits }
  const updated = await rillet.updateInvoice(rilletId, body)
  const { version, state, detail } = remembered(updated, link.scope)
  await db.transaction().execute(async (trx) => {
    await updateRemoteState(trx, thingOf(link), { version, state, detail })
    await saveRemoteVersion(trx, { accountId, invoiceId }, version)
    await addEvent(trx, {
      accountId,
      invoiceId,
      kind: 'invoice.updated',
      actor: 'sync',
      data: { ...state, was: remoteOf(current, link.scope) },
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
