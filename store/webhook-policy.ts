import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { addEvent } from './event.ts'
import type { Secrets } from './secrets.ts'

/** Our notification policy in Sequence; a secret that it had before still opens what was sent under it. */
export async function saveWebhookPolicy(
  db: Db,
  secrets: Secrets,
  accountId: string,
  { policyId, secret }: { policyId: string; secret: string },
): Promise<void> {
  const place = { accountId, column: 'sequence_webhook_secret' }
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('connection')
      .select(['sequence_webhook_secret', 'sequence_policy_id'])
      .where('account_id', '=', accountId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const sealed = row.sequence_webhook_secret
    const before = sealed === null ? null : secrets.open(sealed, place)
    if (before === secret && row.sequence_policy_id === policyId) return

    await trx
      .updateTable('connection')
      .set({
        sequence_policy_id: policyId,
        sequence_policy_problem: null,
        sequence_webhook_secret: secrets.seal(secret, place),
        ...(before === null || before === secret
          ? {}
          : { sequence_webhook_secret_previous: sealed }),
        updated_at: sql<Date>`now()`,
      })
      .where('account_id', '=', accountId)
      .execute()
    await addEvent(trx, {
      accountId,
      invoiceId: null,
      kind: 'connection.sequence_policy',
      actor: 'sync',
      data: { policyId },
    })
  })
}
