import type { BookedOn } from '../domain/decision/situation.ts'
import type { InvoiceRef, IsoDate, Problem } from '../domain/model.ts'
import { periodClosed, rilletNotConnected } from '../domain/problems.ts'
import { findConnection } from '../store/connection.ts'
import { addEvent } from '../store/event.ts'
import { openIntent, type Thing } from '../store/intent.ts'
import { saveBookedOn } from '../store/link.ts'
import { closedUntil, dayAfter, isClosed } from './books.ts'
import { heldProblem } from './breakers.ts'
import type { Deps } from './deps.ts'
import { watched } from './watched.ts'

export type OpenDay = InvoiceRef & {
  /** Sequence's own. */
  accountingDate: IsoDate
  why: string
}

export type OpenDayChosen =
  /** Null when the invoice's own day is open by now. */
  { kind: 'done'; bookedOn: BookedOn | null } | { kind: 'blocked'; problem: Problem }

export type OpenDayActivities = ReturnType<typeof createOpenDayActivities>

export const createOpenDayActivities = (deps: Deps) => ({
  /**
   * Has the invoice dated on the first day that is open in Rillet's books, for as long as Sequence's own
   * date stays as it is. One that is booked in a closed period stays there.
   */
  chooseOpenDay: watched(deps, async (input: OpenDay): Promise<OpenDayChosen> => {
    try {
      return await choose(deps, input)
    } catch (error) {
      const held = await heldProblem(deps.db, input.accountId, error)
      if (held === null) throw error
      return { kind: 'blocked', problem: held }
    }
  }),

  /** The first day on or after `date` that is open in Rillet's books. */
  openDayFrom: watched(
    deps,
    async ({ accountId, date }: InvoiceRef & { date: IsoDate }): Promise<IsoDate> => {
      const organizationId = (await findConnection(deps.db, accountId))?.organization_id ?? ''
      const rillet = await deps.vendors.rillet(accountId)
      const books = { accountId, organizationId, rillet }
      const endsOn = await closedUntil(deps, books, { fresh: true })
      return endsOn !== null && isClosed(date, endsOn) ? dayAfter(endsOn) : date
    },
  ),
})

async function choose(
  deps: Deps,
  { accountId, invoiceId, accountingDate, why }: OpenDay,
): Promise<OpenDayChosen> {
  const organizationId = (await findConnection(deps.db, accountId))?.organization_id ?? null
  if (organizationId === null) return { kind: 'blocked', problem: rilletNotConnected() }
  const rillet = await deps.vendors.rillet(accountId, organizationId)
  const endsOn = await closedUntil(deps, { accountId, organizationId, rillet }, { fresh: true })
  const thing: Thing = { accountId, kind: 'invoice', sourceId: invoiceId, organizationId }
  const { remote_state } = await openIntent(deps.db, thing)
  if (remote_state !== null && isClosed(remote_state.invoiceDate, endsOn)) {
    return { kind: 'blocked', problem: periodClosed(remote_state.invoiceDate) }
  }
  const bookedOn =
    endsOn !== null && isClosed(accountingDate, endsOn)
      ? { for: accountingDate, on: dayAfter(endsOn) }
      : null
  await deps.db.transaction().execute(async (trx) => {
    await saveBookedOn(trx, thing, bookedOn)
    await addEvent(trx, {
      accountId,
      invoiceId,
      kind: 'invoice.dated',
      actor: 'sync',
      data: { accountingDate, bookedOn: bookedOn?.on ?? accountingDate, closedUntil: endsOn, why },
    })
  })
  return { kind: 'done', bookedOn }
}
