import type { Listed, Session } from './model.ts'
import { notFound } from './refusal.ts'

/** The identity and timestamps of a new object. */
export function newListed(session: Session): Listed {
  const { world, organization } = session
  organization.counters.seq += 1
  return {
    id: world.newId(),
    seq: organization.counters.seq,
    createdAtMs: world.clock.nowMs(),
    updated_at: nextInstant(session),
  }
}

/** Marks an object as changed now. */
export function touch(session: Session, thing: { updated_at: string }): void {
  thing.updated_at = nextInstant(session)
}

/** The object of that id in this organization, or 404. */
export function existing<T>(things: Record<string, T>, id: string | undefined, what: string): T {
  const found = id !== undefined && Object.hasOwn(things, id) ? things[id] : undefined
  if (found === undefined) throw notFound(what)
  return found
}

/** Strictly later than the last, so that two changes within a millisecond can be told apart. */
function nextInstant({ world, organization: { counters } }: Session): string {
  const nowMs = world.clock.nowMs()
  const farAhead = counters.touchedMs - nowMs > 1_000
  counters.touchedMs = farAhead ? nowMs : Math.max(nowMs, counters.touchedMs + 1)
  return world.clock.iso(counters.touchedMs)
}
