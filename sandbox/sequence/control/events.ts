import { z } from 'zod'
import { NotificationType } from '../wire/enums.ts'
import { parse } from '../wire/parse.ts'
import type { World } from '../world.ts'
import { openSession } from './session.ts'

const FreeEvent = z.strictObject({
  accountId: z.string(),
  notificationType: NotificationType,
  resourceType: z.string().min(1),
  resource: z.looseObject({ id: z.string() }),
})

/** Delivers an event of one's own making to the account's policies, signed like any other. */
export function publishFreeEvent(world: World, body: unknown): void {
  const { accountId, notificationType, resourceType, resource } = parse(world, FreeEvent, body)
  const { account } = openSession(world, accountId, 'SYSTEM')
  world.publish(account, { type: notificationType, resourceType, resource })
}
