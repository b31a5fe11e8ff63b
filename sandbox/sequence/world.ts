import type { Account, State } from './model/account.ts'
import type { Origin } from './model/settings.ts'
import { Refusal } from './refusal.ts'
import type { Switches } from './switches.ts'
import type { NotificationType } from './wire/enums.ts'

/** The running stand-in, as the resources see it. */
export type World = {
  state: State
  now: () => Date
  /** A vendor's window in this sandbox's milliseconds: shorter by the time scale. */
  scaled: (ms: number) => number
  /** A new UUID, sorted after all earlier ones. */
  newId: () => string
  switches: () => Switches
  /** Delivers an event to the account's policies that ask for its type. */
  publish: (account: Account, event: VendorEvent) => void
}

export type VendorEvent = {
  type: NotificationType
  resourceType: string
  resource: { id: string } & Record<string, unknown>
}

/** One caller at work: an API key or a person at the pages, always within one account. */
export type Session = World & { account: Account; origin: Origin; actorId: string }

/** The thing with that id, or the refusal for a missing one (404, or 400 where switched). */
export function existing<T>(
  session: Session,
  things: Record<string, T>,
  id: string,
  what: string,
  declares404 = false,
): T {
  const found = Object.hasOwn(things, id) ? things[id] : undefined
  if (found !== undefined) return found
  throw missing(session, `${what} ${id}`, declares404)
}

/** The refusal for something that is not there. */
export function missing(world: World, what: string, declares404 = false): Refusal {
  const status = declares404 || world.switches().missing === '404' ? 404 : 400
  return new Refusal(status, 'notFound', `${what} was not found`)
}
