import { isBroughtInLine } from '../domain/booked.ts'
import { editedDates } from '../domain/dates.ts'
import type { Accepted } from '../domain/decision/situation.ts'
import { refOf } from '../domain/ids.ts'
import type { InvoiceRef } from '../domain/model.ts'
import type { Db } from '../store/connect.ts'
import { addEvent } from '../store/event.ts'
import type { Thing } from '../store/intent.ts'
import { findInvoice, saveBooked } from '../store/invoice.ts'
import { acceptRemoteState, saveSentSource } from '../store/link.ts'
import type { LinkRow, RemoteInvoiceState } from '../store/schema.ts'
import { loadSnapshot } from '../store/snapshot.ts'
import type { Deps } from './deps.ts'
import { type NotThere, onLinked } from './on-linked.ts'
import { type Remembered, remembered } from './remote-state.ts'
import { watched } from './watched.ts'

export type AcceptTheirs = InvoiceRef & {
  /** As Sequence has them, and what else is left as it is. */
  dates: Accepted
  /** The source for which Rillet's books count as right; absent for runs that began before it was asked. */
  snapshotHash?: string
  why?: string
}

/** Undefined for runs that began before it was answered. */
export type TheirsAccepted =
  /** `bookedHash`: what Rillet's books say, which its users may have changed to what Sequence says. */
  { kind: 'done'; remote: RemoteInvoiceState; bookedHash?: string } | NotThere | undefined

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
        const theirs = dates.theirs === undefined ? {} : { theirs: editedDates(now.state, []) }
        const { booked, isInLine } = await bookedNow(deps.db, input, { link, now })
        const source =
          booked === null || snapshotHash === undefined
            ? {}
            : { source: { hash: snapshotHash, booked } }
        const accepted = { ...dates, ...theirs }
        const thing: Thing = {
          accountId: ref.accountId,
          kind: 'invoice',
          sourceId: ref.invoiceId,
          organizationId: link.organization_id,
        }
        await deps.db.transaction().execute(async (trx) => {
          await acceptRemoteState(trx, thing, { ...accepted, ...source }, now)
          if (booked !== null && booked === snapshotHash) await saveBooked(trx, ref, booked)
          // What is compared, and credited, next starts from what Rillet really says.
          if (booked !== null && isInLine) await saveSentSource(trx, thing, booked)
          await addEvent(trx, {
            ...ref,
            kind: 'difference.accepted',
            actor: 'sync',
            data: { ...accepted, rillet: now.state, ...(why ? { why } : {}) },
          })
        })
        return {
          kind: 'done',
          remote: now.state,
          ...(booked === null ? {} : { bookedHash: booked }),
        }
      }),
  ),
})

/** `isInLine`: Rillet's users brought the amounts to what is accepted. */
type BookedNow = { booked: string | null; isInLine: boolean }
type Read = { link: LinkRow; now: Remembered }

/**
 * What Rillet's books say is what was sent, or credited down to, whatever is accepted beside it: credits are
 * made from there. Only Rillet's own users can have changed that, or nothing is known of it.
 */
async function bookedNow(
  db: Db,
  { snapshotHash, ...input }: AcceptTheirs,
  { link, now }: Read,
): Promise<BookedNow> {
  if (snapshotHash === undefined) return { booked: null, isInLine: false }
  const ref = refOf(input)
  const booked = (await findInvoice(db, ref))?.sent_snapshot_hash ?? null
  if (booked === null) return { booked: snapshotHash, isInLine: false }
  const read = (hash: string) => loadSnapshot(db, ref.accountId, hash)
  const sources = {
    sent: await read(link.sent_snapshot_hash ?? booked),
    booked: await read(booked),
    accepted: await read(snapshotHash),
  }
  const isInLine = isBroughtInLine(sources, now)
  return { booked: isInLine ? snapshotHash : booked, isInLine }
}
