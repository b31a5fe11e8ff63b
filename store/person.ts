import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { OperatorRow } from './operator.ts'

/** The person of that name, in any case of its letters; also one who is disabled. */
export function findPersonByName(db: Db, name: string): Promise<OperatorRow | undefined> {
  return db
    .selectFrom('operator')
    .selectAll()
    .where('kind', '=', 'person')
    .where(sql<string>`lower(name)`, '=', sql<string>`lower(${name})`)
    .executeTakeFirst()
}

/** Adds a person without any role; undefined when somebody has the name. */
export async function createPerson(db: Db, name: string): Promise<string | undefined> {
  const row = await db
    .insertInto('operator')
    .values({ name, kind: 'person' })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** Null for somebody without a password. */
export async function passwordHashOf(db: Db, id: string): Promise<string | null> {
  const row = await db
    .selectFrom('operator')
    .select('password_hash')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.password_hash ?? null
}

export async function setPassword(db: Db, id: string, hash: string): Promise<void> {
  await db.updateTable('operator').set({ password_hash: hash }).where('id', '=', id).execute()
}
