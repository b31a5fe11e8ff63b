import type { ActivityLog } from '../model/settings.ts'
import { page, type Query } from '../wire/paging.ts'
import { present } from '../wire/shape.ts'
import { existing, type Session } from '../world.ts'

/** Older entries are forgotten. */
const kept = 5_000

type Deed = { activityType: string; verb: string; entityType: string; entityId: string }

/** Notes who did what to which thing. */
export function recordActivity(session: Session, deed: Deed): void {
  const { account, origin, actorId, newId } = session
  account.activity.push({
    id: newId(),
    itemId: newId(),
    objectId: newId(),
    createdAt: session.now().toISOString(),
    summary: `${deed.entityType} ${deed.entityId} ${deed.verb}`,
    origin,
    actorId,
    ...deed,
  })
  if (account.activity.length > kept) account.activity.splice(0, account.activity.length - kept)
}

export function listActivityLogs(session: Session, query: Query) {
  const { activityLogObjectId, activityLogObjectEntityId } = query
  const items = session.account.activity.filter(
    ({ objectId, entityId }) =>
      (activityLogObjectId === undefined || objectId === activityLogObjectId) &&
      (activityLogObjectEntityId === undefined || entityId === activityLogObjectEntityId),
  )
  return page(session, query, { items, sortable: true, view: (log) => viewLog(session, log) })
}

export function getActivityLog(session: Session, id: string) {
  const byId = Object.fromEntries(session.account.activity.map((log) => [log.id, log]))
  return viewLog(session, existing(session, byId, id, 'activity log'))
}

function viewLog(session: Session, log: ActivityLog) {
  const { id, activityType, origin, createdAt, entityType, entityId } = log
  const actor = { id: log.actorId, entityType: origin === 'API' ? 'API_KEY' : 'USER' }
  const item = {
    id: log.itemId,
    activityLogId: id,
    verb: log.verb,
    name: activityType,
    summary: log.summary,
    activityLogActor: { ...actor, entityId: log.actorId },
    activityLogObject: { id: log.objectId, entityType, entityId },
  }
  return present({
    id,
    sequenceAccountId: session.account.id,
    activityType,
    apiVersion: origin === 'API' ? '2024-07-30' : null,
    origin,
    createdAt,
    activityLogItems: [item],
  })
}
