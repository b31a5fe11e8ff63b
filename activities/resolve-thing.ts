import { inDoubt } from '../domain/problems.ts'
import type { Db } from '../store/connect.ts'
import { addEvent } from '../store/event.ts'
import { openIntent } from '../store/intent.ts'
import type { CreateInput, ResolveInDoubt } from '../workflows/messages.ts'
import type { Deps } from './deps.ts'
import { orNull } from './gone.ts'
import { linkThing, made } from './link-thing.ts'
import { onThing } from './on-thing.ts'
import { onceHere } from './once-here.ts'
import { lookFor, type ThingLookedUp } from './thing.ts'

export type ResolveThing = CreateInput & { by: ResolveInDoubt }

export type ResolveThingActivities = ReturnType<typeof createResolveThingActivities>

export const createResolveThingActivities = (deps: Deps) => ({
  /**
   * A person says what became of a create in doubt. What they name must be there in Rillet. Where they say
   * that nothing was made, it is looked for once more all the same, when the settling time is over: what is
   * there is adopted; otherwise it may be sent again.
   */
  resolveThing: (input: ResolveThing): Promise<ThingLookedUp> =>
    onThing(deps, input, async ({ plan, thing }) => {
      const { db } = deps
      const { by, ...about } = input
      await recordWish(db, input)
      const { rillet_id: rilletId, sent_at: sentAt } = await openIntent(db, thing)
      if (rilletId !== null) return { kind: 'done', rilletId }
      if (sentAt === null) return { kind: 'absent' }
      const mine = { ...about, actor: by.actor }
      if (by.found) {
        const named = await orNull(plan.read(by.rilletId))
        if (named !== null) return linkThing(db, mine, thing, made(plan, named, 'person'))
        return { kind: 'blocked', problem: inDoubt(`Rillet has no ${input.kind} with that id`) }
      }
      return lookFor(deps, mine, { plan, thing, isLast: true })
    }),
})

function recordWish(db: Db, { accountId, kind, sourceId, by }: ResolveThing): Promise<void> {
  const { actor, reason, found } = by
  return addEvent(db, {
    accountId,
    invoiceId: null,
    kind: 'person.resolveInDoubt',
    actor,
    reason,
    data: { kind, sourceId, found, rilletId: by.found ? by.rilletId : null },
    once: onceHere('resolve'),
  })
}
