import { distinct, type Grant } from '../domain/roles.ts'
import type { Db } from './connect.ts'

export type OidcPerson = { issuer: string; subject: string; name: string; grants: Grant[] }

type Found = { kind: 'found'; id: string } | { kind: 'disabled' } | { kind: 'no_role' }

/**
 * The person whom a provider knows by that subject, added when they come first. What the provider says
 * of their roles replaces what it said before; what people gave them stays. Nobody is taken over by
 * their name: a namesake gets a number.
 */
export function findOidcPerson(db: Db, given: OidcPerson): Promise<Found> {
  return db.transaction().execute(async (transaction): Promise<Found> => {
    const known = await transaction
      .selectFrom('operator')
      .select(['id', 'revoked_at'])
      .where('oidc_issuer', '=', given.issuer)
      .where('oidc_subject', '=', given.subject)
      .forUpdate()
      .executeTakeFirst()
    if (known !== undefined && known.revoked_at !== null) return { kind: 'disabled' }
    if (known === undefined && given.grants.length === 0) return { kind: 'no_role' }
    const id = known?.id ?? (await add(transaction, given))
    await replaceGrants(transaction, id, distinct(given.grants))
    const any = await transaction
      .selectFrom('membership')
      .select('role')
      .where('operator_id', '=', id)
      .limit(1)
      .executeTakeFirst()
    return any === undefined ? { kind: 'no_role' } : { kind: 'found', id }
  })
}

const mostNamesakes = 100

async function add(db: Db, { issuer, subject, name }: OidcPerson): Promise<string> {
  for (let n = 1; n <= mostNamesakes; n++) {
    const row = await db
      .insertInto('operator')
      .values({
        kind: 'person',
        name: n === 1 ? name : `${name} (${n})`,
        oidc_issuer: issuer,
        oidc_subject: subject,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (row !== undefined) return row.id
  }
  throw new Error('too many people of one name')
}

async function replaceGrants(db: Db, id: string, grants: Grant[]): Promise<void> {
  await db
    .deleteFrom('membership')
    .where('operator_id', '=', id)
    .where('source', '=', 'oidc')
    .execute()
  if (grants.length === 0) return
  const rows = grants.map(({ accountId, role }) => ({
    operator_id: id,
    account_id: accountId,
    role,
    source: 'oidc' as const,
  }))
  await db.insertInto('membership').values(rows).execute()
}
