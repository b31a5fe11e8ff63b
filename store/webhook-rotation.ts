import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { addEvent } from './event.ts'
import { endOf, type Secrets } from './secrets.ts'

/** How long a previous webhook secret still opens the door. */
const overlap = sql<Date>`clock_timestamp() + interval '24 hours'`

type By = { accountId: string; actor: string }

/** Stores Rillet's new webhook secret; the one before counts for 24 hours more. */
export async function setWebhookSecret(
  db: Db,
  secrets: Secrets,
  { accountId, actor, secret }: By & { secret: string },
): Promise<void> {
  const place = { accountId, column: 'rillet_webhook_secret' }
  await db.transaction().execute(async (trx) => {
    const { rillet_webhook_secret: before } = await trx
      .selectFrom('connection')
      .select('rillet_webhook_secret')
      .where('account_id', '=', accountId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const isSame = before !== null && secrets.open(before, place) === secret
    await trx
      .updateTable('connection')
      .set({
        rillet_webhook_secret: secrets.seal(secret, place),
        rillet_webhook_secret_hint: endOf(secret),
        updated_at: sql<Date>`now()`,
      })
      // Pasted twice, it must not push out the one that it replaced.
      .$if(!isSame, (query) =>
        query.set({
          rillet_webhook_secret_previous: before,
          rillet_webhook_secret_previous_until: before === null ? null : overlap,
        }),
      )
      .where('account_id', '=', accountId)
      .execute()
    const kind = 'connection.webhook_secret_set'
    await addEvent(trx, { accountId, invoiceId: null, kind, actor })
  })
}

/** Our notification policy in Sequence; a secret that it had before counts for 24 hours more. */
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
      .select(['sequence_webhook_secret', 'sequence_policy_id', 'sequence_webhook_secret_hint'])
      .where('account_id', '=', accountId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const sealed = row.sequence_webhook_secret
    const before = sealed === null ? null : secrets.open(sealed, place)
    const isKnown = before === secret && row.sequence_policy_id === policyId
    if (isKnown && row.sequence_webhook_secret_hint !== null) return

    await trx
      .updateTable('connection')
      .set({
        sequence_policy_id: policyId,
        sequence_policy_problem: null,
        sequence_webhook_secret: secrets.seal(secret, place),
        sequence_webhook_secret_hint: endOf(secret),
        updated_at: sql<Date>`now()`,
      })
      .$if(before !== null && before !== secret, (query) =>
        query.set({
          sequence_webhook_secret_previous: sealed,
          sequence_webhook_secret_previous_until: overlap,
        }),
      )
      .where('account_id', '=', accountId)
      .execute()
    if (isKnown) return
    await addEvent(trx, {
      accountId,
      invoiceId: null,
      kind: 'connection.sequence_policy',
      actor: 'sync',
      data: { policyId },
    })
  })
}
