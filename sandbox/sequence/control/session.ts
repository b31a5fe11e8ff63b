import type { Origin } from '../model/settings.ts'
import { Refusal } from '../refusal.ts'
import type { Session, World } from '../world.ts'

/** Works in an account without an API key, as the vendor's own dashboard does. */
export function openSession(world: World, accountId: string, origin: Origin): Session {
  const { accounts } = world.state
  const account = Object.hasOwn(accounts, accountId) ? accounts[accountId] : undefined
  if (account === undefined) throw new Refusal(404, 'notFound', `no account ${accountId}`)
  return { ...world, account, origin, actorId: 'sandbox' }
}
