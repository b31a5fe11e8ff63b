import type { z } from 'zod'
import type { Settings } from '../domain/model.ts'
import type { Db } from '../store/connect.ts'
import { customerSyncs } from '../store/customer-sync.ts'
import { bookedFor, linksOf, waitingFor } from '../store/link-list.ts'
import type { CustomerSyncRow } from '../store/sweep-schema.ts'
import { customerSyncView } from './customer-views.ts'
import { iso } from './schemas/common.ts'
import type { ThingView } from './schemas/things.ts'
import { causeOf, linkView, problemView } from './views.ts'

export type Kind = 'customer' | 'product'

/** A customer or product as Sequence lists it. */
export type Thing = { id: string; name: string; taxStatus: string | null; archived: boolean }

type Owner = { accountId: string; kind: Kind; settings: Settings }

/** Things of Sequence with what they are in Rillet, and what waits for them. */
export async function thingViews(
  db: Db,
  { accountId, kind, settings }: Owner,
  things: Thing[],
): Promise<z.infer<typeof ThingView>[]> {
  const ids = things.map(({ id }) => id)
  const links = await linksOf(db, accountId, kind, ids)
  const waiting = await waitingFor(
    db,
    accountId,
    ids.map((id) => causeOf(kind, id)),
  )
  const booked = kind === 'customer' ? await bookedFor(db, accountId, ids) : new Map()
  const syncs =
    kind === 'customer'
      ? await customerSyncs(db, accountId, ids)
      : new Map<string, CustomerSyncRow>()
  return things.map((thing) => {
    const link = links.get(thing.id)
    const problem = link?.problem ?? null
    const sync = syncs.get(thing.id)
    return {
      ...thing,
      link: link === undefined ? null : linkView(link, settings),
      problem:
        problem === null ? null : problemView(problem, { [thing.id]: thing.name }).whatHappened,
      inDoubtSince: link?.rillet_id === null ? iso(link.sent_at) : null,
      sync:
        sync === undefined || link?.rillet_id !== sync.rillet_id
          ? null
          : customerSyncView(sync, settings, thing.name),
      waitingInvoices: waiting.get(causeOf(kind, thing.id)) ?? 0,
      bookedInvoices: kind === 'customer' ? (booked.get(thing.id) ?? 0) : null,
    }
  })
}
