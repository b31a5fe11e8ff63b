import { sql } from 'kysely'
import { everyAccount, type Grant } from '../domain/roles.ts'
import type { Db } from './connect.ts'

export type PersonRow = {
  id: string
  kind: 'person' | 'token'
  name: string
  grants: Grant[]
  madeBy: string | null
  isOidc: boolean
  hasPassword: boolean
  createdAt: Date
  lastUsedAt: Date | null
  endedAt: Date | null
  sessions: number
}

const most = 1_000

/** People, or tokens, with what they may do; by name. */
export async function listOperators(db: Db, kind: 'person' | 'token'): Promise<PersonRow[]> {
  return rows(db).where('operator.kind', '=', kind).orderBy('operator.name').limit(most).execute()
}

/** One of them; undefined for an id that nobody has. */
export function findOperatorById(
  db: Db,
  kind: 'person' | 'token',
  id: string,
): Promise<PersonRow | undefined> {
  return rows(db).where('operator.kind', '=', kind).where('operator.id', '=', id).executeTakeFirst()
}

const rows = (db: Db) =>
  db
    .selectFrom('operator')
    .leftJoin('operator as maker', 'maker.id', 'operator.made_by')
    .select(['operator.id', 'operator.kind', 'operator.name', 'maker.name as madeBy'])
    .select(['operator.created_at as createdAt', 'operator.last_used_at as lastUsedAt'])
    .select(sql<boolean>`operator.oidc_subject is not null`.as('isOidc'))
    .select(sql<boolean>`operator.password_hash is not null`.as('hasPassword'))
    .select(sql<Date | null>`coalesce(operator.revoked_at, maker.revoked_at)`.as('endedAt'))
    .select(
      sql<
        Grant[]
      >`coalesce((select json_agg(json_build_object('accountId', account_id, 'role', role)
        order by account_id) from membership where operator_id = operator.id), '[]')`.as('grants'),
    )
    .select(
      sql<number>`(select count(*)::int from session where operator_id = operator.id
        and ended_at is null and expires_at > clock_timestamp()
        and seen_at > clock_timestamp() - interval '30 minutes')`.as('sessions'),
    )

/**
 * Held while somebody's rights are taken away, so that of two admins who disable each other at the
 * same moment one stays.
 */
export async function lockPeople(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('people', 0))`.execute(db)
}

/** Whether somebody besides that person is an admin of all accounts and can sign in. */
export async function hasOtherAdmin(db: Db, id: string): Promise<boolean> {
  const other = await db
    .selectFrom('membership')
    .innerJoin('operator', 'operator.id', 'membership.operator_id')
    .select('operator.id')
    .where('operator.kind', '=', 'person')
    .where('operator.revoked_at', 'is', null)
    .where('operator.id', '!=', id)
    .where('membership.account_id', '=', everyAccount)
    .where('membership.role', '=', 'admin')
    .limit(1)
    .executeTakeFirst()
  return other !== undefined
}

/** Takes a person's access away, or gives it back; sessions, links and the tokens they made end. */
export async function setDisabled(db: Db, id: string, isDisabled: boolean): Promise<void> {
  const now = sql<Date>`clock_timestamp()`
  await db
    .updateTable('operator')
    .set({ revoked_at: isDisabled ? now : null })
    .where('id', '=', id)
    .execute()
  if (!isDisabled) return
  await db
    .updateTable('operator')
    .set({ revoked_at: now })
    .where('made_by', '=', id)
    .where('revoked_at', 'is', null)
    .execute()
  await db
    .updateTable('session')
    .set({ ended_at: now })
    .where('operator_id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
  await db
    .deleteFrom('sign_in_link')
    .where('operator_id', '=', id)
    .where('used_at', 'is', null)
    .execute()
}

/** Revokes a token for good. */
export async function revokeToken(db: Db, id: string): Promise<void> {
  await db
    .updateTable('operator')
    .set({ revoked_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', id)
    .where('kind', '=', 'token')
    .where('revoked_at', 'is', null)
    .execute()
}
