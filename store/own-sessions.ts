import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { liveSessions } from './session.ts'

/** A person's open sessions, the latest first. */
export const listSessions = (db: Db, operatorId: string) =>
  liveSessions(db)
    .select(['session.id', 'session.method', 'session.ip', 'session.user_agent as userAgent'])
    .select(['session.created_at as signedInAt', 'session.seen_at as seenAt'])
    .select('session.expires_at as endsAt')
    .where('session.operator_id', '=', operatorId)
    .orderBy('session.id', 'desc')
    .limit(100)
    .execute()

/** Ends one of a person's own; false when they have none with that id. */
export async function endOwnSession(db: Db, operatorId: string, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('session')
    .set({ ended_at: sql<Date>`clock_timestamp()` })
    .where('operator_id', '=', operatorId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ends all of a person's sessions but one. */
export async function endOtherSessions(db: Db, operatorId: string, id: string): Promise<void> {
  await db
    .updateTable('session')
    .set({ ended_at: sql<Date>`clock_timestamp()` })
    .where('operator_id', '=', operatorId)
    .where('id', '!=', id)
    .where('ended_at', 'is', null)
    .execute()
}
