import type { Db } from './connect.ts'
import type { Vendor } from './schema.ts'
import type { Secrets } from './secrets.ts'

/** Who may deliver to an account: its webhook secrets in the clear, for as long as each counts. */
export type Doorkeeper = {
  disconnected: boolean
  rillet: string[]
  sequence: string[]
}

/**
 * Reads the webhook secrets of an account; undefined for an account never connected. A previous
 * secret is sealed like the current one (same column), so that rotating only moves it.
 */
export async function findDoorkeeper(
  db: Db,
  secrets: Secrets,
  accountId: string,
): Promise<Doorkeeper | undefined> {
  const row = await db
    .selectFrom('connection')
    .select([
      'disconnected_at',
      'rillet_webhook_secret',
      'rillet_webhook_secret_previous',
      'rillet_webhook_secret_previous_until',
      'sequence_webhook_secret',
      'sequence_webhook_secret_previous',
      'sequence_webhook_secret_previous_until',
    ])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (row === undefined) return undefined

  const open = (vendor: Vendor, sealed: (string | null)[]) =>
    sealed
      .filter((text) => text !== null)
      .map((text) => secrets.open(text, { accountId, column: `${vendor}_webhook_secret` }))
  const still = (sealed: string | null, until: Date | null) =>
    until !== null && until > new Date() ? sealed : null
  return {
    disconnected: row.disconnected_at !== null,
    rillet: open('rillet', [
      row.rillet_webhook_secret,
      still(row.rillet_webhook_secret_previous, row.rillet_webhook_secret_previous_until),
    ]),
    sequence: open('sequence', [
      row.sequence_webhook_secret,
      still(row.sequence_webhook_secret_previous, row.sequence_webhook_secret_previous_until),
    ]),
  }
}
