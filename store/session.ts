import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { grantsOf } from './membership.ts'
import { noteUse, type Operator } from './operator.ts'
import { randomToken, tokenHash } from './random-token.ts'
import type { SignInMethod } from './schema.ts'

/** A browser that is signed in. */
export type Session = {
  id: string
  method: SignInMethod
  createdAt: Date
  /** It ends then unless something is asked before. */
  idleUntil: Date
  /** It ends then in any case. */
  endsAt: Date
}

const idle = sql`interval '30 minutes'`
const longest = sql<Date>`clock_timestamp() + interval '12 hours'`

export type NewSession = { operatorId: string; method: SignInMethod; ip: string; userAgent: string }

/** Signs a browser in. Returns what its cookie holds: only a hash of it is kept. */
export async function createSession(db: Db, given: NewSession): Promise<string> {
  const token = randomToken()
  await db
    .insertInto('session')
    .values({
      token_hash: tokenHash(token),
      operator_id: given.operatorId,
      method: given.method,
      ip: given.ip,
      user_agent: given.userAgent,
      expires_at: longest,
    })
    .execute()
  await noteUse(db, given.operatorId, null)
  return token
}

/**
 * Whose session it is; undefined for one that is unknown, ended, too long idle or too old, and for
 * somebody disabled. Unless `unattended`, it counts as a sign of life, noted once a minute.
 */
export async function findSession(
  db: Db,
  token: string,
  { unattended = false } = {},
): Promise<{ operator: Operator; session: Session } | undefined> {
  const row = await liveSessions(db)
    .innerJoin('operator', 'operator.id', 'session.operator_id')
    .select(['session.id', 'session.method', 'session.created_at', 'session.expires_at'])
    .select(['operator.id as operator_id', 'operator.name'])
    .select(sql<Date>`session.seen_at + ${idle}`.as('idle_until'))
    .select(sql<boolean>`session.seen_at < clock_timestamp() - interval '1 minute'`.as('is_quiet'))
    .where('session.token_hash', '=', tokenHash(token))
    .where('operator.revoked_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return undefined

  if (row.is_quiet && !unattended) {
    await touch(db, row.id)
    await noteUse(db, row.operator_id, null)
  }
  const grants = await grantsOf(db, row.operator_id)
  return {
    operator: { id: row.operator_id, kind: 'person', name: row.name, grants },
    session: {
      id: row.id,
      method: row.method,
      createdAt: row.created_at,
      idleUntil: row.idle_until,
      endsAt: row.expires_at,
    },
  }
}

/** Ends one session. */
export async function endSession(db: Db, id: string): Promise<void> {
  await db
    .updateTable('session')
    .set({ ended_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

/** Sessions that are neither ended, too old nor too long idle. */
export const liveSessions = (db: Db) =>
  db
    .selectFrom('session')
    .where('session.ended_at', 'is', null)
    .where('session.expires_at', '>', sql<Date>`clock_timestamp()`)
    .where('session.seen_at', '>', sql<Date>`clock_timestamp() - ${idle}`)

const touch = (db: Db, id: string) =>
  db
    .updateTable('session')
    .set({ seen_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', id)
    .execute()
