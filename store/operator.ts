import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { Role } from './schema.ts'

export type Operator = { id: string; name: string; role: Role }

/** Makes a token for a person or a program. Returns it once: only its hash is kept. */
export async function createOperator(
  db: Db,
  { name, role }: { name: string; role: Role },
): Promise<string> {
  const token = `sr_${randomBytes(32).toString('base64url')}`
  await db
    .insertInto('operator')
    .values({ name, role, token_hash: hashOf(token) })
    .execute()
  return token
}

/** Whose token it is; undefined for one that is unknown or revoked. Notes its use once a minute. */
export async function findOperator(db: Db, token: string): Promise<Operator | undefined> {
  const operator = await db
    .selectFrom('operator')
    .select(['id', 'name', 'role'])
    .select(sql<boolean>`coalesce(last_used_at < now() - interval '1 minute', true)`.as('isIdle'))
    .where('token_hash', '=', hashOf(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (operator === undefined) return undefined

  const { isIdle, ...found } = operator
  if (isIdle) {
    await db
      .updateTable('operator')
      .set({ last_used_at: new Date() })
      .where('id', '=', found.id)
      .execute()
  }
  return found
}

/** The token has 256 random bits, so a plain hash is enough. */
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')
