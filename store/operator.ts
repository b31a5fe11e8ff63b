import { type Selectable, sql } from 'kysely'
import { everyAccount, type Grant, type Role, within } from '../domain/roles.ts'
import type { Db } from './connect.ts'
import { grantsOf, setGrant } from './membership.ts'
import { randomToken, tokenHash } from './random-token.ts'
import type { Database } from './schema.ts'

/** Who asks: a person or a program, with what they may do. */
export type Operator = { id: string; kind: 'person' | 'token'; name: string; grants: Grant[] }

export type OperatorRow = Selectable<Database['operator']>

type NewToken = { name: string; grants: readonly Grant[]; madeBy: string | null }

/** Makes a token for a program. Returns it once: only its hash is kept. */
export async function createToken(
  db: Db,
  { name, grants, madeBy }: NewToken,
): Promise<{ id: string; token: string }> {
  const token = `sr_${randomToken()}`
  const { id } = await db
    .insertInto('operator')
    .values({ name, kind: 'token', token_hash: tokenHash(token), made_by: madeBy })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const grant of grants) await setGrant(db, id, grant)
  return { id, token }
}

/** Makes a token with one role, in one account or in all, that ends with nobody. */
export async function createOperator(
  db: Db,
  { name, role, accountId = everyAccount }: { name: string; role: Role; accountId?: string },
): Promise<string> {
  const { token } = await createToken(db, { name, grants: [{ accountId, role }], madeBy: null })
  return token
}

/** Whose token it is; undefined for one that is unknown, revoked, or made by somebody disabled. */
export async function findOperator(db: Db, token: string): Promise<Operator | undefined> {
  const row = await db
    .selectFrom('operator')
    .leftJoin('operator as maker', 'maker.id', 'operator.made_by')
    .select(['operator.id', 'operator.name', 'operator.made_by', 'operator.last_used_at'])
    .where('operator.token_hash', '=', tokenHash(token))
    .where('operator.revoked_at', 'is', null)
    .where('maker.revoked_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return undefined

  const { id, name, made_by: madeBy } = row
  await noteUse(db, id, row.last_used_at)
  const own = await grantsOf(db, id)
  const grants = madeBy === null ? own : within(own, await grantsOf(db, madeBy))
  return { id, kind: 'token', name, grants }
}

/** Notes once a minute that somebody was here. */
export async function noteUse(db: Db, id: string, lastUsedAt: Date | null): Promise<void> {
  if (lastUsedAt !== null && Date.now() - lastUsedAt.getTime() < 60_000) return
  await db
    .updateTable('operator')
    .set({ last_used_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', id)
    .execute()
}
