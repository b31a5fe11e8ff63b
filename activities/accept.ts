import { editedDates } from '../domain/dates.ts'
import type { Accepted } from '../domain/decision/situation.ts'
import { refOf } from '../domain/ids.ts'
import type { InvoiceRef } from '../domain/model.ts'
import { addEvent } from '../store/event.ts'
import type { Thing } from '../store/intent.ts'
import { saveBooked } from '../store/invoice.ts'
import { acceptRemoteState } from '../store/link.ts'
import type { RemoteInvoiceState } from '../store/schema.ts'
import type { Deps } from './deps.ts'
import { type NotThere, onLinked } from './on-linked.ts'
import { remembered } from './remote-state.ts'
import { watched } from './watched.ts'

export type AcceptTheirs = InvoiceRef & {
  /** As Sequence has them, and what else is left as it is. */
  dates: Accepted
  /** The source for which Rillet's books count as right; absent for runs that began before it was asked. */
  snapshotHash?: string
  why?: string
}

/** Undefined for runs that began before it was answered. */
export type TheirsAccepted = { kind: 'done'; remote: RemoteInvoiceState } | NotThere | undefined

export type AcceptActivities = ReturnType<typeof createAcceptActivities>

export const createAcceptActivities = (deps: Deps) => ({
  /** A person accepts what Rillet says: it counts as right for as long as Sequence says what it says now. */
  acceptTheirs: watched(
    deps,
    (input: AcceptTheirs): Promise<TheirsAccepted> =>
      onLinked(deps, input, async ({ rillet, link, rilletId }): Promise<TheirsAccepted> => {
        const ref = refOf(input)
        const { dates, snapshotHash, why } = input
        const now = remembered(await rillet.getInvoice(rilletId), link.scope)
        // What was just read, which may be newer than what the run knew.
        const accepted =
          dates.theirs === undefined ? dates : { ...dates, theirs: editedDates(now.state, []) }
        const thing: Thing = {
          accountId: ref.accountId,
          kind: 'invoice',
          sourceId: ref.invoiceId,
          organizationId: link.organization_id,
        }
        await deps.db.transaction().execute(async (trx) => {
          await acceptRemoteState(trx, thing, accepted, now)
          if (snapshotHash !== undefined) await saveBooked(trx, ref, snapshotHash)
          await addEvent(trx, {
            ...ref,
            kind: 'difference.accepted',
            actor: 'sync',
            data: { ...accepted, rillet: now.state, ...(why ? { why } : {}) },
          })
        })
        return { kind: 'done', remote: now.state }
      }),
  ),
})
