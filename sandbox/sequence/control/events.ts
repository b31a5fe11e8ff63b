import { z } from 'zod'
import { NotificationType } from '../wire/enums.ts'
import { parse } from '../wire/parse.ts'
import type { Session } from '../world.ts'

const FreeEvent = z.strictObject({
  notificationType: NotificationType,
  resourceType: z.string().min(1),
  resource: z.looseObject({ id: z.string() }),
})

/** Delivers an event of one's own making to the account's policies, signed like any other. */
export function publishFreeEvent(session: Session, body: unknown): void {
  const { notificationType: type, resourceType, resource } = parse(session, FreeEvent, body)
  session.publish(session.account, { type, resourceType, resource })
}
