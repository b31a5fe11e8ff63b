import type { CustomerBase } from '../domain/customer-merge.ts'
import { causes } from '../domain/ids.ts'
import { closeBreakers } from '../store/breaker.ts'
import type { Db } from '../store/connect.ts'
import { startCustomerSync } from '../store/customer-sync.ts'
import { addEvent } from '../store/event.ts'
import type { Thing } from '../store/intent.ts'
import { completeLink, findLink, type ThingNames } from '../store/link.ts'
import { wakeWaiting } from '../store/outbox.ts'
import type { CreateInput } from '../workflows/messages.ts'
import type { Ready } from './on-thing.ts'

/** What is in Rillet now, and how it came there; `person`: somebody says that it is this one. */
export type Made = {
  rilletId: string
  origin: 'created' | 'adopted' | 'person'
  names: ThingNames
  base: CustomerBase | null
}

export const made = (
  plan: Ready['plan'],
  { id, name }: { id: string; name: string },
  origin: Made['origin'],
): Made => ({
  rilletId: id,
  origin,
  names: { source: plan.name, rillet: name },
  base: plan.base,
})

/** The thing is in Rillet: it is linked, and all who wait for it are woken. */
export async function linkThing(
  db: Db,
  { accountId, kind, sourceId, actor }: CreateInput,
  thing: Thing,
  one: Made,
): Promise<{ kind: 'done'; rilletId: string }> {
  return db.transaction().execute(async (trx) => {
    const linked = await completeLink(trx, thing, {
      ...one,
      remoteVersion: null,
      remoteState: null,
      verified: true,
    })
    if (linked && one.base !== null) {
      await startCustomerSync(
        trx,
        { accountId, customerId: sourceId },
        { rilletId: one.rilletId, base: one.base },
      )
    }
    await addEvent(trx, {
      accountId,
      invoiceId: null,
      kind: linked ? `${kind}.${words[one.origin]}` : `${kind}.superseded`,
      actor,
      data: { sourceId, rilletId: one.rilletId },
    })
    await closeBreakers(trx, accountId, ['setup', 'rillet_key'])
    await wakeWaiting(trx, accountId, causes[kind](sourceId))
    if (linked) return { kind: 'done', rilletId: one.rilletId }
    const byPerson = await findLink(trx, accountId, kind, sourceId)
    return { kind: 'done', rilletId: byPerson?.rillet_id ?? one.rilletId }
  })
}

const words = { created: 'created', adopted: 'adopted', person: 'linked' } as const
