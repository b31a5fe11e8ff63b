import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { randomToken, tokenHash } from './random-token.ts'

/** Makes a link's secret, good for one sign-in; those made for the person before are void. */
export async function createSignInLink(
  db: Db,
  operatorId: string,
  minutes: number,
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomToken()
  await db
    .deleteFrom('sign_in_link')
    .where('operator_id', '=', operatorId)
    .where('used_at', 'is', null)
    .execute()
  const { expires_at: expiresAt } = await db
    .insertInto('sign_in_link')
    .values({
      token_hash: tokenHash(token),
      operator_id: operatorId,
      expires_at: sql<Date>`clock_timestamp() + ${`${minutes} minutes`}::interval`,
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow()
  return { token, expiresAt }
}

/** Uses a link up. Returns whose it is; undefined for one that is unknown, used, expired or of somebody disabled. */
export async function redeemSignInLink(db: Db, token: string): Promise<string | undefined> {
  const row = await db
    .updateTable('sign_in_link')
    .from('operator')
    .set({ used_at: sql<Date>`clock_timestamp()` })
    .whereRef('operator.id', '=', 'sign_in_link.operator_id')
    .where('operator.revoked_at', 'is', null)
    .where('sign_in_link.token_hash', '=', tokenHash(token))
    .where('sign_in_link.used_at', 'is', null)
    .where('sign_in_link.expires_at', '>', sql<Date>`clock_timestamp()`)
    .returning('sign_in_link.operator_id')
    .executeTakeFirst()
  return row?.operator_id
}

/** Where a browser opens it. The secret stands behind the #: it reaches no server, log or referrer. */
export const signInUrl = (publicUrl: string, token: string): string =>
  `${publicUrl}/sign-in#${token}`
